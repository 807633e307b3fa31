//! Rows as the server sends them.

mod cell;
mod layout;
mod scan;
mod table;

#[cfg(feature = "http")]
pub(crate) use scan::Expected;
pub(crate) use table::{CellValue, RowView, Table};

use serde_core::ser::{Serialize, SerializeMap, Serializer};
use serde_json::Value;
use std::fmt;
use std::sync::Arc;
use vtql_parser::ast::RecordId;

/// A record as the server sent it: field names with their values, in the server's order.
///
/// Nearly every value is a string or null (observed), so that is what [`get`](Record::get) returns;
/// the line items of an inventory record are JSON, for [`json`](Record::json).
///
/// A record shares the text of the answer that it came in with the other records of that answer:
/// cloning it is cheap, and keeping one keeps the text of its page.
///
/// ```
/// use vtql_client::Record;
///
/// let record = Record::from_json(r#"{"lastname":"O'Brien","id":"12x2","email":null}"#).unwrap();
/// assert_eq!(record.get("lastname"), Some("O'Brien"));
/// assert_eq!(record.get("email"), None);
/// assert_eq!(record.iter().map(|(name, _)| name).collect::<Vec<_>>(), ["lastname", "id", "email"]);
/// ```
#[derive(Clone)]
pub struct Record {
    table: Arc<Table>,
    row: usize,
}

impl Record {
    pub(crate) fn new(table: Arc<Table>, row: usize) -> Self {
        Record { table, row }
    }

    pub(crate) fn table(&self) -> &Arc<Table> {
        &self.table
    }

    pub(crate) fn view(&self) -> RowView<'_> {
        self.table.row(self.row)
    }

    /// A record from the text of a JSON object; `None` when it is no object.
    pub fn from_json(object: impl Into<String>) -> Option<Self> {
        Some(Record::new(Arc::new(Table::from_object(object.into())?), 0))
    }

    /// The value of a field: `None` when it is null or the record has no such field
    /// ([`contains`](Record::contains) tells). A value that is not a string is given as JSON text.
    pub fn get(&self, field: &str) -> Option<&str> {
        self.cell(field)?.as_str()
    }

    /// The value of a field as JSON; `None` when the record has no such field.
    pub fn json(&self, field: &str) -> Option<Value> {
        self.cell(field).map(to_value)
    }

    /// Whether the server sent this field, be it null.
    pub fn contains(&self, field: &str) -> bool {
        self.cell(field).is_some()
    }

    /// The id of the record.
    pub fn id(&self) -> Option<RecordId> {
        self.table.id(self.row)
    }

    /// The fields with their values, in the server's order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, Option<&str>)> {
        self.cells().map(|(name, cell)| (name, cell.as_str()))
    }

    /// Whether both came in the same answer, so that their columns have the same numbers.
    #[cfg(feature = "http")]
    pub fn is_of_same_answer(&self, other: &Record) -> bool {
        Arc::ptr_eq(&self.table, &other.table)
    }

    /// The names of the columns of its answer with the numbers that [`at`](Record::at) takes, in the server's
    /// order. For those who read the rows of a page by columns: a look at the names is needed once a page.
    ///
    /// ```
    /// let record = vtql_client::Record::from_json(r#"{"lastname":"Rossi","id":"12x2"}"#).unwrap();
    /// let (column, _) = record.columns().find(|(_, name)| *name == "lastname").unwrap();
    /// assert_eq!(record.at(column), Some("Rossi"));
    /// ```
    pub fn columns(&self) -> impl Iterator<Item = (usize, &str)> {
        self.table.columns()
    }

    /// The value in a column of its answer; `None` when it is null, or there is none. As [`get`](Record::get),
    /// without a search for the name.
    #[inline]
    pub fn at(&self, column: usize) -> Option<&str> {
        self.view().cell(column)?.as_str()
    }

    /// The text of the answer that it came in, from which [`decode::records`](crate::decode::records) makes the
    /// same records, and which of them it is.
    #[cfg(feature = "http")]
    pub fn answer(&self) -> (&str, usize) {
        (self.table.text(), self.row)
    }

    /// The record as a JSON object.
    pub fn to_json(&self) -> Value {
        Value::Object(self.cells().map(|(name, cell)| (name.to_owned(), to_value(cell))).collect())
    }

    fn cell(&self, field: &str) -> Option<CellValue<'_>> {
        self.table.cell(self.row, self.table.column(field)?)
    }

    fn cells(&self) -> impl Iterator<Item = (&str, CellValue<'_>)> {
        self.view().cells()
    }
}

fn to_value(cell: CellValue<'_>) -> Value {
    match cell {
        CellValue::Null => Value::Null,
        CellValue::Text(text) => Value::String(text.to_owned()),
        CellValue::Json(text) => serde_json::from_str(text).unwrap_or(Value::Null),
    }
}

impl PartialEq for Record {
    fn eq(&self, other: &Self) -> bool {
        self.cells().eq(other.cells())
    }
}

impl fmt::Debug for Record {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.iter()).finish()
    }
}

/// As a map with the fields in the server's order.
impl Serialize for Record {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        for (name, cell) in self.cells() {
            match cell {
                CellValue::Text(text) => map.serialize_entry(name, text)?,
                other => map.serialize_entry(name, &to_value(other))?,
            }
        }
        map.end()
    }
}

#[cfg(test)]
mod tests;
