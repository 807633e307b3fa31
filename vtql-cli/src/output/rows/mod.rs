//! Rows, one file a format.

mod csv;
mod json;
mod jsonl;
mod table;

use std::io::{self, Write};
use vtql_client::Record;

/// The formats of rows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum RowFormat {
    /// Columns for people; shown when all rows are there
    #[default]
    Table,
    /// One list of objects
    Json,
    /// An object a line, as rows come
    Jsonl,
    /// Comma-separated, with a header, as rows come
    Csv,
}

/// Writes rows in one format.
pub(crate) trait RowWriter {
    /// Takes a row, and may write it at once.
    fn row(&mut self, row: &Record, out: &mut dyn Write) -> io::Result<()>;
    /// Writes what is left.
    fn finish(&mut self, out: &mut dyn Write) -> io::Result<()>;
}

impl RowFormat {
    /// A writer of this format. `columns` are those of a query whose answer may have no row to take
    /// them from.
    pub(crate) fn writer(self, columns: Vec<String>) -> Box<dyn RowWriter> {
        match self {
            RowFormat::Table => Box::new(table::Table::new(columns)),
            RowFormat::Json => Box::new(json::Json::default()),
            RowFormat::Jsonl => Box::new(jsonl::JsonLines),
            RowFormat::Csv => Box::new(csv::Csv::new(columns)),
        }
    }
}

/// The columns of a table: those of its first row.
struct Columns {
    names: Vec<String>,
    from_row: bool,
}

impl Columns {
    fn new(expected: Vec<String>) -> Self {
        Columns { names: expected, from_row: false }
    }

    /// The columns, when this is the first row.
    fn of_first(&mut self, row: &Record) -> Option<&[String]> {
        if self.from_row {
            return None;
        }
        self.names = row.iter().map(|(name, _)| name.to_owned()).collect();
        self.from_row = true;
        Some(&self.names)
    }

    /// The columns, when there was no row.
    fn of_none(&self) -> Option<&[String]> {
        (!self.from_row && !self.names.is_empty()).then_some(&self.names)
    }

    /// The cells of a row in order of the columns; null is empty.
    fn cells<'a>(&'a self, row: &'a Record) -> impl Iterator<Item = &'a str> {
        self.names.iter().map(|name| row.get(name).unwrap_or_default())
    }
}
