use super::{Writer, formatters};
use comfy_table::{Cell, Table as Grid, presets};
use datafusion::arrow::array::RecordBatch;
use datafusion::arrow::datatypes::SchemaRef;
use std::io::{self, Write};
use vtql_command::plain;

/// Columns for people. It needs all rows for their widths.
pub(super) struct Table<'a> {
    grid: Grid,
    out: &'a mut (dyn Write + Send),
}

impl<'a> Table<'a> {
    pub(super) fn new(schema: &SchemaRef, out: &'a mut (dyn Write + Send)) -> Self {
        let mut grid = Grid::new();
        grid.load_style(presets::UTF8_FULL_CONDENSED);
        grid.set_header(schema.fields().iter().map(|field| plain::line(field.name()).into_owned()));
        Table { grid, out }
    }
}

impl Writer for Table<'_> {
    fn write(&mut self, batch: &RecordBatch) -> io::Result<()> {
        let columns = formatters(batch)?;
        for row in 0..batch.num_rows() {
            self.grid.add_row(columns.iter().map(|column| {
                let text = column.value(row).to_string();
                Cell::new(plain::line(&text))
            }));
        }
        Ok(())
    }

    fn finish(&mut self) -> io::Result<()> {
        writeln!(self.out, "{}", self.grid)
    }
}
