//! The files of a project.

use super::ProjectError;
use crate::settings::Settings;
use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock, Mutex, PoisonError};
use std::time::SystemTime;

/// A file by its path from a folder, or from the nearest folder around it that has it.
pub(super) fn in_or_above(folder: &Path, path: &Path) -> Option<PathBuf> {
    folder.ancestors().map(|folder| folder.join(path)).find(|path| path.exists())
}

/// The settings in a file of TOML. The answer counts as long as the file looks the same: an editor asks for
/// every query.
pub(super) fn settings_in(file: &Path) -> Result<Arc<Settings>, ProjectError> {
    static KNOWN: LazyLock<Mutex<HashMap<PathBuf, Seen>>> = LazyLock::new(Mutex::default);
    let metadata = fs::metadata(file).map_err(|error| ProjectError::read(file, &error))?;
    let look: Look = (metadata.modified().ok(), metadata.len());
    let mut known = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some((_, settings)) = known.get(file).filter(|(seen, _)| *seen == look) {
        return Ok(Arc::clone(settings));
    }
    let text = fs::read_to_string(file).map_err(|error| ProjectError::read(file, &error))?;
    let settings = Arc::new(Settings::read(&text).map_err(|error| ProjectError::settings(file, &error))?);
    known.insert(file.to_owned(), (look, Arc::clone(&settings)));
    Ok(settings)
}

/// What a file looks like from outside.
type Look = (Option<SystemTime>, u64);
/// What a file that looked so said.
type Seen = (Look, Arc<Settings>);
