use super::{Columns, RowWriter};
use std::io::{self, Write};
use vtql_client::Record;

/// RFC 4180 with a header line; null and the empty text are both empty.
pub(super) struct Csv {
    columns: Columns,
    has_header: bool,
}

impl Csv {
    pub(super) fn new(columns: Columns) -> Self {
        Csv { columns, has_header: false }
    }
}

impl RowWriter for Csv {
    fn left_out(&self) -> Vec<&str> {
        self.columns.left_out()
    }

    fn row(&mut self, row: &Record, out: &mut dyn Write) -> io::Result<()> {
        let mut csv = csv::Writer::from_writer(out);
        let names = self.columns.of(row);
        if !self.has_header {
            csv.write_record(names)?;
            self.has_header = true;
        }
        csv.write_record(self.columns.cells(row))?;
        csv.flush()
    }

    fn finish(&mut self, out: &mut dyn Write) -> io::Result<()> {
        if !self.has_header && !self.columns.known().is_empty() {
            csv::Writer::from_writer(out).write_record(self.columns.known())?;
        }
        Ok(())
    }
}
