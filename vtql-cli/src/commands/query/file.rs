//! The rows of a query in a file, which appears when all of them are there.

use super::pages::{self, Stopped};
use super::print::{Printing, module, note_left_out};
use crate::commands::export;
use crate::failure::Failure;
use crate::output::rows::RowFormat;
use crate::terminal::Terminal;
use crate::write::Replacement;
use std::ffi::OsStr;
use std::fs::File;
use std::path::Path;
use vtql_arrow::{Columns, Misfits};
use vtql_client::{Client, Fetch, Record};
use vtql_mirror::format::{Compression, Format, FormatOptions, Output};
use vtql_parser::Diagnostic;
use vtql_parser::ast::Query;
use vtql_schema::Snapshot;

/// The formats of files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::commands) enum FileFormat {
    /// Text, as it is written to standard output.
    Text(RowFormat),
    /// Typed columns, or compressed text: what `vtql export` writes.
    Table(Format, Compression),
}

impl FileFormat {
    /// What the name of a file says.
    pub(in crate::commands) fn of(path: &Path) -> Result<Self, Failure> {
        match path.extension().and_then(OsStr::to_str) {
            Some("csv") => Ok(FileFormat::Text(RowFormat::Csv)),
            Some("jsonl" | "ndjson") => Ok(FileFormat::Text(RowFormat::Jsonl)),
            Some("json") => Ok(FileFormat::Text(RowFormat::Json)),
            _ => match Format::of_path(path) {
                Some((format, compression)) => Ok(FileFormat::Table(format, compression)),
                None => {
                    let message = format!("the name of {} does not say how rows are written", path.display());
                    let help = "end it in .csv, .jsonl, .json, .parquet or .sqlite; .csv and .jsonl may end in .gz or .zst";
                    Err(Failure::new("USAGE", message).help(help))
                }
            },
        }
    }
}

/// What is known of the query whose rows are written.
pub(in crate::commands) struct Rows<'a> {
    pub(in crate::commands) client: &'a Client,
    pub(in crate::commands) query: &'a Query,
    /// Where fields are known from.
    pub(in crate::commands) snapshot: Option<&'a Snapshot>,
}

impl Rows<'_> {
    /// Writes them to a file, and says how many there were; or what is so wrong with the query that it was not sent.
    pub(in crate::commands) async fn write(
        &self,
        path: &Path,
        format: FileFormat,
        fetch: &Fetch<Record>,
        terminal: &Terminal,
    ) -> Result<Result<usize, Vec<Diagnostic>>, Failure> {
        let written = match format {
            // A pipe, a terminal, `/dev/null`: what is written there cannot be put in its place later.
            FileFormat::Text(format)
                if std::fs::metadata(path).is_ok_and(|it| !it.is_file() && !it.is_dir()) =>
            {
                let stream = File::options().write(true).open(path);
                let stream = stream.map_err(|error| Failure::write(path, &error))?;
                let printing =
                    Printing { format, paged: false, file: Some(&stream), snapshot: self.snapshot };
                return printing.print(self.client, self.query, fetch, terminal).await;
            }
            FileFormat::Text(format) => {
                let file = Replacement::of(path).map_err(|error| Failure::write(path, &error))?;
                let printing =
                    Printing { format, paged: false, file: Some(file.file()), snapshot: self.snapshot };
                let rows = printing.print(self.client, self.query, fetch, terminal).await?;
                if rows.is_ok() {
                    file.finish().map_err(|error| Failure::write(path, &error))?;
                }
                return Ok(rows);
            }
            FileFormat::Table(format, compression) => {
                let mut output = self.table(path, format, compression).await?;
                let walked = pages::walk(fetch, terminal, |page| {
                    output.append(page).map_err(|error| export::failure(&error))
                });
                walked.await.map(|rows| (output, rows))
            }
        };
        match written {
            Ok((output, rows)) => finish(output, terminal).map(|()| Ok(rows)),
            Err(Stopped::Refused(findings)) => Ok(Err(findings)),
            Err(Stopped::Unwritten(failure) | Stopped::Failed { failure, .. }) => Err(failure),
        }
    }

    async fn table(&self, path: &Path, format: Format, compression: Compression) -> Result<Output, Failure> {
        let module = module(self.query, self.snapshot, self.client).await?;
        let columns = Columns::of_query(&module, self.query, Misfits::Raw);
        let options = FormatOptions::default().compression(compression);
        Output::create(path, format, columns, options).map_err(|error| export::failure(&error))
    }
}

/// Completes a table. Values that did not fit their column are in `_raw`, and that is said.
fn finish(output: Output, terminal: &Terminal) -> Result<(), Failure> {
    let misfits = output.misfits().total();
    note_left_out(&output.unknown_fields().collect::<Vec<_>>(), terminal);
    output.finish().map_err(|error| export::failure(&error))?;
    if misfits > 0 {
        terminal
            .note(format!("{misfits} values did not fit the type of their column: their text is in _raw"));
    }
    Ok(())
}
