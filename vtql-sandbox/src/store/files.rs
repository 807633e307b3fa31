//! The files that clients have sent, on disk.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use tempfile::{NamedTempFile, TempDir, TempPath};

/// A folder of files by number: beside the database's file, or a temporary one. It is made for the first file.
#[derive(Debug)]
pub(crate) struct Files {
    beside: Option<PathBuf>,
    temporary: Mutex<Option<TempDir>>,
}

impl Files {
    pub(super) fn new(database: Option<&Path>) -> Self {
        let beside = database.map(|path| {
            let mut name = path.as_os_str().to_owned();
            name.push("-files");
            PathBuf::from(name)
        });
        Files { beside, temporary: Mutex::new(None) }
    }

    fn folder(&self) -> io::Result<PathBuf> {
        if let Some(folder) = &self.beside {
            fs::create_dir_all(folder)?;
            return Ok(folder.clone());
        }
        let mut temporary = self.temporary.lock().unwrap_or_else(PoisonError::into_inner);
        let folder = match temporary.take() {
            Some(folder) => folder,
            None => tempfile::Builder::new().prefix("vtql-sandbox-").tempdir()?,
        };
        Ok(temporary.insert(folder).path().to_owned())
    }

    /// A file to write to, which is removed unless it is kept.
    pub(crate) fn receive(&self) -> io::Result<NamedTempFile> {
        tempfile::Builder::new().prefix("upload-").tempfile_in(self.folder()?)
    }

    /// Keeps a file under a number.
    pub(crate) fn keep(&self, file: &TempPath, number: i64) -> io::Result<()> {
        fs::rename(file, self.folder()?.join(number.to_string()))
    }

    /// The file of that number, to read.
    pub(crate) fn open(&self, number: i64) -> io::Result<File> {
        File::open(self.folder()?.join(number.to_string()))
    }
}
