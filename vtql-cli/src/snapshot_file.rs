//! Where the snapshot is.

use crate::config::Config;
use crate::failure::Failure;
use clap::Args;
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use vtql_schema::Snapshot;
use vtql_schema::project::{Located, Project};

#[derive(Debug, Args)]
pub(crate) struct SnapshotArg {
    /// What the instance has: a snapshot file, a folder of describe answers, or one such answer
    /// [default: what the nearest Cargo.toml names under `package.metadata.vtql`, else `snapshot` in vtql.toml, else
    /// the nearest vtql.snapshot.json upwards]
    #[arg(long, value_name = "PATH", env = "VTQL_SNAPSHOT", hide_env_values = true)]
    snapshot: Option<PathBuf>,
}

impl SnapshotArg {
    /// The snapshot that was named, set or found; `None` when there is none of these.
    pub(crate) fn find(&self, config: &Config) -> Result<Option<Snapshot>, Failure> {
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
    pub(crate) fn path(&self) -> Option<&Path> {
        self.snapshot.as_deref()
    }

    /// The snapshots of all files.
    pub(crate) fn of_files(&self, config: &Config) -> Result<Snapshots, Failure> {
        Ok(Snapshots {
            is_named: self.snapshot.is_some(),
            settings: config.named.clone(),
            usual: self.find(config)?.map(Arc::new),
            known: Mutex::default(),
        })
    }
}

/// The snapshot of each file: the one that was named; else that of the project the file belongs to, as its
/// macros and editors find it; else that of the folder that the command runs in.
#[derive(Debug)]
pub(crate) struct Snapshots {
    is_named: bool,
    settings: Option<PathBuf>,
    usual: Option<Arc<Snapshot>>,
    known: Mutex<Known>,
}

#[derive(Debug, Default)]
struct Known {
    folders: HashMap<PathBuf, Option<Arc<Snapshot>>>,
    files: HashMap<PathBuf, Arc<Snapshot>>,
}

impl Snapshots {
    /// That of the folder that the command runs in.
    pub(crate) fn usual(&self) -> Option<&Arc<Snapshot>> {
        self.usual.as_ref()
    }

    /// Whether every file has one, or none.
    pub(crate) fn is_any(&self) -> bool {
        let known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        self.usual.is_some() || !known.files.is_empty()
    }

    /// That of a file.
    pub(crate) fn of(&self, file: &Path) -> Result<Option<Arc<Snapshot>>, Failure> {
        if self.is_named {
            return Ok(self.usual.clone());
        }
        let folder = file.parent().unwrap_or(Path::new("")).to_owned();
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(snapshot) = known.folders.get(&folder) {
            return Ok(snapshot.clone());
        }
        let project = match &self.settings {
            Some(settings) => Project::with_file(&folder, settings)?,
            None => Project::around(&folder)?,
        };
        let snapshot = match path(project.snapshot(None)?) {
            None => self.usual.clone(),
            Some(path) => Some(match known.files.get(&path) {
                Some(snapshot) => Arc::clone(snapshot),
                None => {
                    let snapshot = Arc::new(load(&path)?);
                    known.files.insert(path, Arc::clone(&snapshot));
                    snapshot
                }
            }),
        };
        known.folders.insert(folder, snapshot.clone());
        Ok(snapshot)
    }
}

fn path(located: Option<Located>) -> Option<PathBuf> {
    located.map(|located| located.path)
}

/// Reads a snapshot, in any of its forms.
pub(crate) fn load(path: &Path) -> Result<Snapshot, Failure> {
    Snapshot::load(path).map_err(|error| {
        Failure::new("SNAPSHOT", error.to_string())
            .help("`vtql snapshot pull` makes a snapshot of an instance")
    })
}
