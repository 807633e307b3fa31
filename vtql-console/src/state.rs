//! What the handlers share.

use crate::kept::Kept;
use crate::settings::Settings;
use std::fmt::{self, Write};
use std::io;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::SystemTime;
use subtle::ConstantTimeEq;
use vtql_schema::Snapshot;
use vtql_schema::project::Project;

pub(crate) type Shared = Arc<State>;

pub(crate) struct State {
    pub(crate) settings: Settings,
    pub(crate) kept: Kept,
    token: String,
    snapshot: Mutex<Option<Read>>,
}

/// A snapshot as it was read, and when its file was written.
#[derive(Clone)]
struct Read {
    path: PathBuf,
    written: Option<SystemTime>,
    snapshot: Arc<Snapshot>,
}

impl fmt::Debug for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("State").field("settings", &self.settings).finish_non_exhaustive()
    }
}

impl State {
    pub(crate) fn new(settings: Settings) -> io::Result<Shared> {
        let mut bytes = [0_u8; 24];
        getrandom::fill(&mut bytes).map_err(io::Error::other)?;
        let token = bytes.iter().fold(String::new(), |mut text, byte| {
            // Writing to a string does not fail.
            let _ = write!(text, "{byte:02x}");
            text
        });
        let kept = Kept::open(settings.data.as_deref(), settings.secret.clone())?;
        Ok(Arc::new(State { settings, kept, token, snapshot: Mutex::default() }))
    }

    pub(crate) fn token(&self) -> &str {
        &self.token
    }

    /// Whether this is the token; it takes the same time whatever it is.
    pub(crate) fn is_token(&self, given: &str) -> bool {
        self.token.as_bytes().ct_eq(given.as_bytes()).into()
    }

    /// The file of the snapshot: the one that was named, else that of the folder.
    pub(crate) fn snapshot_file(&self) -> Option<PathBuf> {
        if let Some(path) = &self.settings.snapshot {
            return Some(path.clone());
        }
        let folder = &self.settings.folder;
        let project = match &self.settings.settings {
            Some(file) => Project::with_file(folder, file),
            None => Project::around(folder),
        };
        Some(project.ok()?.snapshot(None).ok()??.path)
    }

    /// The modules of the instance as the snapshot has them, which is read again when it was written again.
    pub(crate) fn snapshot(&self) -> Option<Arc<Snapshot>> {
        let path = self.snapshot_file()?;
        let written = std::fs::metadata(&path).and_then(|file| file.modified()).ok();
        let mut known = self.snapshot.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(read) = known.as_ref().filter(|it| it.path == path && it.written == written) {
            return Some(Arc::clone(&read.snapshot));
        }
        let snapshot = Arc::new(Snapshot::load(&path).ok()?);
        *known = Some(Read { path, written, snapshot: Arc::clone(&snapshot) });
        Some(snapshot)
    }

    /// When the snapshot was written.
    pub(crate) fn snapshot_written(&self) -> Option<SystemTime> {
        std::fs::metadata(self.snapshot_file()?).ok()?.modified().ok()
    }
}
