//! Records as JSON: every value is a string or null.

use crate::catalog::{Field, Kind, Module};
use crate::html;
use crate::reference;
use crate::sql::Cell;
use crate::store::Record;
use rusqlite::types::ValueRef;
use serde_json::Value;
use std::borrow::Cow;

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

/// A record as `retrieve` and the writes answer it: the fields in describe order. A date or a reference
/// that is NULL is empty here, and null in a query (observed).
///
/// `extras` are keys and values that come after the fields.
pub(crate) fn record(module: &Module, record: &Record, extras: &[(String, Value)]) -> Vec<u8> {
    let mut json = vec![b'{'];
    for (field, value) in fields(module, record) {
        string(&mut json, &field.key);
        json.push(b':');
        match shown(module, record, field, value).as_deref() {
            Some(text) => string(&mut json, text),
            None => json.extend_from_slice(b"null"),
        }
        json.push(b',');
    }
    for (key, value) in extras {
        string(&mut json, key);
        json.push(b':');
        json.extend_from_slice(value.to_string().as_bytes());
        json.push(b',');
    }
    if has_label(module) {
        string(&mut json, "label");
        json.push(b':');
        string(&mut json, &html::label(&record.label(module)));
    } else {
        json.pop();
    }
    json.push(b'}');
    json
}

/// The fields and the label of an inventory record or of a line item, each under its own name.
pub(crate) fn pairs(module: &Module, record: &Record) -> Vec<(String, Value)> {
    let fields = module.fields().iter().zip(&record.values).filter(|(field, _)| field.is_in_rows());
    let mut pairs: Vec<(String, Value)> = fields
        .map(|(field, value)| {
            let shown = shown(module, record, field, value.as_deref());
            (field.name().to_owned(), shown.map_or(Value::Null, |text| text.into_owned().into()))
        })
        .collect();
    if has_label(module) {
        pairs.push(("label".to_owned(), html::label(&record.label(module)).into()));
    }
    pairs
}

/// An object of these keys and values.
pub(crate) fn object(pairs: &[(String, Value)]) -> Vec<u8> {
    let mut json = vec![b'{'];
    for (position, (key, value)) in pairs.iter().enumerate() {
        if position > 0 {
            json.push(b',');
        }
        string(&mut json, key);
        json.push(b':');
        json.extend_from_slice(value.to_string().as_bytes());
    }
    json.push(b'}');
    json
}

/// The fields of a record that are shown, each key once.
fn fields<'a>(module: &'a Module, record: &'a Record) -> impl Iterator<Item = (&'a Field, Option<&'a str>)> {
    let fields = module.fields().iter().zip(&record.values);
    let fields = fields.filter(|(field, _)| field.is_in_rows() && !field.shadowed);
    fields.map(|(field, value)| (field, value.as_deref()))
}

/// What a record shows for a field; `None` for null.
fn shown<'a>(
    module: &Module,
    record: &Record,
    field: &'a Field,
    value: Option<&'a str>,
) -> Option<Cow<'a, str>> {
    match (field.kind, value) {
        (Kind::Id, _) => Some(module.id(record.id).into()),
        (Kind::Reference, Some(text)) if reference::is_none(text) => None,
        (_, Some("")) => Some(field.shown_when_unset.unwrap_or_default().into()),
        (_, Some(text)) => Some(text.into()),
        (_, None) => field.shown_when_unset.map(Cow::Borrowed),
    }
}

/// Settings and users have no label (observed).
fn has_label(module: &Module) -> bool {
    module.is_entity && module.name != "Users"
}

fn string(json: &mut Vec<u8>, text: &str) {
    // Writing into memory does not fail.
    let _ = serde_json::to_writer(json, text);
}
