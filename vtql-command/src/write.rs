//! Files that are either the old or the new, never half of one.

use crate::failure::Failure;
use std::fs::{self, Permissions};
use std::io::{self, Write};
use std::path::Path;
use tempfile::NamedTempFile;

/// Replaces the contents of a file in one step. A link is followed, and permissions stay.
pub fn write_atomically(path: &Path, text: &str) -> Result<(), Failure> {
    replace(path, text).map_err(|error| Failure::write(path, &error))
}

fn replace(path: &Path, text: &str) -> io::Result<()> {
    let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let folder = match target.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    let mut file = temporary_in(folder)?;
    file.write_all(text.as_bytes())?;
    if let Ok(present) = fs::metadata(&target) {
        fs::set_permissions(file.path(), present.permissions())?;
    }
    file.as_file().sync_all()?;
    file.persist(&target)?;
    Ok(())
}

/// A file beside the one that it will replace, with the permissions of any new file.
pub fn temporary_in(folder: &Path) -> io::Result<NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".vtql-");
    let permissions = new_file_permissions();
    if let Some(permissions) = &permissions {
        builder.permissions(permissions.clone());
    }
    builder.tempfile_in(folder)
}

/// What a new file usually gets, which the system narrows by the user's mask.
#[cfg(unix)]
#[expect(clippy::unnecessary_wraps, reason = "other systems have no such thing")]
fn new_file_permissions() -> Option<Permissions> {
    use std::os::unix::fs::PermissionsExt;
    Some(Permissions::from_mode(0o666))
}

#[cfg(not(unix))]
fn new_file_permissions() -> Option<Permissions> {
    None
}
