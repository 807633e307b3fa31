//! Files that are either the old or the new, never half of one.

use crate::failure::Failure;
use std::fs::{self, File, Permissions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use tempfile::NamedTempFile;

/// Replaces the contents of a file in one step. Links are followed, and permissions stay.
pub fn write_atomically(path: &Path, text: &str) -> Result<(), Failure> {
    let write = || {
        let mut file = Replacement::of(path)?;
        file.file_mut().write_all(text.as_bytes())?;
        file.finish()
    };
    write().map_err(|error: io::Error| Failure::write(path, &error))
}

/// A file in the making, beside the one that it will replace; dropped before, it leaves nothing.
#[derive(Debug)]
pub struct Replacement {
    file: NamedTempFile,
    target: PathBuf,
}

impl Replacement {
    /// For the file that a path leads to through links, with its permissions, or with those of any new file.
    pub fn of(path: &Path) -> io::Result<Self> {
        let target = resolved(path);
        let folder = match target.parent() {
            Some(folder) if !folder.as_os_str().is_empty() => folder,
            _ => Path::new("."),
        };
        let present = fs::metadata(&target).ok().filter(fs::Metadata::is_file);
        let mut builder = tempfile::Builder::new();
        builder.prefix(".vtql-");
        if present.is_none()
            && let Some(permissions) = new_file_permissions()
        {
            builder.permissions(permissions);
        }
        // Without other permissions it is for its owner alone.
        let file = builder.tempfile_in(folder)?;
        if let Some(present) = present {
            fs::set_permissions(file.path(), present.permissions())?;
        }
        Ok(Replacement { file, target })
    }

    /// The file.
    pub fn file(&self) -> &File {
        self.file.as_file()
    }

    /// The file, to write to.
    pub fn file_mut(&mut self) -> &mut File {
        self.file.as_file_mut()
    }

    /// It is whole: it takes its place.
    pub fn finish(self) -> io::Result<()> {
        self.file.as_file().sync_all()?;
        self.file.persist(&self.target).map(drop).map_err(|error| error.error)
    }
}

/// The file that a path leads to through links, whether it is there or not.
fn resolved(path: &Path) -> PathBuf {
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
