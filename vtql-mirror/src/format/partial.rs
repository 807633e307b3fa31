//! Files that are not whole yet.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

/// The name of a file until it is whole.
pub(crate) fn partial(path: &Path) -> PathBuf {
    let mut name = OsString::from(".");
    name.push(path.file_name().unwrap_or_default());
    name.push(".partial");
    path.with_file_name(name)
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
