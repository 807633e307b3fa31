//! Values from a client, as the CRM's database would keep them.

use super::{Record, find};
use crate::catalog::{Catalog, Field, Kind, Module};
use crate::error::{ApiError, Code};
use crate::mysql::{number, temporal};
use crate::reference;
use rusqlite::{Connection, OptionalExtension};
use serde_json::Value;
use vtql_parser::ast::RecordId;

/// How many records are looked at for the digits of a custom field.
const SAMPLE: usize = 100;

/// The stored form of a value. Much that is wrong is accepted in silence, as on the server: a value
/// outside a picklist, a number with letters in it, a date that is none (observed). Only ids are checked.
pub(crate) fn store(
    connection: &Connection,
    catalog: &Catalog,
    field: &Field,
    value: &Value,
) -> Result<Option<String>, ApiError> {
    let text = text(value);
    Ok(match field.kind {
        Kind::Reference if field.described.ty.name() == "owner" => Some(owner(connection, catalog, &text)?),
        Kind::Reference => Some(record(connection, catalog, field, &text)?),
        Kind::Integer => Some(format!("{:.0}", number::leading(&text))),
        Kind::Decimal(digits) => Some(format!("{:.digits$}", number::leading(&text))),
        Kind::Boolean | Kind::Flag => Some(boolean(&text).to_owned()),
        Kind::Date => temporal::date(&text),
        Kind::DateTime => temporal::datetime(&text),
        Kind::Time => temporal::time(&text),
        Kind::Id | Kind::TimeText => Some(text),
        Kind::Text => Some(cut(text, field.described.length)),
    })
}

/// Rounds the custom decimals of a record to the digits of the values that there are: describe does not
/// tell how many an administrator chose.
pub(crate) fn round(connection: &Connection, module: &Module, record: &mut Record) -> rusqlite::Result<()> {
    for (field, slot) in module.fields().iter().zip(&mut record.values) {
        if let (Kind::Decimal(digits), Some(value), true) = (field.kind, &slot, field.is_custom()) {
            let digits = digits_seen(connection, module, field)?.unwrap_or(digits);
            *slot = Some(format!("{:.digits$}", number::leading(value)));
        }
    }
    Ok(())
}

/// The digits after the point of a value of the field, when one of the first records has any.
fn digits_seen(connection: &Connection, module: &Module, field: &Field) -> rusqlite::Result<Option<usize>> {
    let (table, column) = (&module.table, &field.column);
    let sql = format!(
        "SELECT {column} FROM (SELECT {column} FROM {table} ORDER BY id LIMIT {SAMPLE}) WHERE {column} LIKE '%.%' LIMIT 1"
    );
    let value: Option<String> =
        connection.prepare_cached(&sql)?.query_row([], |row| row.get(0)).optional()?;
    Ok(value.and_then(|value| value.split_once('.').map(|(_, digits)| digits.len())))
}

/// A value as PHP turns it into text.
fn text(value: &Value) -> String {
    match value {
        Value::Null | Value::Object(_) => String::new(),
        Value::Bool(flag) => u8::from(*flag).to_string(),
        Value::Number(number) => number.to_string(),
        Value::String(text) => text.clone(),
        // The first of several (observed with a multi-picklist).
        Value::Array(values) => values.first().map(text).unwrap_or_default(),
    }
}

/// Text that is no longer than its column, where describe tells the length.
fn cut(text: String, length: Option<u32>) -> String {
    match length.and_then(|length| usize::try_from(length).ok()).filter(|length| *length > 0) {
        Some(length) if text.chars().count() > length => text.chars().take(length).collect(),
        _ => text,
    }
}

fn boolean(text: &str) -> &'static str {
    match text.to_ascii_lowercase().as_str() {
        "1" | "on" | "yes" | "true" => "1",
        _ => "0",
    }
}

/// The stored id of the record that a reference names. One that does not exist is no error (observed).
fn record(connection: &Connection, catalog: &Catalog, field: &Field, text: &str) -> Result<String, ApiError> {
    if text.is_empty() || text == reference::NONE {
        return Ok(reference::NONE.to_owned());
    }
    let invalid = || {
        let message = format!("Invalid reference specified for {}", field.name());
        ApiError::new(Code::ReferenceInvalid, message)
    };
    if text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(invalid());
    }
    // What follows a second `x` does not count (observed).
    let end = text.match_indices('x').nth(1).map_or(text.len(), |(place, _)| place);
    let id: RecordId = text.get(..end).unwrap_or(text).parse().map_err(|_| ApiError::bad_id())?;
    let number = i64::try_from(id.record).map_err(|_| ApiError::bad_id())?;
    let allowed = &field.described.refers_to;
    let module = catalog
        .by_prefix(id.module)
        .filter(|module| allowed.is_empty() || allowed.contains(&module.name))
        .ok_or_else(invalid)?;
    Ok(match find(connection, module, number)? {
        Some(_) => module.id(number),
        None => reference::dangling(number),
    })
}

/// The stored id of the user or group of that number; the prefix is not checked. Of nobody, the number
/// (observed).
fn owner(connection: &Connection, catalog: &Catalog, text: &str) -> Result<String, ApiError> {
    if catalog.module("Users").is_none() && catalog.module("Groups").is_none() {
        // There is nobody to look the owner up among.
        return Ok(text.to_owned());
    }
    let number = text.split_once('x').map_or(text, |(_, number)| number);
    let number = Some(number).filter(|number| number.bytes().all(|byte| byte.is_ascii_digit()));
    let number: i64 = number.and_then(|number| number.parse().ok()).ok_or_else(ApiError::bad_id)?;
    for name in ["Users", "Groups"] {
        if let Some(module) = catalog.module(name)
            && find(connection, module, number)?.is_some()
        {
            return Ok(module.id(number));
        }
    }
    Ok(number.to_string())
}
