use super::stream::Stream;
use super::{FormatOptions, Mark, TableFile};
use crate::cells::{self, Cell};
use crate::error::Result;
use arrow_array::RecordBatch;
use std::path::Path;
use vtql_arrow::Columns;

/// An object a line, with all columns. Whole numbers and booleans are JSON's own; a number with a point is a
/// text, since most readers would make a float of it; days and times are texts; a multipicklist is a list.
pub(super) struct JsonLinesFile {
    stream: Stream,
    /// `"name":` of each column.
    keys: Vec<String>,
    lines: Vec<u8>,
}

impl JsonLinesFile {
    pub(super) fn open(path: &Path, columns: &Columns, options: FormatOptions, from: Mark) -> Result<Self> {
        let key = |name: &str| format!("{}:", serde_json::Value::from(name));
        Ok(JsonLinesFile {
            stream: Stream::open(path, options.compression, from)?,
            keys: columns.names().map(key).collect(),
            lines: Vec::new(),
        })
    }

    fn cell(&mut self, cell: &Cell<'_>) {
        let out = &mut self.lines;
        // Writing to memory does not fail.
        let _ = match cell {
            Cell::Null => {
                out.extend_from_slice(b"null");
                Ok(())
            }
            Cell::Text(text) => serde_json::to_writer(out, text),
            Cell::Decimal(text) | Cell::Time(text) => serde_json::to_writer(out, text),
            Cell::List(texts) => serde_json::to_writer(out, texts),
            Cell::Integer(number) => serde_json::to_writer(out, number),
            Cell::Boolean(yes) => serde_json::to_writer(out, yes),
        };
    }
}

impl TableFile for JsonLinesFile {
    fn write(&mut self, batch: &RecordBatch) -> Result<()> {
        let columns = cells::columns(batch);
        self.lines.clear();
        for row in 0..batch.num_rows() {
            for (index, column) in columns.iter().enumerate() {
                self.lines.push(if index == 0 { b'{' } else { b',' });
                if let Some(key) = self.keys.get(index) {
                    self.lines.extend_from_slice(key.as_bytes());
                }
                self.cell(&column.at(row));
            }
            self.lines.extend_from_slice(b"}\n");
        }
        let lines = std::mem::take(&mut self.lines);
        let written = self.stream.write(&lines, batch.num_rows());
        self.lines = lines;
        written
    }

    fn commit(&mut self) -> Result<Mark> {
        self.stream.commit()
    }

    fn finish(self: Box<Self>) -> Result<()> {
        self.stream.finish()
    }
}
