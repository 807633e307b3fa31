//! A file that takes the place of another, with the permissions of that one.

use crate::error::{Error, Result};
use std::fs;
use std::io;
use std::path::Path;

/// Puts a file that is whole in the place of another: who could not read the old one cannot read the new one.
pub(crate) fn replace(new: &Path, path: &Path) -> Result<()> {
    let replaced = match fs::metadata(path) {
        Ok(present) if present.is_file() => fs::set_permissions(new, present.permissions()),
        _ => Ok(()),
    };
    replaced.and_then(|()| fs::rename(new, path)).map_err(Error::io(path))
}

/// Gives a file in the making the permissions of the one that it will replace. It has to stay writable until it is
/// whole.
pub(crate) fn protect(new: &Path, path: &Path) -> io::Result<()> {
    match fs::metadata(path) {
        Ok(present) if present.is_file() && !present.permissions().readonly() => {
            fs::set_permissions(new, present.permissions())
        }
        _ => Ok(()),
    }
}
