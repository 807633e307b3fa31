//! SQLite: tables of modules, with typed columns and a view with the names that users see.

mod file;
mod table;

pub(crate) use file::{Holds, beside, holds, mark, replace, state_of};
pub(crate) use table::{create_views_and_indexes, insert, prepare, quoted};

use crate::cells::{Cell, SEPARATOR};
use rusqlite::types::{ToSqlOutput, Value, ValueRef};

/// Days, times and numbers with a point are texts: SQLite has no types for them, and would make floats of numbers.
impl rusqlite::ToSql for Cell<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(match self {
            Cell::Null => ToSqlOutput::Owned(Value::Null),
            Cell::Text(text) => ToSqlOutput::Borrowed(ValueRef::Text(text.as_bytes())),
            Cell::Decimal(text) | Cell::Time(text) => ToSqlOutput::Borrowed(ValueRef::Text(text.as_bytes())),
            Cell::List(texts) => ToSqlOutput::Owned(Value::Text(texts.join(SEPARATOR))),
            Cell::Integer(number) => ToSqlOutput::Owned(Value::Integer(*number)),
            Cell::Boolean(yes) => ToSqlOutput::Owned(Value::Integer((*yes).into())),
        })
    }
}
