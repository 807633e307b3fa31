//! Files that are the old or the new, never a part of one.

use crate::error::{Error, Result};
use crate::format::partial;
use std::fs;
use std::path::{Path, PathBuf};

/// Replaces a file in one step.
pub(crate) fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    let beside = partial(path);
    fs::write(&beside, bytes).map_err(Error::io(&beside))?;
    fs::rename(&beside, path).map_err(Error::io(path))
}

/// The file that a path leads to through links, whether it is there or not.
pub(crate) fn resolved(path: &Path) -> PathBuf {
    let mut path = path.to_owned();
    // Links in a circle lead nowhere.
    for _ in 0..40 {
        match fs::read_link(&path) {
            Ok(to) => path = path.parent().map_or_else(|| to.clone(), |folder| folder.join(&to)),
            Err(_) => break,
        }
    }
    path
}
