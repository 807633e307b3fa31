use super::{Columns, RowWriter};
use std::io::{self, Write};
use vtql_client::Record;

/// RFC 4180 with a header line; null and the empty text are both empty.
pub(super) struct Csv {
    columns: Columns,
}

impl Csv {
    pub(super) fn new(columns: Vec<String>) -> Self {
        Csv { columns: Columns::new(columns) }
    }
}

impl RowWriter for Csv {
    fn row(&mut self, row: &Record, out: &mut dyn Write) -> io::Result<()> {
        let mut csv = csv::Writer::from_writer(out);
        if let Some(names) = self.columns.of_first(row) {
            csv.write_record(names)?;
        }
        csv.write_record(self.columns.cells(row))?;
        csv.flush()
    }

    fn finish(&mut self, out: &mut dyn Write) -> io::Result<()> {
        if let Some(names) = self.columns.of_none() {
            csv::Writer::from_writer(out).write_record(names)?;
        }
        Ok(())
    }
}
