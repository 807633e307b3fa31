use super::Writer;
use datafusion::arrow::array::RecordBatch;
use datafusion::arrow::datatypes::SchemaRef;
use datafusion::parquet::arrow::ArrowWriter;
use std::io::{self, Write};

/// A Parquet file. Its end is written when all rows are.
pub(super) struct Parquet<'a>(ArrowWriter<&'a mut (dyn Write + Send)>);

impl<'a> Parquet<'a> {
    pub(super) fn new(schema: &SchemaRef, out: &'a mut (dyn Write + Send)) -> io::Result<Self> {
        Ok(Parquet(ArrowWriter::try_new(out, schema.clone(), None)?))
    }
}

impl Writer for Parquet<'_> {
    fn write(&mut self, batch: &RecordBatch) -> io::Result<()> {
        Ok(self.0.write(batch)?)
    }

    fn finish(&mut self) -> io::Result<()> {
        self.0.finish()?;
        Ok(())
    }
}
