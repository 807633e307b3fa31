//! Pages as they came, written down before the next is asked for: a process that ends at any moment has lost at most
//! the page that was under way.

use crate::error::{Error, Result};
use crate::walk::Page;
use serde::{Deserialize, Serialize};
use std::fs::{self, File};
use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use vtql_client::{Record, decode};

/// The answer without rows.
const NO_ROWS: &str = r#"{"success":true,"result":[]}"#;

/// What stands before the text of an answer.
#[derive(Debug, Serialize, Deserialize)]
struct Head {
    bytes: usize,
    progress: String,
    /// Which records of the answer.
    rows: Vec<usize>,
    /// Whether the page goes on with the next answer.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    more: bool,
}

/// The journal of one table, in volumes: one is thrown away when what is in it has come to the table's file.
pub(crate) struct Journal {
    folder: PathBuf,
    name: String,
    volume: u64,
    file: File,
    /// The bytes of the answers in this volume.
    bytes: usize,
}

fn path(folder: &Path, name: &str, volume: u64) -> PathBuf {
    folder.join(format!("{name}.{volume}.journal"))
}

impl Journal {
    /// Opens a journal at a volume, and reads the pages from there on, each of which is handed to `take`.
    pub(crate) fn open(
        folder: &Path,
        name: &str,
        volume: u64,
        mut take: impl FnMut(&mut Journal, Page) -> Result<()>,
    ) -> Result<Self> {
        let mut journal = Journal {
            folder: folder.to_owned(),
            name: name.to_owned(),
            volume,
            file: create(&path(folder, name, volume))?,
            bytes: 0,
        };
        loop {
            let volume = journal.volume;
            let whole = journal.replay(&mut take)?;
            if journal.volume == volume {
                // What was under way when the process ended is cut off.
                let io = Error::io(&path(&journal.folder, &journal.name, volume));
                journal.file.set_len(whole).map_err(&io)?;
                return Ok(journal);
            }
        }
    }

    /// Hands on the pages of this volume; answers how many bytes of it are whole pages.
    fn replay(&mut self, take: &mut impl FnMut(&mut Journal, Page) -> Result<()>) -> Result<u64> {
        let volume = self.volume;
        let path = path(&self.folder, &self.name, volume);
        let io = Error::io(&path);
        let mut file = BufReader::new(File::open(&path).map_err(&io)?);
        let (mut whole, mut place) = (0, 0);
        let mut records = Vec::new();
        let mut bytes = 0;
        loop {
            let mut line = String::new();
            // A head that is cut off, or no text, was not written to its end.
            let Ok(length) = file.read_line(&mut line) else { return Ok(whole) };
            let Ok(head) = serde_json::from_str::<Head>(&line) else { return Ok(whole) };
            let mut text = vec![0; head.bytes + 1];
            if file.read_exact(&mut text).is_err() || text.pop() != Some(b'\n') {
                return Ok(whole);
            }
            place += length as u64 + head.bytes as u64 + 1;
            bytes += head.bytes;
            let unreadable =
                || Error::State { path: path.clone(), message: "a page cannot be read".to_owned() };
            let all = decode::records(String::from_utf8(text).map_err(|_| unreadable())?)?;
            records.extend(head.rows.iter().filter_map(|&row| all.get(row).cloned()));
            if head.more {
                continue;
            }
            whole = place;
            self.bytes += std::mem::take(&mut bytes);
            take(self, Page { records: std::mem::take(&mut records), progress: head.progress })?;
            if self.volume != volume {
                return Ok(whole);
            }
        }
    }

    /// Writes a page down.
    pub(crate) fn append(&mut self, page: &Page) -> Result<()> {
        let io = Error::io(&path(&self.folder, &self.name, self.volume));
        let mut answers: Vec<&[Record]> = page.records.chunk_by(Record::is_of_same_answer).collect();
        if answers.is_empty() {
            // A page without rows is written down, too: it has been asked for.
            answers.push(&[]);
        }
        let mut out = Vec::new();
        for (index, records) in answers.iter().enumerate() {
            let text = records.first().map_or(NO_ROWS, |record| record.answer().0);
            let rows: Vec<usize> = records.iter().map(|record| record.answer().1).collect();
            let head = Head {
                bytes: text.len(),
                progress: page.progress.clone(),
                rows,
                more: index + 1 < answers.len(),
            };
            serde_json::to_writer(&mut out, &head).map_err(|error| io(error.into()))?;
            out.push(b'\n');
            out.extend_from_slice(text.as_bytes());
            out.push(b'\n');
            self.bytes += text.len();
        }
        self.file.write_all(&out).map_err(io)
    }

    /// The bytes of the answers since the last volume was closed.
    pub(crate) fn bytes(&self) -> usize {
        self.bytes
    }

    /// Begins a new volume; answers its number.
    pub(crate) fn next_volume(&mut self) -> Result<u64> {
        self.volume += 1;
        self.bytes = 0;
        self.file = create(&path(&self.folder, &self.name, self.volume))?;
        Ok(self.volume)
    }

    /// Throws away the volume before this one: what is in it is where it belongs.
    pub(crate) fn remove_before(folder: &Path, name: &str, volume: u64) {
        if let Some(before) = volume.checked_sub(1) {
            // One that stays is not read again.
            let _ = fs::remove_file(path(folder, name, before));
        }
    }
}

fn create(path: &Path) -> Result<File> {
    File::options().create(true).truncate(false).read(true).append(true).open(path).map_err(Error::io(path))
}
