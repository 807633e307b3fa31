use super::cell::Cell;
use std::collections::HashMap;

/// The most columns that an answer may have: some times those of the widest modules.
const MOST_COLUMNS: usize = 4_096;

/// With more columns than this, their names are looked up in a map.
const FEW_COLUMNS: usize = 64;

/// The columns of all rows together, and the cells row by row.
///
/// What a server can make us keep is bounded by the length of its text: a cell takes two bytes of it, so
/// that rows with ever other keys do not make a table of their number by all columns.
#[derive(Default)]
pub(super) struct Layout {
    columns: Vec<Column>,
    /// The columns by name, where there are many.
    by_name: HashMap<Box<str>, usize>,
    most_cells: usize,
    cells: Vec<Cell>,
    /// The index of each row's first cell. A row may end before the last column.
    rows: Vec<u32>,
    /// Texts that had escapes, without them.
    spilled: String,
}

pub(super) struct Column {
    pub(super) name: Box<str>,
    /// The name as JSON writes it before a value, `"name":`; empty when it takes escapes.
    key: Box<str>,
    pub(super) hidden: bool,
}

impl Layout {
    /// A layout for a text of so many bytes.
    pub(super) fn of(bytes: usize) -> Self {
        Layout { most_cells: bytes / 2 + MOST_COLUMNS, ..Layout::default() }
    }

    /// The index of the first cell of a new row.
    pub(super) fn start_row(&mut self) -> Option<usize> {
        let start = self.cells.len();
        self.rows.push(u32::try_from(start).ok()?);
        Some(start)
    }

    /// The length of a column's key with its colon, when the text starts with them.
    #[inline]
    pub(super) fn starts_with_key(&self, text: &[u8], column: usize) -> Option<usize> {
        let key = &self.columns.get(column)?.key;
        (text.starts_with(key.as_bytes()) && !key.is_empty()).then_some(key.len())
    }

    /// The column of a key; `None` when there are too many.
    pub(super) fn column(&mut self, key: &str) -> Option<usize> {
        self.place(key).or_else(|| self.add(key))
    }

    fn place(&self, key: &str) -> Option<usize> {
        if self.columns.len() > FEW_COLUMNS {
            return self.by_name.get(key).copied();
        }
        self.columns.iter().position(|column| *column.name == *key)
    }

    fn add(&mut self, key: &str) -> Option<usize> {
        let new = self.columns.len();
        if new == MOST_COLUMNS {
            return None;
        }
        let plain = !key.contains(['"', '\\']);
        let written = if plain { format!("\"{key}\":") } else { String::new() };
        self.columns.push(Column { name: key.into(), key: written.into(), hidden: false });
        if new >= FEW_COLUMNS {
            let first = if new == FEW_COLUMNS { 0 } else { new };
            let names = self.columns.iter().enumerate().skip(first);
            self.by_name.extend(names.map(|(index, column)| (column.name.clone(), index)));
        }
        Some(new)
    }

    /// Sets a cell by its index; `None` when there are too many.
    #[inline]
    pub(super) fn set(&mut self, index: usize, cell: Cell) -> Option<()> {
        if index == self.cells.len() {
            self.cells.push(cell);
            Some(())
        } else {
            self.set_aside(index, cell)
        }
    }

    /// Sets a cell that is not the next one: keys of the row are missing, or in another sequence.
    #[cold]
    fn set_aside(&mut self, index: usize, cell: Cell) -> Option<()> {
        if index >= self.most_cells {
            return None;
        }
        self.cells.resize(self.cells.len().max(index + 1), Cell::MISSING);
        *self.cells.get_mut(index)? = cell;
        Some(())
    }

    pub(super) fn spill(&mut self, text: &str) -> Option<Cell> {
        let start = self.spilled.len();
        self.spilled.push_str(text);
        Cell::spilled(start, self.spilled.len())
    }

    pub(super) fn columns(&self) -> &[Column] {
        &self.columns
    }

    pub(super) fn columns_mut(&mut self) -> &mut [Column] {
        &mut self.columns
    }

    /// The number of rows.
    pub(super) fn len(&self) -> usize {
        self.rows.len()
    }

    /// Texts that had escapes, without them.
    pub(super) fn spilled(&self) -> &str {
        &self.spilled
    }

    /// The cells of a row.
    pub(super) fn row(&self, row: usize) -> &[Cell] {
        let start = self.rows.get(row).map_or(self.cells.len(), |&start| start as usize);
        let end = self.rows.get(row + 1).map_or(self.cells.len(), |&start| start as usize);
        self.cells.get(start..end).unwrap_or_default()
    }
}
