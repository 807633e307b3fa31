//! Where a file is, and where it is until it is whole.

use crate::error::Result;
use crate::replace::replace;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

/// The name of a file until it is whole.
pub(crate) fn partial(path: &Path) -> PathBuf {
    let mut name = OsString::from(".");
    name.push(path.file_name().unwrap_or_default());
    name.push(".partial");
    path.with_file_name(name)
}

/// The file that one in the making, or the folder of its parts, would become; `None` where the name is another's.
pub(crate) fn completes(path: &Path) -> Option<PathBuf> {
    let name = path.file_name()?.to_str()?.strip_prefix('.')?;
    let name = name.strip_suffix(".parts").unwrap_or(name).strip_suffix(".partial")?;
    Some(path.with_file_name(name))
}

/// Gives a file that is whole its name, in the place of another.
pub(crate) fn give_name(path: &Path) -> Result<()> {
    replace(&partial(path), path)?;
    remove_partial(path);
    Ok(())
}

/// Removes what there is of a file that will not be completed.
pub(crate) fn remove_partial(path: &Path) {
    let partial = partial(path);
    let _ = std::fs::remove_file(&partial);
    crate::sqlite::beside(&partial).iter().for_each(|it| drop(std::fs::remove_file(it)));
    let mut parts = partial.into_os_string();
    parts.push(".parts");
    let _ = std::fs::remove_dir_all(PathBuf::from(parts));
}

/// The file that a path leads to through links, whether it is there or not.
pub(crate) fn resolved(path: &Path) -> PathBuf {
    let mut path = path.to_owned();
    // Links in a circle lead nowhere.
    for _ in 0..40 {
        match std::fs::read_link(&path) {
            Ok(to) => path = path.parent().map_or_else(|| to.clone(), |folder| folder.join(&to)),
            Err(_) => break,
        }
    }
    path
}
