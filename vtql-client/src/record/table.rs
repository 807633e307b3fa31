use super::cell::{Cell, Place};
use super::layout::Layout;
use super::scan::{self, Expected};
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

impl Table {
    /// Reads an answer; `Err` gives the text back when it is not a success of this shape.
    pub(crate) fn from_answer(text: Vec<u8>, expected: Expected) -> Result<Self, Vec<u8>> {
        let text = String::from_utf8(text).map_err(std::string::FromUtf8Error::into_bytes)?;
        match scan::answer(&text, expected) {
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

    /// The answer as it came.
    #[cfg(feature = "http")]
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// The number of rows.
    pub(crate) fn len(&self) -> usize {
        self.layout.len()
    }

    /// The column of this name.
    pub(crate) fn column(&self, name: &str) -> Option<usize> {
        self.layout.columns().iter().position(|column| *column.name == *name)
    }

    /// The name of a column.
    pub(crate) fn column_name(&self, column: usize) -> Option<&str> {
        self.layout.columns().get(column).map(|column| &*column.name)
    }

    /// The columns that are not hidden, in the server's order.
    pub(crate) fn columns(&self) -> impl Iterator<Item = (usize, &str)> {
        let shown = self.layout.columns().iter().enumerate().filter(|(_, column)| !column.hidden);
        shown.map(|(index, column)| (index, &*column.name))
    }

    /// Leaves a column out of what [`columns`](Table::columns) lists: it was only asked for on the way.
    pub(crate) fn hide(&mut self, name: &str) {
        if let Some(column) = self.layout.columns_mut().iter_mut().find(|column| *column.name == *name) {
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
            Place::Spilled(start, end) => CellValue::Text(self.layout.spilled().get(start..end)?),
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
        write!(f, "{} rows of {} columns", self.len(), self.layout.columns().len())
    }
}
