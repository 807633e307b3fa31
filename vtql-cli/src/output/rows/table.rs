use super::vertical::record;
use super::{Columns, RowWriter};
use crate::plain;
use comfy_table::{Cell, ContentArrangement, Table as Grid, presets};
use std::io::{self, Write};
use unicode_width::UnicodeWidthStr;
use vtql_client::Record;

/// Columns for people. It needs all rows for their widths.
pub(super) struct Table {
    columns: Columns,
    /// That of the terminal; without one, lines are as long as they are.
    width: Option<usize>,
    rows: Vec<Vec<String>>,
}

/// What a column takes beside its text: two blanks and a rule.
const AROUND: usize = 3;
/// The narrowest column that a text is wrapped to.
const NARROWEST: usize = 10;

impl Table {
    pub(super) fn new(columns: Columns, width: Option<usize>) -> Self {
        Table { columns, width, rows: Vec::new() }
    }

    /// The width of each column, with the whole texts on one line.
    fn widths(&self, names: &[String]) -> Vec<usize> {
        let mut widths: Vec<usize> = names.iter().map(|name| name.width()).collect();
        for row in &self.rows {
            for (width, cell) in widths.iter_mut().zip(row) {
                *width = (*width).max(cell.width());
            }
        }
        widths
    }

    fn grid(&self, names: &[String], wrapped_to: Option<usize>) -> Grid {
        let mut grid = Grid::new();
        grid.load_style(presets::UTF8_FULL_CONDENSED);
        if let Some(width) = wrapped_to {
            grid.set_content_arrangement(ContentArrangement::Dynamic);
            grid.set_width(u16::try_from(width).unwrap_or(u16::MAX));
        }
        grid.set_header(names);
        for row in &self.rows {
            grid.add_row(row.iter().map(Cell::new));
        }
        grid
    }
}

impl RowWriter for Table {
    fn left_out(&self) -> Vec<&str> {
        self.columns.left_out()
    }

    fn row(&mut self, row: &Record, _out: &mut dyn Write) -> io::Result<()> {
        self.columns.of(row);
        self.rows.push(self.columns.cells(row).map(|text| plain::line(text).into_owned()).collect());
        Ok(())
    }

    /// A table that fits; else one with wrapped texts; else, when columns would be too narrow to read, a line a
    /// field.
    fn finish(&mut self, out: &mut dyn Write) -> io::Result<()> {
        let names: Vec<String> =
            self.columns.known().iter().map(|name| plain::line(name).into_owned()).collect();
        if names.is_empty() {
            return Ok(());
        }
        let widths = self.widths(&names);
        let needed = |least: usize| 1 + widths.iter().map(|width| width.min(&least) + AROUND).sum::<usize>();
        match self.width {
            Some(width) if needed(NARROWEST) > width && !self.rows.is_empty() => {
                self.rows.iter().zip(1..).try_for_each(|(cells, number)| record(out, number, &names, cells))
            }
            Some(width) if needed(usize::MAX) > width => writeln!(out, "{}", self.grid(&names, Some(width))),
            _ => writeln!(out, "{}", self.grid(&names, None)),
        }
    }
}
