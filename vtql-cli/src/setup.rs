//! What the files of each folder are checked against.

use crate::config::Config;
use crate::failure::Failure;
use crate::levels::LevelArgs;
use crate::snapshot_file::{SnapshotArg, load};
use std::collections::HashMap;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use vtql_hosts::{CheckSettings, Embedding, FileChecker, Profile, Semicolon};
use vtql_parser::Dialect;
use vtql_schema::Snapshot;
use vtql_schema::project::Lookup;

/// The settings and the snapshot of a folder, with what flags say.
#[derive(Debug)]
pub(crate) struct Setup {
    pub(crate) check: CheckSettings,
    pub(crate) snapshot: Option<Arc<Snapshot>>,
}

impl Setup {
    pub(crate) fn files(&self) -> FileChecker<'_> {
        self.check.checker(self.snapshot.as_deref())
    }
}

/// What flags say: it goes before the settings of every project.
#[derive(Clone, Debug, Default)]
pub(crate) struct Flags {
    pub(crate) dialect: Option<(Dialect, Profile)>,
    pub(crate) embedding: Option<Embedding>,
    pub(crate) semicolon: Option<Semicolon>,
    pub(crate) levels: LevelArgs,
}

impl Flags {
    fn over(&self, mut check: CheckSettings) -> Result<CheckSettings, Failure> {
        if let Some((dialect, profile)) = self.dialect {
            (check.dialect, check.profile) = (Some(dialect), Some(profile));
        }
        check.embedding = self.embedding.or(check.embedding);
        check.semicolon = self.semicolon.or(check.semicolon);
        check.levels = self.levels.over(check.levels)?;
        Ok(check)
    }
}

/// The setup of each file: that of the project it belongs to, as its macros and editors find it; else that of the
/// folder that the command runs in. What was named on the command line is that of all files.
#[derive(Debug)]
pub(crate) struct Setups {
    flags: Flags,
    lookup: Lookup,
    /// The settings file of the folder that the command runs in.
    file: Option<PathBuf>,
    usual: Arc<Setup>,
    has_named_snapshot: bool,
    known: Mutex<Known>,
}

#[derive(Debug, Default)]
struct Known {
    folders: HashMap<OsString, Arc<Setup>>,
    snapshots: HashMap<PathBuf, Arc<Snapshot>>,
}

impl Setups {
    pub(crate) fn new(flags: Flags, snapshot: &SnapshotArg, config: &Config) -> Result<Self, Failure> {
        let usual = Setup {
            check: flags.over(config.check.clone())?,
            snapshot: snapshot.find(config)?.map(Arc::new),
        };
        Ok(Setups {
            flags,
            lookup: Lookup::new(config.named.clone(), None),
            file: config.project.file().map(Path::to_owned),
            usual: Arc::new(usual),
            has_named_snapshot: snapshot.path().is_some(),
            known: Mutex::default(),
        })
    }

    /// That of the folder that the command runs in.
    pub(crate) fn usual(&self) -> &Setup {
        &self.usual
    }

    /// Whether any file has a snapshot.
    pub(crate) fn has_snapshot(&self) -> bool {
        let known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        self.usual.snapshot.is_some() || !known.snapshots.is_empty()
    }

    /// That of a file, or of standard input.
    pub(crate) fn of(&self, file: Option<&Path>) -> Result<Arc<Setup>, Failure> {
        let Some(file) = file else { return Ok(Arc::clone(&self.usual)) };
        let folder = file.parent().unwrap_or(Path::new(""));
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(setup) = known.folders.get(folder.as_os_str()) {
            return Ok(Arc::clone(setup));
        }
        let setup = Arc::new(self.read(folder, &mut known)?);
        known.folders.insert(folder.into(), Arc::clone(&setup));
        Ok(setup)
    }

    fn read(&self, folder: &Path, known: &mut Known) -> Result<Setup, Failure> {
        let folders = [folder, Path::new(".")];
        let project = self.lookup.settings(folders)?;
        let check = if project.file() == self.file.as_deref() {
            self.usual.check.clone()
        } else {
            self.flags.over(CheckSettings::of(&project)?)?
        };
        let located = if self.has_named_snapshot { None } else { self.lookup.snapshot(folders)? };
        let snapshot = match located.map(|it| it.path) {
            None => self.usual.snapshot.clone(),
            Some(path) => Some(match known.snapshots.get(&path) {
                Some(snapshot) => Arc::clone(snapshot),
                None => {
                    let snapshot = Arc::new(load(&path)?);
                    known.snapshots.insert(path, Arc::clone(&snapshot));
                    snapshot
                }
            }),
        };
        Ok(Setup { check, snapshot })
    }
}
