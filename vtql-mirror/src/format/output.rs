use super::partial::{partial, resolved};
use super::sqlite::SqliteFile;
use super::{Format, FormatOptions, Mark, TableFile};
use crate::error::{Error, Result};
use crate::replace::replace;
use crate::sqlite;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::fmt::{self, Write};
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use tempfile::TempDir;
use vtql_arrow::{BatchBuilder, Columns, MisfitLog};
use vtql_client::Record;

/// One file with the rows of one query: Parquet, CSV, JSON lines, or an SQLite database with one table.
///
/// It is made under another name in the same folder and gets its own when it is whole; dropped before, it leaves
/// nothing.
///
/// ```no_run
/// use vtql_arrow::{Columns, Misfits};
/// use vtql_mirror::format::{Format, FormatOptions, Output};
///
/// # async fn run(client: vtql_client::Client) -> Result<(), Box<dyn std::error::Error>> {
/// let module = client.describe("Contacts").await?;
/// let columns = Columns::of_fields(&module, ["id", "lastname"], Misfits::Raw);
/// let mut out = Output::create("contacts.parquet", Format::Parquet, columns, FormatOptions::default())?;
/// let mut pages = client.query("select id, lastname from Contacts")?.pages();
/// while let Some(page) = pages.next().await {
///     out.append(&page?)?;
/// }
/// println!("{} rows", out.finish()?.rows);
/// # Ok(())
/// # }
/// ```
pub struct Output {
    path: PathBuf,
    format: Format,
    /// The file is made in a folder of its own beside it: two at once are in each other's way nowhere.
    folder: TempDir,
    file: Option<Box<dyn TableFile>>,
    builder: BatchBuilder,
    rows: u64,
}

/// A file that was written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Written {
    /// Its path.
    pub path: PathBuf,
    /// The rows of its table.
    pub rows: u64,
    /// Its length.
    pub bytes: u64,
    /// The SHA-256 of its contents, in hexadecimal digits.
    pub sha256: String,
}

/// A batch is made of so much text.
pub(crate) const BATCH: usize = 1 << 20;

impl Output {
    /// A new file. One that is there already is replaced when this one is whole.
    pub fn create(
        path: impl Into<PathBuf>,
        format: Format,
        columns: Columns,
        options: FormatOptions,
    ) -> Result<Self> {
        let path = resolved(&path.into());
        if std::fs::metadata(&path).is_ok_and(|it| !it.is_file()) {
            return Err(Error::refused(format!("{} is no file: give another name", path.display())));
        }
        if format == Format::Sqlite && sqlite::holds(&path)? == sqlite::Holds::Mirror {
            let message = format!("{} holds a mirror or an export: give another name", path.display());
            return Err(Error::refused(message));
        }
        let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty());
        let folder = tempfile::Builder::new().prefix(".vtql-").tempdir_in(parent.unwrap_or(Path::new(".")));
        let folder = folder.map_err(Error::io(&path))?;
        let place = place(&folder, &path);
        let file = match format {
            Format::Sqlite => Box::new(SqliteFile::create(&place, &columns)?) as Box<dyn TableFile>,
            _ => super::open(&place, format, &columns, options, Mark::default())?,
        };
        Ok(Output { path, format, folder, file: Some(file), builder: BatchBuilder::new(columns), rows: 0 })
    }

    /// Adds rows.
    pub fn append(&mut self, records: &[Record]) -> Result<()> {
        self.rows += records.len() as u64;
        self.builder.append(records);
        if self.builder.bytes() >= BATCH { self.flush() } else { Ok(()) }
    }

    /// The values so far that did not fit their type.
    pub fn misfits(&self) -> &MisfitLog {
        self.builder.misfits()
    }

    /// Fields of the rows so far that no column is for.
    pub fn unknown_fields(&self) -> impl Iterator<Item = &str> {
        self.builder.unknown_fields()
    }

    /// Completes the file.
    pub fn finish(mut self) -> Result<Written> {
        self.flush()?;
        if let Some(file) = self.file.take() {
            file.finish()?;
            let place = partial(&place(&self.folder, &self.path));
            match self.format {
                Format::Sqlite => sqlite::replace(&place, &self.path)?,
                _ => replace(&place, &self.path)?,
            }
        }
        Written::of(&self.path, self.rows)
    }

    fn flush(&mut self) -> Result<()> {
        if self.builder.rows() == 0 {
            return Ok(());
        }
        let batch = self.builder.finish()?;
        match &mut self.file {
            Some(file) => file.write(&batch),
            None => Ok(()),
        }
    }
}

/// Where the file is until it is whole.
fn place(folder: &TempDir, path: &Path) -> PathBuf {
    folder.path().join(path.file_name().unwrap_or_default())
}

impl fmt::Debug for Output {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Output").field("path", &self.path).field("rows", &self.rows).finish_non_exhaustive()
    }
}

impl Written {
    /// Whether the file is there, at its length. Its path may be relative to the folder.
    pub(crate) fn stands(&self, folder: &Path) -> bool {
        std::fs::metadata(folder.join(&self.path)).is_ok_and(|file| file.len() == self.bytes)
    }

    /// Reads a file that is whole.
    pub(crate) fn of(path: &Path, rows: u64) -> Result<Self> {
        let io = Error::io(path);
        let mut file = File::open(path).map_err(&io)?;
        let (mut hash, mut bytes) = (Sha256::new(), 0);
        let mut buffer = vec![0; 256 << 10];
        loop {
            let length = file.read(&mut buffer).map_err(&io)?;
            if length == 0 {
                break;
            }
            hash.update(&buffer[..length]);
            bytes += length as u64;
        }
        let mut sha256 = String::new();
        for byte in hash.finalize() {
            let _ = write!(sha256, "{byte:02x}");
        }
        Ok(Written { path: path.to_owned(), rows, bytes, sha256 })
    }
}
