//! An answer with a file in it, written to disk while it comes.

use super::contents::Extract;
use crate::error::{Error, ErrorKind, Result};
use std::io;
use std::path::{Path, PathBuf};
use tokio::fs::{self, File};
use tokio::io::{AsyncSeekExt, AsyncWriteExt};
use tokio::sync::{Mutex, MutexGuard};

/// A place for a file that comes in an answer: one beside its own, which it takes when it is whole.
#[derive(Debug)]
pub(crate) struct Saving {
    to: PathBuf,
    part: PathBuf,
    state: Mutex<State>,
}

#[derive(Debug)]
pub(super) struct State {
    file: File,
    extract: Extract,
    part: PathBuf,
    written: u64,
}

impl Saving {
    /// Makes the file beside.
    pub(crate) async fn new(to: &Path) -> Result<Self> {
        let mut part = to.as_os_str().to_owned();
        part.push(format!(".{:08x}.part", fastrand::u32(..)));
        let part = PathBuf::from(part);
        let opened = fs::OpenOptions::new().write(true).create_new(true).open(&part).await;
        let file = opened.map_err(|error| unwritable(&part, error))?;
        // Who could not read the file that is there cannot read the new one.
        if let Ok(present) = fs::metadata(to).await
            && present.is_file()
        {
            let protected = fs::set_permissions(&part, present.permissions()).await;
            protected.map_err(|error| unwritable(&part, error))?;
        }
        let state = State { file, extract: Extract::default(), part: part.clone(), written: 0 };
        Ok(Saving { to: to.to_owned(), part, state: Mutex::new(state) })
    }

    /// Begins from the start, for an attempt of its own.
    pub(super) async fn begin(&self) -> Result<MutexGuard<'_, State>> {
        let mut state = self.state.lock().await;
        state.restart().await.map_err(|error| unwritable(&self.part, error))?;
        Ok(state)
    }

    /// The file has come whole: it takes its place. Answers its length; `None` when there was no file in the answer.
    pub(crate) async fn finish(self) -> Result<Option<u64>> {
        let mut state = self.state.lock().await;
        if !state.extract.is_whole() {
            return Ok(None);
        }
        let placed = async {
            state.file.flush().await?;
            state.file.sync_all().await?;
            fs::rename(&self.part, &self.to).await
        };
        placed.await.map_err(|error| unwritable(&self.to, error))?;
        Ok(Some(state.written))
    }
}

impl State {
    async fn restart(&mut self) -> io::Result<()> {
        self.file.set_len(0).await?;
        self.file.rewind().await?;
        (self.extract, self.written) = (Extract::default(), 0);
        Ok(())
    }

    /// Takes the next bytes of the answer: those of the file go to disk, the others to `rest`.
    pub(super) async fn take(&mut self, bytes: &[u8], rest: &mut Vec<u8>) -> Result<()> {
        let contents = self.extract.take(bytes, rest).ok_or_else(|| {
            let message = "the contents of the file are not base64";
            Error::new(ErrorKind::UnexpectedAnswer, message)
        })?;
        self.file.write_all(&contents).await.map_err(|error| unwritable(&self.part, error))?;
        self.written += contents.len() as u64;
        Ok(())
    }
}

impl Drop for Saving {
    /// What did not take its place is half a file.
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.part);
    }
}

fn unwritable(path: &Path, error: io::Error) -> Error {
    let message = format!("the file {} cannot be written: {error}", path.display());
    Error::new(ErrorKind::File, message).with_source(error)
}
