//! Records as JSON: every value is a string or null.

use crate::catalog::{Kind, Module};
use crate::html;
use crate::sql::Cell;
use crate::store::{Record, reference};
use rusqlite::types::ValueRef;

/// Writes one row of a query to `json`.
pub(crate) fn write(
    json: &mut Vec<u8>,
    module: &Module,
    cells: &[Cell],
    row: &rusqlite::Row<'_>,
) -> rusqlite::Result<()> {
    json.push(b'{');
    for (position, cell) in cells.iter().enumerate() {
        if position > 0 {
            json.push(b',');
        }
        string(json, &cell.key);
        json.push(b':');
        match (cell.kind, row.get_ref(position)?) {
            (Kind::Id, ValueRef::Integer(number)) => string(json, &module.id(number)),
            (_, ValueRef::Null) => json.extend_from_slice(b"null"),
            (kind, value) => match (kind, value.as_str()?) {
                (Kind::Reference, text) if reference::is_none(text) => json.extend_from_slice(b"null"),
                (_, text) => string(json, text),
            },
        }
    }
    json.push(b'}');
    Ok(())
}

/// A record as `retrieve` and `create` answer it: the fields in describe order; a date that is not set
/// is empty here, and null in a query (observed).
///
/// `extras` are keys and JSON values that come after the fields.
pub(crate) fn record(module: &Module, record: &Record, extras: &[(&str, Vec<u8>)]) -> Vec<u8> {
    let mut json = vec![b'{'];
    for (field, value) in module.fields().iter().zip(&record.values) {
        if !field.is_in_rows() || field.shadowed {
            continue;
        }
        string(&mut json, &field.key);
        json.push(b':');
        match (field.kind, value.as_deref()) {
            (Kind::Id, _) => string(&mut json, &module.id(record.id)),
            (Kind::Reference, value) if value.is_none_or(reference::is_none) => {
                json.extend_from_slice(b"null");
            }
            (_, value) => string(&mut json, value.unwrap_or_default()),
        }
        json.push(b',');
    }
    for (key, value) in extras {
        string(&mut json, key);
        json.push(b':');
        json.extend_from_slice(value);
        json.push(b',');
    }
    // Settings and users have no label (observed).
    if module.is_entity && module.name != "Users" {
        string(&mut json, "label");
        json.push(b':');
        string(&mut json, &html::escape(&record.label(module)));
    } else {
        json.pop();
    }
    json.push(b'}');
    json
}

/// A list of values that are JSON already.
pub(crate) fn list(values: &[Vec<u8>]) -> Vec<u8> {
    let mut json = vec![b'['];
    json.extend_from_slice(&values.join(&b','));
    json.push(b']');
    json
}

fn string(json: &mut Vec<u8>, text: &str) {
    // Writing into memory does not fail.
    let _ = serde_json::to_writer(json, text);
}
