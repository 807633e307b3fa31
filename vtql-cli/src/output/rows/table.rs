use super::{Columns, RowWriter};
use comfy_table::{Cell, Table as Grid, presets};
use std::io::{self, Write};
use vtql_client::Record;

/// Columns for people. It needs all rows for their widths.
pub(super) struct Table {
    columns: Columns,
    grid: Grid,
}

impl Table {
    pub(super) fn new(columns: Vec<String>) -> Self {
        let mut grid = Grid::new();
        grid.load_style(presets::UTF8_FULL_CONDENSED);
        Table { columns: Columns::new(columns), grid }
    }
}

impl RowWriter for Table {
    fn row(&mut self, row: &Record, _out: &mut dyn Write) -> io::Result<()> {
        if let Some(names) = self.columns.of_first(row) {
            self.grid.set_header(names);
        }
        self.grid.add_row(self.columns.cells(row).map(|text| Cell::new(printable(text))));
        Ok(())
    }

    fn finish(&mut self, out: &mut dyn Write) -> io::Result<()> {
        if let Some(names) = self.columns.of_none() {
            self.grid.set_header(names);
        }
        if self.grid.column_count() == 0 { Ok(()) } else { writeln!(out, "{}", self.grid) }
    }
}

/// A value on one line, without the control characters that would move a terminal's cursor.
fn printable(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}
