//! The formats of files, one file each: a table goes in as record batches.

mod csv;
mod jsonl;
mod output;
mod parquet;
mod partial;
mod sqlite;
mod stream;

pub(crate) use output::BATCH;
pub use output::{Output, Written};
pub(crate) use partial::{completes, give_name, partial, remove_partial, resolved};

use crate::error::{Error, Result};
use arrow_array::RecordBatch;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::path::Path;
use std::str::FromStr;
use vtql_arrow::Columns;

/// The formats.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Format {
    /// Apache Parquet: typed columns.
    Parquet,
    /// Comma-separated, with one header.
    Csv,
    /// A JSON object a line.
    Jsonl,
    /// An SQLite database.
    Sqlite,
    /// A schema of a PostgreSQL database.
    Postgres,
}

impl Format {
    /// The format's name, which is also how files of it end.
    pub fn as_str(self) -> &'static str {
        match self {
            Format::Parquet => "parquet",
            Format::Csv => "csv",
            Format::Jsonl => "jsonl",
            Format::Sqlite => "sqlite",
            Format::Postgres => "postgres",
        }
    }

    /// The format and the compression that the name of a file says: `contacts.csv.gz`. `None` when it says nothing.
    pub fn of_path(path: &Path) -> Option<(Format, Compression)> {
        let name = path.file_name()?.to_str()?.to_ascii_lowercase();
        let (name, compression) = match name.strip_suffix(".gz") {
            Some(rest) => (rest, Compression::Gzip),
            None => match name.strip_suffix(".zst") {
                Some(rest) => (rest, Compression::Zstd),
                None => (name.as_str(), Compression::None),
            },
        };
        let format = match name.rsplit_once('.')?.1 {
            "parquet" => Format::Parquet,
            "csv" => Format::Csv,
            "jsonl" | "ndjson" => Format::Jsonl,
            "sqlite" | "sqlite3" | "db" => Format::Sqlite,
            _ => return None,
        };
        Some((format, compression))
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Format {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        [Format::Parquet, Format::Csv, Format::Jsonl, Format::Sqlite, Format::Postgres]
            .into_iter()
            .find(|format| format.as_str() == text)
            .ok_or_else(|| Error::refused(format!("there is no format `{text}`")))
    }
}

/// How files are compressed. Parquet compresses its columns itself, with Snappy unless told otherwise.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Compression {
    /// Not.
    #[default]
    None,
    /// gzip.
    Gzip,
    /// Zstandard.
    Zstd,
}

impl Compression {
    /// What the name of a compressed file ends with.
    pub fn suffix(self) -> &'static str {
        match self {
            Compression::None => "",
            Compression::Gzip => ".gz",
            Compression::Zstd => ".zst",
        }
    }
}

/// How a table is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct FormatOptions {
    /// How it is compressed.
    pub compression: Compression,
    /// CSV: texts that a spreadsheet would take for a formula (`=`, `+`, `-`, `@`, a tab or a carriage return in
    /// front) get an apostrophe in front.
    pub guard_formulas: bool,
    /// CSV: a byte order mark in front, by which Excel knows UTF-8.
    pub bom: bool,
}

impl FormatOptions {
    /// Sets the compression.
    pub fn compression(mut self, compression: Compression) -> Self {
        self.compression = compression;
        self
    }

    /// Sets whether formulas are guarded against.
    pub fn guard_formulas(mut self, on: bool) -> Self {
        self.guard_formulas = on;
        self
    }

    /// Sets whether there is a byte order mark.
    pub fn bom(mut self, on: bool) -> Self {
        self.bom = on;
        self
    }
}

/// How far a file has come: what was written up to here is in it, and it can be gone on with from here.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Mark {
    pub(crate) rows: u64,
    /// The length of the file.
    pub(crate) bytes: u64,
    /// The number of its parts.
    pub(crate) parts: u64,
}

/// A file of one table in the making. It is written under another name ([`partial()`]), and [`give_name`] gives it its
/// own when it is whole.
pub(crate) trait TableFile: Send {
    fn write(&mut self, batch: &RecordBatch) -> Result<()>;
    /// Brings what was written so far into the file.
    fn commit(&mut self) -> Result<Mark>;
    /// Completes the file, under the name that it has until then.
    fn finish(self: Box<Self>) -> Result<()>;
}

/// A new file, or one that is gone on with.
pub(crate) fn open(
    path: &Path,
    format: Format,
    columns: &Columns,
    options: FormatOptions,
    from: Mark,
) -> Result<Box<dyn TableFile>> {
    Ok(match format {
        Format::Parquet => Box::new(parquet::ParquetFile::open(path, columns, options, from)?),
        Format::Csv => Box::new(csv::CsvFile::open(path, columns, options, from)?),
        Format::Jsonl => Box::new(jsonl::JsonLinesFile::open(path, columns, options, from)?),
        Format::Sqlite | Format::Postgres => {
            return Err(Error::refused(format!("{format} is no format of a file with one table")));
        }
    })
}
