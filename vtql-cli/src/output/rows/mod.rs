//! Rows, one file a format.

mod csv;
mod json;
mod jsonl;
mod table;
mod vertical;

use std::collections::BTreeSet;
use std::io::{self, Write};
use vtql_client::Record;
use vtql_schema::answered_as;

/// The formats of rows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum RowFormat {
    /// Columns for people, as wide as the terminal; shown when all rows are there
    #[default]
    Table,
    /// A line a field, for rows that are too wide for a table
    Vertical,
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
    /// Fields of rows that came behind the first and have no column, sorted.
    fn left_out(&self) -> Vec<&str> {
        Vec::new()
    }
}

impl RowFormat {
    /// Whether its output is for the eyes of people, and not for programs.
    pub(crate) fn is_for_people(self) -> bool {
        matches!(self, RowFormat::Table | RowFormat::Vertical)
    }

    /// Whether it shows the columns of an answer apart from its rows.
    pub(crate) fn has_header(self) -> bool {
        matches!(self, RowFormat::Table | RowFormat::Csv)
    }

    /// A writer of this format. `columns` are those that the answer is known to have; others of its first row
    /// follow them. `width` is that of the terminal, in columns of text.
    pub(crate) fn writer(self, columns: Vec<String>, width: Option<usize>) -> Box<dyn RowWriter> {
        let columns = Columns { names: columns, ..Columns::default() };
        match self {
            RowFormat::Table => Box::new(table::Table::new(columns, width)),
            RowFormat::Vertical => Box::new(vertical::Vertical::new(columns)),
            RowFormat::Json => Box::new(json::Json::default()),
            RowFormat::Jsonl => Box::new(jsonl::JsonLines),
            RowFormat::Csv => Box::new(csv::Csv::new(columns)),
        }
    }
}

/// The columns of an answer: the same with rows and without.
#[derive(Default)]
struct Columns {
    names: Vec<String>,
    begun: bool,
    /// The keys of the last row: most rows have the same.
    keys: Vec<String>,
    left_out: BTreeSet<String>,
}

impl Columns {
    /// The columns of an answer that has this row. What it has beyond those that are known follows them.
    fn of(&mut self, row: &Record) -> &[String] {
        if row.iter().map(|(key, _)| key).eq(&self.keys) {
            return &self.names;
        }
        self.keys = row.iter().map(|(key, _)| key.to_owned()).collect();
        for key in &self.keys {
            let is_known = |name: &String| name == key || answered_as(name) == Some(key);
            if self.names.iter().any(is_known) {
                continue;
            }
            if self.begun {
                self.left_out.insert(key.clone());
            } else {
                self.names.push(key.clone());
            }
        }
        self.begun = true;
        &self.names
    }

    /// What rows have beyond the columns.
    fn left_out(&self) -> Vec<&str> {
        self.left_out.iter().map(String::as_str).collect()
    }

    /// The columns that are known.
    fn known(&self) -> &[String] {
        &self.names
    }

    /// The cells of a row in order of the columns; null is empty.
    fn cells<'a>(&'a self, row: &'a Record) -> impl Iterator<Item = &'a str> {
        self.names.iter().map(|name| {
            let key = if row.contains(name) { name } else { answered_as(name).unwrap_or(name) };
            row.get(key).unwrap_or_default()
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_that_only_later_rows_have_is_told() {
        for format in [RowFormat::Csv, RowFormat::Table, RowFormat::Vertical] {
            let mut writer = format.writer(vec!["id".to_owned()], None);
            let mut out = Vec::new();
            for row in [r#"{"a":"1","id":"12x1"}"#, r#"{"a":"2","cf_1":"x","id":"12x2"}"#, r#"{"id":"12x3"}"#]
            {
                writer.row(&Record::from_json(row).expect("a record"), &mut out).expect("written");
            }
            writer.finish(&mut out).expect("written");
            assert_eq!(writer.left_out(), ["cf_1"], "{format:?}");
        }
    }
}
