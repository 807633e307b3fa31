//! MySQL's rules of comparison, for SQLite: collations that columns are declared with, and functions
//! that the compiled SQL calls.
//!
//! Values are stored as the text that the API shows. What a column's type changes is the way in which
//! two texts compare, so every type has a collation, and SQLite can index and order all of them.

pub(crate) mod collation;
pub(crate) mod like;
pub(crate) mod number;
pub(crate) mod temporal;

use crate::store::reference;
use like::Pattern;
use rusqlite::Connection;
use rusqlite::functions::FunctionFlags;
use rusqlite::types::ValueRef;

/// Text columns: [`collation::compare`].
pub(crate) const TEXT: &str = "vtql_text";
/// Numeric columns: by value.
pub(crate) const NUMBER: &str = "vtql_number";
/// Columns that hold record ids: by the number after the `x`.
pub(crate) const REFERENCE: &str = "vtql_reference";

/// `vtql_like(value, pattern)`.
pub(crate) const LIKE: &str = "vtql_like";
/// `vtql_to_number(value)`: a text where MySQL would compare as numbers.
pub(crate) const TO_NUMBER: &str = "vtql_to_number";
/// `vtql_record_number(value)`: the number in a stored record id, as text.
pub(crate) const RECORD_NUMBER: &str = "vtql_record_number";

/// Gives a connection the collations and functions. Each connection needs them before any other use.
pub(crate) fn register(connection: &Connection) -> rusqlite::Result<()> {
    let flags =
        FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC | FunctionFlags::SQLITE_INNOCUOUS;
    connection.create_collation(TEXT, collation::compare)?;
    connection.create_collation(NUMBER, number::compare)?;
    connection.create_collation(REFERENCE, reference::compare)?;
    connection.create_scalar_function(LIKE, 2, flags, |context| {
        let (value, pattern) = (text(context.get_raw(0)), text(context.get_raw(1)));
        let (Some(value), Some(_)) = (value, pattern) else { return Ok(None) };
        // SQLite keeps it from row to row when the pattern is a parameter.
        let pattern = context.get_or_create_aux(1, |raw| -> Result<_, std::convert::Infallible> {
            Ok(Pattern::new(&text(raw).unwrap_or_default()))
        })?;
        Ok(Some(pattern.matches(&value)))
    })?;
    connection.create_scalar_function(TO_NUMBER, 1, flags, |context| {
        Ok(text(context.get_raw(0)).map(|value| number::leading(&value)))
    })?;
    connection.create_scalar_function(RECORD_NUMBER, 1, flags, |context| {
        Ok(text(context.get_raw(0)).map(|value| reference::number(&value).to_string()))
    })
}

fn text(value: ValueRef<'_>) -> Option<std::borrow::Cow<'_, str>> {
    match value {
        ValueRef::Null => None,
        ValueRef::Integer(number) => Some(number.to_string().into()),
        ValueRef::Real(number) => Some(number.to_string().into()),
        ValueRef::Text(bytes) | ValueRef::Blob(bytes) => Some(String::from_utf8_lossy(bytes)),
    }
}
