use super::RowWriter;
use std::io::{self, Write};
use vtql_client::Record;

/// One JSON list, an object a line.
#[derive(Default)]
pub(super) struct Json {
    started: bool,
}

impl RowWriter for Json {
    fn row(&mut self, row: &Record, out: &mut dyn Write) -> io::Result<()> {
        out.write_all(if self.started { b",\n  " } else { b"[\n  " })?;
        self.started = true;
        Ok(serde_json::to_writer(&mut *out, row)?)
    }

    fn finish(&mut self, out: &mut dyn Write) -> io::Result<()> {
        out.write_all(if self.started { b"\n]\n" } else { b"[]\n" })
    }
}
