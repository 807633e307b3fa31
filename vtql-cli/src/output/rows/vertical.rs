use super::{Columns, RowWriter};
use crate::plain;
use std::io::{self, Write};
use unicode_width::UnicodeWidthStr;
use vtql_client::Record;

/// A line a field.
pub(super) struct Vertical {
    columns: Columns,
    rows: usize,
}

impl Vertical {
    pub(super) fn new(columns: Columns) -> Self {
        Vertical { columns, rows: 0 }
    }
}

impl RowWriter for Vertical {
    fn left_out(&self) -> Vec<&str> {
        self.columns.left_out()
    }

    fn row(&mut self, row: &Record, out: &mut dyn Write) -> io::Result<()> {
        self.rows += 1;
        let names: Vec<String> =
            self.columns.of(row).iter().map(|name| plain::line(name).into_owned()).collect();
        let cells: Vec<String> = self.columns.cells(row).map(|text| plain::line(text).into_owned()).collect();
        record(out, self.rows, &names, &cells)
    }

    fn finish(&mut self, _out: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }
}

/// One record: a line with its number, then its fields.
pub(super) fn record(
    out: &mut dyn Write,
    number: usize,
    names: &[String],
    cells: &[String],
) -> io::Result<()> {
    writeln!(out, "── {number} ──")?;
    let widest = names.iter().map(|name| name.width()).max().unwrap_or_default();
    for (name, cell) in names.iter().zip(cells) {
        let blanks = " ".repeat(widest - name.width());
        writeln!(out, "{}", format!("{name}{blanks}  {cell}").trim_end())?;
    }
    Ok(())
}
