use super::cell::{Cell, Place};
use super::scan::{self, Shape};
use std::collections::HashMap;
use std::fmt;
use vtql_parser::ast::RecordId;

/// The rows of one answer: its text, and where each cell stands in it.
pub(crate) struct Table {
    text: String,
    layout: Layout,
    id: Option<usize>,
}

/// A value as the server sent it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum CellValue<'a> {
    Null,
    /// A string: what nearly every cell is.
    Text(&'a str),
    /// Anything else, as JSON text.
    Json(&'a str),
}

impl<'a> CellValue<'a> {
    #[inline]
    pub(crate) fn as_str(self) -> Option<&'a str> {
        match self {
            CellValue::Null => None,
            CellValue::Text(text) | CellValue::Json(text) => Some(text),
        }
    }
}

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

struct Column {
    name: Box<str>,
    /// The name as JSON writes it before a value, `"name":`; empty when it takes escapes.
    key: Box<str>,
    hidden: bool,
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

    fn row(&self, row: usize) -> &[Cell] {
        let start = self.rows.get(row).map_or(self.cells.len(), |&start| start as usize);
        let end = self.rows.get(row + 1).map_or(self.cells.len(), |&start| start as usize);
        self.cells.get(start..end).unwrap_or_default()
    }
}

impl Table {
    /// Reads an answer; `Err` gives the text back when it is not a success of this shape.
    pub(crate) fn from_answer(text: Vec<u8>, shape: Shape) -> Result<Self, Vec<u8>> {
        let text = String::from_utf8(text).map_err(std::string::FromUtf8Error::into_bytes)?;
        match scan::answer(&text, shape) {
            Some(layout) => Ok(Table::new(text, layout)),
            None => Err(text.into_bytes()),
        }
    }

    /// A table of the one row that a JSON object is; `None` when the text is no object.
    pub(crate) fn from_object(text: String) -> Option<Self> {
        let layout = scan::object(&text)?;
        Some(Table::new(text, layout))
    }

    fn new(text: String, layout: Layout) -> Self {
        let mut table = Table { text, layout, id: None };
        table.id = table.column("id");
        table
    }

    /// The number of rows.
    pub(crate) fn len(&self) -> usize {
        self.layout.rows.len()
    }

    /// The column of this name.
    pub(crate) fn column(&self, name: &str) -> Option<usize> {
        self.layout.columns.iter().position(|column| *column.name == *name)
    }

    /// The name of a column.
    pub(crate) fn column_name(&self, column: usize) -> Option<&str> {
        self.layout.columns.get(column).map(|column| &*column.name)
    }

    /// The columns that are not hidden, in the server's order.
    pub(crate) fn columns(&self) -> impl Iterator<Item = (usize, &str)> {
        let shown = self.layout.columns.iter().enumerate().filter(|(_, column)| !column.hidden);
        shown.map(|(index, column)| (index, &*column.name))
    }

    /// Leaves a column out of what [`columns`](Table::columns) lists: it was only asked for on the way.
    pub(crate) fn hide(&mut self, name: &str) {
        if let Some(column) = self.layout.columns.iter_mut().find(|column| *column.name == *name) {
            column.hidden = true;
        }
    }

    /// A cell; `None` when the row has no such key.
    pub(crate) fn cell(&self, row: usize, column: usize) -> Option<CellValue<'_>> {
        self.row(row).cell(column)
    }

    /// A row, for those who read many cells of it.
    #[inline]
    pub(crate) fn row(&self, row: usize) -> RowView<'_> {
        RowView { table: self, cells: self.layout.row(row) }
    }

    #[inline]
    fn value(&self, cell: Cell) -> Option<CellValue<'_>> {
        Some(match cell.place() {
            Place::Missing => return None,
            Place::Null => CellValue::Null,
            Place::Text(start, end) => CellValue::Text(self.text.get(start..end)?),
            Place::Spilled(start, end) => CellValue::Text(self.layout.spilled.get(start..end)?),
            Place::Json(start, end) => CellValue::Json(self.text.get(start..end)?),
        })
    }

    /// The id of a row.
    pub(crate) fn id(&self, row: usize) -> Option<RecordId> {
        self.row(row).id()?.parse().ok()
    }
}

/// The cells of one row.
#[derive(Clone, Copy, Debug)]
pub(crate) struct RowView<'a> {
    table: &'a Table,
    cells: &'a [Cell],
}

impl<'a> RowView<'a> {
    /// A cell; `None` when the row has no such key.
    #[inline]
    pub(crate) fn cell(self, column: usize) -> Option<CellValue<'a>> {
        self.table.value(*self.cells.get(column)?)
    }

    /// The cells that are not hidden, with the names of their columns.
    pub(crate) fn cells(self) -> impl Iterator<Item = (&'a str, CellValue<'a>)> {
        self.table.columns().filter_map(move |(column, name)| Some((name, self.cell(column)?)))
    }

    /// The text of the record's id.
    pub(crate) fn id(self) -> Option<&'a str> {
        self.cell(self.table.id?)?.as_str()
    }
}

impl fmt::Debug for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} rows of {} columns", self.len(), self.layout.columns.len())
    }
}
