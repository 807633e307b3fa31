//! `vtql.toml`, which the command line reads as well.

use super::surroundings::{Surroundings, in_or_above};
use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock, Mutex, PoisonError};
use std::time::SystemTime;
use vtql_schema::rules::Levels;
use vtql_schema::settings::{FILE_NAME, Settings};

/// The settings file around a crate, if there is one.
pub(crate) struct Project {
    pub(crate) file: Option<PathBuf>,
    settings: Arc<Settings>,
}

impl Project {
    /// The nearest file in the crate's folder and the folders around it.
    pub(crate) fn around(crate_: &Surroundings) -> Result<Self, String> {
        let file = in_or_above(&crate_.manifest_dir, Path::new(FILE_NAME));
        let settings = file.as_deref().map_or_else(|| Ok(Arc::default()), settings_in)?;
        Ok(Project { file, settings })
    }

    /// What becomes of the findings of each rule.
    pub(crate) fn levels(&self) -> Result<Levels, String> {
        self.settings.levels().map_err(|error| self.wrong(&error))
    }

    /// The snapshot that is set.
    pub(crate) fn snapshot(&self) -> Result<Option<PathBuf>, String> {
        let named = self.settings.text("snapshot").map_err(|error| self.wrong(&error))?;
        Ok(named.map(|path| self.file.as_deref().unwrap_or(Path::new("")).with_file_name(path)))
    }

    fn wrong(&self, error: &impl std::fmt::Display) -> String {
        unreadable(self.file.as_deref().unwrap_or(Path::new(FILE_NAME)), error)
    }
}

fn unreadable(file: &Path, error: &impl std::fmt::Display) -> String {
    format!("the settings cannot be read: {}: {error}", file.display())
}

/// The settings in a file of TOML. The answer counts as long as the file looks the same: an editor asks for
/// every query.
pub(crate) fn settings_in(file: &Path) -> Result<Arc<Settings>, String> {
    static KNOWN: LazyLock<Mutex<HashMap<PathBuf, Seen>>> = LazyLock::new(Mutex::default);
    let metadata = fs::metadata(file).map_err(|error| unreadable(file, &error))?;
    let look: Look = (metadata.modified().ok(), metadata.len());
    let mut known = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some((_, settings)) = known.get(file).filter(|(seen, _)| *seen == look) {
        return Ok(Arc::clone(settings));
    }
    let text = fs::read_to_string(file).map_err(|error| unreadable(file, &error))?;
    let settings = Arc::new(Settings::read(&text).map_err(|error| unreadable(file, &error))?);
    known.insert(file.to_owned(), (look, Arc::clone(&settings)));
    Ok(settings)
}

/// What a file looks like from outside.
type Look = (Option<SystemTime>, u64);
/// What a file that looked so said.
type Seen = (Look, Arc<Settings>);
