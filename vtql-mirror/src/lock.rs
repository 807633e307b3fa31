use crate::error::{Error, Result};
use std::fs::{File, TryLockError};
use std::path::Path;

/// The right to work somewhere, until it is dropped or the process ends.
#[derive(Debug)]
pub(crate) struct Lock {
    _file: File,
}

impl Lock {
    /// Takes it at once, or says that someone else has it.
    pub(crate) fn take(path: &Path, what: &Path) -> Result<Self> {
        let io = Error::io(path);
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder).map_err(Error::io(folder))?;
        }
        let file = File::options().create(true).truncate(false).write(true).open(path).map_err(&io)?;
        match file.try_lock() {
            Ok(()) => Ok(Lock { _file: file }),
            Err(TryLockError::WouldBlock) => Err(Error::Locked(what.display().to_string())),
            Err(TryLockError::Error(error)) => Err(io(error)),
        }
    }
}
