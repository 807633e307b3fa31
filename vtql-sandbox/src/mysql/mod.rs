//! MySQL's rules of comparison, for SQLite: collations that columns are declared with, and functions
//! that the compiled SQL calls.
//!
//! Values are stored as the text that the API shows. What a column's type changes is the way in which
//! two texts compare, so every type has a collation, and SQLite can index and order all of them.

pub(crate) mod collation;
pub(crate) mod like;
pub(crate) mod number;
pub(crate) mod temporal;

use crate::reference;
use like::Pattern;
use rusqlite::Connection;
use rusqlite::functions::FunctionFlags;
use rusqlite::types::ValueRef;
use temporal::Meeting;

/// Text columns: [`collation::compare`].
pub(crate) const TEXT: &str = "vtql_text";
/// Text columns of unlimited length, where rows are ordered by them: [`collation::compare_starts`].
pub(crate) const TEXT_START: &str = "vtql_text_start";
/// Numeric columns: by value.
pub(crate) const NUMBER: &str = "vtql_number";
/// Columns of times: by length.
pub(crate) const TIME: &str = "vtql_time";
/// Columns that hold record ids: by the number after the `x`.
pub(crate) const REFERENCE: &str = "vtql_reference";

/// `vtql_like(value, pattern)`.
pub(crate) const LIKE: &str = "vtql_like";
/// `vtql_to_number(value)`: a text where MySQL would compare as numbers.
pub(crate) const TO_NUMBER: &str = "vtql_to_number";
/// `vtql_to_datetime(value)`: a text or a number where MySQL would compare as dates with times.
pub(crate) const TO_DATETIME: &str = "vtql_to_datetime";
/// `vtql_to_time(value)`: a text or a number where MySQL would compare as times.
pub(crate) const TO_TIME: &str = "vtql_to_time";
/// `vtql_record_number(value)`: the number in a stored record id, as text.
pub(crate) const RECORD_NUMBER: &str = "vtql_record_number";

/// SQL that compares what stands before it by a collation.
pub(crate) fn collate(collation: &str) -> String {
    format!(" COLLATE {collation}")
}

/// Gives a connection the collations and functions. Each connection needs them before any other use.
pub(crate) fn register(connection: &Connection) -> rusqlite::Result<()> {
    let flags =
        FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC | FunctionFlags::SQLITE_INNOCUOUS;
    connection.create_collation(TEXT, collation::compare)?;
    connection.create_collation(TEXT_START, collation::compare_starts)?;
    connection.create_collation(NUMBER, number::compare)?;
    connection.create_collation(TIME, temporal::compare_times)?;
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
    connection.create_scalar_function(TO_DATETIME, 1, flags, |context| {
        Ok(meeting(context.get_raw(0)).map(|meeting| meeting.as_meeting().beside_datetimes()))
    })?;
    connection.create_scalar_function(TO_TIME, 1, flags, |context| {
        Ok(meeting(context.get_raw(0)).map(|meeting| meeting.as_meeting().beside_times()))
    })?;
    connection.create_scalar_function(RECORD_NUMBER, 1, flags, |context| {
        Ok(text(context.get_raw(0)).map(|value| reference::number(&value).to_string()))
    })
}

/// A value that meets a date or a time.
enum Met<'a> {
    Text(std::borrow::Cow<'a, str>),
    Number(f64),
}

impl Met<'_> {
    fn as_meeting(&self) -> Meeting<'_> {
        match self {
            Met::Text(text) => Meeting::Text(text),
            Met::Number(number) => Meeting::Number(*number),
        }
    }
}

fn meeting(value: ValueRef<'_>) -> Option<Met<'_>> {
    match value {
        #[expect(clippy::cast_precision_loss, reason = "no date has so many digits")]
        ValueRef::Integer(number) => Some(Met::Number(number as f64)),
        ValueRef::Real(number) => Some(Met::Number(number)),
        value => text(value).map(Met::Text),
    }
}

fn text(value: ValueRef<'_>) -> Option<std::borrow::Cow<'_, str>> {
    match value {
        ValueRef::Null => None,
        ValueRef::Integer(number) => Some(number.to_string().into()),
        ValueRef::Real(number) => Some(number.to_string().into()),
        ValueRef::Text(bytes) | ValueRef::Blob(bytes) => Some(String::from_utf8_lossy(bytes)),
    }
}
