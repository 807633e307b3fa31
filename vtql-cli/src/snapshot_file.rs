//! Where the snapshot is.

use crate::config::{Config, find_upwards};
use crate::failure::Failure;
use clap::Args;
use std::path::{Path, PathBuf};
use vtql_schema::Snapshot;
use vtql_schema::settings::Settings;

/// The usual name of a snapshot file.
pub(crate) const FILE_NAME: &str = "vtql.snapshot.json";

#[derive(Debug, Args)]
pub(crate) struct SnapshotArg {
    /// What the instance has: a snapshot file, a folder of describe answers, or one such answer
    /// [default: `snapshot` in vtql.toml, else the nearest vtql.snapshot.json upwards]
    #[arg(long, value_name = "PATH", env = "VTQL_SNAPSHOT", hide_env_values = true)]
    snapshot: Option<PathBuf>,
}

impl SnapshotArg {
    /// The snapshot that was named, set or found; `None` when there is none of these.
    pub(crate) fn find(&self, config: &Config) -> Result<Option<Snapshot>, Failure> {
        let path = self
            .snapshot
            .clone()
            .or_else(in_manifest)
            .or_else(|| config.snapshot())
            .or_else(|| find_upwards(FILE_NAME));
        path.as_deref().map(load).transpose()
    }

    /// The snapshot that was named on the command line or in the environment.
    pub(crate) fn named(&self) -> Result<Option<Snapshot>, Failure> {
        self.snapshot.as_deref().map(load).transpose()
    }
}

/// What the nearest `Cargo.toml` says: `[package.metadata.vtql] snapshot = "…"`, as the macros read it. What
/// cannot be read there says nothing: Cargo reads it before us.
fn in_manifest() -> Option<PathBuf> {
    let manifest = find_upwards("Cargo.toml")?;
    let settings = Settings::read(&std::fs::read_to_string(&manifest).ok()?).ok()?;
    let named = settings.text("package.metadata.vtql.snapshot").ok()??;
    Some(manifest.parent()?.join(named))
}

/// Reads a snapshot, in any of its forms.
pub(crate) fn load(path: &Path) -> Result<Snapshot, Failure> {
    Snapshot::load(path).map_err(|error| {
        Failure::new("SNAPSHOT", error.to_string())
            .help("`vtql snapshot pull` makes a snapshot of an instance")
    })
}
