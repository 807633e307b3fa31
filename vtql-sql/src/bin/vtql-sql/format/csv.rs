use super::{Writer, formatters};
use datafusion::arrow::array::RecordBatch;
use datafusion::arrow::datatypes::SchemaRef;
use std::io::{self, Write};

/// RFC 4180 with a header line; NULL and the empty text are both empty.
pub(super) struct Csv<'a>(csv::Writer<&'a mut (dyn Write + Send)>);

impl<'a> Csv<'a> {
    pub(super) fn new(schema: &SchemaRef, out: &'a mut (dyn Write + Send)) -> io::Result<Self> {
        let mut csv = csv::Writer::from_writer(out);
        csv.write_record(schema.fields().iter().map(|field| field.name().as_str()))?;
        Ok(Csv(csv))
    }
}

impl Writer for Csv<'_> {
    fn write(&mut self, batch: &RecordBatch) -> io::Result<()> {
        let columns = formatters(batch)?;
        for row in 0..batch.num_rows() {
            self.0.write_record(columns.iter().map(|column| column.value(row).to_string()))?;
        }
        self.0.flush()
    }

    fn finish(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}
