use super::stream::Stream;
use super::{FormatOptions, Mark, TableFile};
use crate::cells::{self, Cell};
use crate::error::Result;
use arrow_array::RecordBatch;
use std::path::Path;
use vtql_arrow::Columns;

/// RFC 4180 with a header line, and lines that end with a line feed. Null is nothing, and the empty text `""`:
/// those who want to can tell them apart.
pub(super) struct CsvFile {
    stream: Stream,
    guard: bool,
    lines: String,
}

impl CsvFile {
    pub(super) fn open(path: &Path, columns: &Columns, options: FormatOptions, from: Mark) -> Result<Self> {
        let mut stream = Stream::open(path, options.compression, from)?;
        // Before the first mark there is no header yet.
        if from == Mark::default() {
            let mut header = String::new();
            if options.bom {
                header.push('\u{feff}');
            }
            for (index, name) in columns.names().enumerate() {
                if index > 0 {
                    header.push(',');
                }
                if options.guard_formulas && is_formula(name) {
                    field(&mut header, &format!("'{name}"));
                } else {
                    field(&mut header, name);
                }
            }
            header.push('\n');
            stream.write(header.as_bytes(), 0)?;
        }
        Ok(CsvFile { stream, guard: options.guard_formulas, lines: String::new() })
    }
}

impl TableFile for CsvFile {
    fn write(&mut self, batch: &RecordBatch) -> Result<()> {
        let columns = cells::columns(batch);
        self.lines.clear();
        let mut text = String::new();
        for row in 0..batch.num_rows() {
            for (index, column) in columns.iter().enumerate() {
                if index > 0 {
                    self.lines.push(',');
                }
                let cell = column.at(row);
                text.clear();
                let is_text = matches!(cell, Cell::Text(_) | Cell::List(_));
                if cell.write(&mut text).is_none() {
                    continue;
                }
                if self.guard && is_text && is_formula(&text) {
                    text.insert(0, '\'');
                }
                field(&mut self.lines, &text);
            }
            self.lines.push('\n');
        }
        self.stream.write(self.lines.as_bytes(), batch.num_rows())
    }

    fn commit(&mut self) -> Result<Mark> {
        self.stream.commit()
    }

    fn finish(self: Box<Self>) -> Result<()> {
        self.stream.finish()
    }
}

/// Whether a spreadsheet may take a text for a formula. What does not show goes before: some leave it out.
fn is_formula(text: &str) -> bool {
    let is_hidden =
        |c: char| c.is_control() || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}');
    text.starts_with(['\t', '\r', '\n'])
        || text.trim_start_matches(is_hidden).starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠'])
}

/// A text, in quotes where it needs them: also when it is empty, since nothing is null.
fn field(out: &mut String, text: &str) {
    let edge = |c: Option<char>| c.is_some_and(char::is_whitespace);
    let needs_quotes = text.is_empty()
        || text.bytes().any(|b| matches!(b, b'"' | b',' | b'\n' | b'\r' | 0))
        || edge(text.chars().next())
        || edge(text.chars().next_back());
    if !needs_quotes {
        out.push_str(text);
        return;
    }
    out.push('"');
    for (index, piece) in text.split('"').enumerate() {
        if index > 0 {
            out.push_str("\"\"");
        }
        out.push_str(piece);
    }
    out.push('"');
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_formula_is_known_behind_what_does_not_show() {
        for text in ["=1", "\0=1", "\u{feff}=1", "\u{feff}\0@x", "\u{200b}+1", "\ttab", "\u{7f}-1", "＝1"] {
            assert!(super::is_formula(text), "{text:?}");
        }
        for text in ["", "a=1", "\0a", "\u{feff}1", " 1", "é", "\0"] {
            assert!(!super::is_formula(text), "{text:?}");
        }
    }
}
