use crate::catalog::{Field, Kind, Module};
use crate::error::StartErrorKind;
use crate::store::{Record, Store};
use serde_json::Value;
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;

/// How many records go into one transaction.
const BATCH: usize = 10_000;

/// Loads `<Module>.jsonl` of each module from a folder: one JSON object a line, a key a field, values
/// as the API writes them. A key that is no field of the module is ignored; a field without a key is
/// unset; a record without an `id` gets the next one. Answers the number of records.
pub(crate) fn load_dir(store: &Store, dir: &Path) -> Result<usize, StartErrorKind> {
    let listing = |source| StartErrorKind::Read { path: dir.to_owned(), source };
    let _ = std::fs::read_dir(dir).map_err(listing)?;
    let mut loaded = 0;
    for module in store.catalog.modules() {
        let path = dir.join(format!("{}.jsonl", module.name));
        if path.is_file() {
            loaded += load_file(store, module, &path)?;
        }
    }
    Ok(loaded)
}

fn load_file(store: &Store, module: &Module, path: &Path) -> Result<usize, StartErrorKind> {
    let unreadable = |source| StartErrorKind::Read { path: path.to_owned(), source };
    let mut batch = Vec::new();
    let mut loaded = 0;
    let lines = BufReader::new(File::open(path).map_err(unreadable)?).lines();
    for (index, line) in lines.enumerate() {
        let line = line.map_err(unreadable)?;
        if line.trim().is_empty() {
            continue;
        }
        let record = read(store, module, &line).map_err(|reason| StartErrorKind::Record {
            path: path.to_owned(),
            line: index + 1,
            reason,
        })?;
        loaded += 1;
        batch.push(record);
        if batch.len() == BATCH {
            store.insert_all(module, batch.drain(..))?;
        }
    }
    store.insert_all(module, batch)?;
    Ok(loaded)
}

fn read(store: &Store, module: &Module, line: &str) -> Result<Record, String> {
    let row: serde_json::Map<String, Value> =
        serde_json::from_str(line).map_err(|error| error.to_string())?;
    let id = match row.get("id").and_then(Value::as_str) {
        Some(text) => id_number(text).ok_or_else(|| format!("`{text}` is no record id"))?,
        None => store.next_id(module),
    };
    let mut record = Record::blank(module, id);
    for (position, field) in module.fields().iter().enumerate() {
        let Some(slot) = record.values.get_mut(position) else { continue };
        // A key that two fields have holds the value of the later.
        let by_key = row.get(&field.key).filter(|_| !field.shadowed);
        match by_key.or_else(|| row.get(field.name())) {
            None => {}
            Some(value) => *slot = stored(field, value),
        }
    }
    Ok(record)
}

/// A value as it is stored, from a value of the API.
fn stored(field: &Field, value: &Value) -> Option<String> {
    let text = match value {
        Value::Null => None,
        Value::String(text) => Some(text.clone()),
        Value::Bool(flag) => Some(u8::from(*flag).to_string()),
        other => Some(other.to_string()),
    };
    match (field.kind, text) {
        (Kind::Reference, None) => field.unset.clone(),
        (Kind::Date | Kind::DateTime | Kind::Time, text) => text.filter(|text| !text.is_empty()),
        (_, text) => text,
    }
}

fn id_number(text: &str) -> Option<i64> {
    text.split_once('x').map_or(text, |(_, number)| number).parse().ok().filter(|number| *number > 0)
}
