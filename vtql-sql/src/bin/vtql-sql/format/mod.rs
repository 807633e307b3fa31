//! Rows in the formats of files and of terminals, one file a format.

mod csv;
mod json;
mod parquet;
mod table;

use clap::ValueEnum;
use datafusion::arrow::array::RecordBatch;
use datafusion::arrow::datatypes::SchemaRef;
use datafusion::arrow::error::ArrowError;
use datafusion::arrow::util::display::{ArrayFormatter, DurationFormat, FormatOptions};
use std::ffi::OsStr;
use std::io::{self, Write};
use std::path::Path;
use vtql_command::failure::Failure;
use vtql_command::write::Replacement;

/// The formats of rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// Columns for people; shown when all rows are there
    Table,
    /// Comma-separated, with a header, as rows come
    Csv,
    /// An object a line, as rows come
    Jsonl,
    /// One list of objects
    Json,
    /// A file of columns
    Parquet,
}

/// Writes batches in one format.
pub(crate) trait Writer {
    fn write(&mut self, batch: &RecordBatch) -> io::Result<()>;
    fn finish(&mut self) -> io::Result<()>;
}

impl Format {
    /// What the name of a file says.
    pub(crate) fn of_file(path: &Path) -> Result<Self, Failure> {
        match path.extension().and_then(OsStr::to_str) {
            Some("csv") => Ok(Format::Csv),
            Some("jsonl" | "ndjson") => Ok(Format::Jsonl),
            Some("json") => Ok(Format::Json),
            Some("parquet") => Ok(Format::Parquet),
            _ => {
                let message = format!("the name of {} does not say how rows are written", path.display());
                Err(Failure::new("USAGE", message).help("end it in .csv, .jsonl, .json or .parquet"))
            }
        }
    }

    /// A writer of this format.
    pub(crate) fn writer<'a>(
        self,
        schema: &SchemaRef,
        out: &'a mut (dyn Write + Send),
    ) -> io::Result<Box<dyn Writer + Send + 'a>> {
        Ok(match self {
            Format::Table => Box::new(table::Table::new(schema, out)),
            Format::Csv => Box::new(csv::Csv::new(schema, out)?),
            Format::Jsonl => Box::new(json::Json::lines(schema, out)),
            Format::Json => Box::new(json::Json::list(schema, out)),
            Format::Parquet => Box::new(parquet::Parquet::new(schema, out)?),
        })
    }
}

/// Lets `write` write to a file, which gets its name when it is whole.
pub(crate) async fn to_file<T, E: From<Failure>>(
    path: &Path,
    write: impl AsyncFnOnce(&mut (dyn Write + Send)) -> Result<T, E>,
) -> Result<T, E> {
    let failed = |error: &io::Error| E::from(Failure::write(path, error));
    let mut file = Replacement::of(path).map_err(|error| failed(&error))?;
    let written = {
        let mut buffered = io::BufWriter::new(file.file_mut());
        let written = write(&mut buffered).await?;
        buffered.flush().map_err(|error| failed(&error))?;
        written
    };
    file.finish().map_err(|error| failed(&error))?;
    Ok(written)
}

/// How values are written as text.
const OPTIONS: FormatOptions<'static> = FormatOptions::new()
    .with_null("")
    .with_timestamp_format(Some("%Y-%m-%d %H:%M:%S%.f"))
    .with_timestamp_tz_format(Some("%Y-%m-%d %H:%M:%S%.f%:z"))
    .with_duration_format(DurationFormat::Pretty);

/// What writes the cells of each column of a batch.
fn formatters(batch: &RecordBatch) -> io::Result<Vec<ArrayFormatter<'_>>> {
    let formatter = |column| ArrayFormatter::try_new(column, &OPTIONS).map_err(unwritable);
    batch.columns().iter().map(|column| formatter(column.as_ref())).collect()
}

fn unwritable(error: ArrowError) -> io::Error {
    io::Error::other(error)
}
