use super::RowWriter;
use std::io::{self, Write};
use vtql_client::Record;

/// One JSON object a line.
pub(super) struct JsonLines;

impl RowWriter for JsonLines {
    fn row(&mut self, row: &Record, out: &mut dyn Write) -> io::Result<()> {
        serde_json::to_writer(&mut *out, row)?;
        out.write_all(b"\n")
    }

    fn finish(&mut self, _out: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }
}
