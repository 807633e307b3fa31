//! Where the snapshot is.

use crate::failure::Failure;
use crate::project_config::ProjectConfig;
use clap::Args;
use std::path::{Path, PathBuf};
use vtql_schema::Snapshot;
use vtql_schema::project::Located;

#[allow(
    missing_docs,
    reason = "a doc comment would be the text of `--help` of whoever takes these arguments"
)]
#[derive(Clone, Debug, Args)]
pub struct SnapshotArg {
    /// What the instance has: a snapshot file, a folder of describe answers, or one such answer
    /// [default: what the nearest Cargo.toml names under `package.metadata.vtql`, else `snapshot` in vtql.toml, else
    /// the nearest vtql.snapshot.json upwards]
    #[arg(long, value_name = "PATH", env = "VTQL_SNAPSHOT", hide_env_values = true)]
    snapshot: Option<PathBuf>,
}

impl SnapshotArg {
    /// The snapshot that was named, set or found; `None` when there is none of these.
    pub fn find(&self, config: &ProjectConfig) -> Result<Option<Snapshot>, Failure> {
        let located = match &self.snapshot {
            // Its name is told as it was given, also when it is not there.
            Some(named) if named.exists() => Some(named.clone()),
            Some(named) => {
                let above = config.project.snapshot(Some(named)).ok().flatten();
                Some(path(above).unwrap_or_else(|| named.clone()))
            }
            None => path(config.project.snapshot(None)?),
        };
        located.as_deref().map(load).transpose()
    }

    /// What was named on the command line or in the environment.
    pub fn path(&self) -> Option<&Path> {
        self.snapshot.as_deref()
    }
}

fn path(located: Option<Located>) -> Option<PathBuf> {
    located.map(|located| located.path)
}

/// Reads a snapshot, in any of its forms.
pub fn load(path: &Path) -> Result<Snapshot, Failure> {
    Snapshot::load(path).map_err(|error| {
        Failure::new("SNAPSHOT", error.to_string())
            .help("`vtql snapshot pull` makes a snapshot of an instance")
    })
}
