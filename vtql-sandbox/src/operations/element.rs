//! What a client sends to be written.

use super::Call;
use crate::catalog::{Catalog, Field, Kind, Module};
use crate::clock;
use crate::error::{ApiError, Code};
use crate::reference;
use crate::store::{self, Record, value};
use rusqlite::Connection;
use serde_json::{Map, Value};

/// Values by field.
pub(super) type Element = Map<String, Value>;

/// Stores a changed record, with the time and the user.
pub(super) fn save(
    call: &Call<'_>,
    connection: &Connection,
    module: &Module,
    record: &mut Record,
) -> Result<(), ApiError> {
    record.set(module, "modifiedtime", clock::now());
    record.set(module, "modifiedby", call.user_id());
    Ok(store::save(connection, module, record)?)
}

/// Adds a record.
pub(super) fn create(
    call: &Call<'_>,
    connection: &Connection,
    module: &Module,
    element: &Element,
) -> Result<Record, ApiError> {
    require(module, |field| element.get(field.name()))?;
    let record = new_record(call, connection, module, element)?;
    refuse_nobody(call, module, &record)?;
    store::insert(connection, module, &record)?;
    Ok(record)
}

/// Whether the owner of a record is a number that is no user's and no group's.
pub(super) fn is_of_nobody(catalog: &Catalog, module: &Module, record: &Record) -> bool {
    let has_owners = ["Users", "Groups"].into_iter().any(|name| catalog.module(name).is_some());
    let mut owners = module.fields().iter().zip(&record.values);
    has_owners
        && owners.any(|(field, value)| {
            let value = value.as_deref().filter(|value| *value != reference::NONE);
            field.described.ty.name() == "owner" && value.is_some_and(|value| !value.contains('x'))
        })
}

/// Refuses a record whose owner does not exist; profile 8.4 keeps it.
pub(super) fn refuse_nobody(call: &Call<'_>, module: &Module, record: &Record) -> Result<(), ApiError> {
    let refused = !call.has_defects() && is_of_nobody(&call.state.store.catalog, module, record);
    if refused { Err(ApiError::no_such_owner()) } else { Ok(()) }
}

/// Refuses when a mandatory field has no value.
pub(super) fn require<'a>(
    module: &Module,
    value: impl Fn(&Field) -> Option<&'a Value>,
) -> Result<(), ApiError> {
    let missing = module.fields().iter().find(|field| {
        let empty = match value(field) {
            None | Some(Value::Null) => true,
            Some(Value::String(text)) => text.is_empty(),
            Some(_) => false,
        };
        field.described.mandatory && field.kind != Kind::Id && empty && field.is_described()
    });
    missing.map_or(Ok(()), |field| Err(ApiError::missing(field.name())))
}

fn new_record(
    call: &Call<'_>,
    connection: &Connection,
    module: &Module,
    element: &Element,
) -> Result<Record, ApiError> {
    let store = &call.state.store;
    let mut record = Record::blank(module, 0);
    apply(call, connection, module, &mut record, element)?;
    refuse_duplicate(connection, module, &record)?;
    // What is refused takes no number (observed).
    record.id = store.next_id(module);
    let now = clock::now();
    for (position, field) in module.fields().iter().enumerate() {
        let value = match field.name() {
            "createdtime" | "modifiedtime" => Some(now.clone()),
            "modifiedby" | "creator" | "created_user_id" => Some(call.user_id()),
            "source" => Some("WEBSERVICE".to_owned()),
            "incrementondel" => Some("1".to_owned()),
            "folderid" if record.get(module, "folderid") == Some(reference::NONE) => {
                store.catalog.module("DocumentFolders").map(|folders| folders.id(1))
            }
            _ => store.next_number(module, field),
        };
        if let (Some(value), Some(slot)) = (value, record.values.get_mut(position)) {
            *slot = Some(value);
        }
    }
    Ok(record)
}

/// Sets the fields that a client may set; what else is in the element is ignored (observed).
pub(super) fn apply(
    call: &Call<'_>,
    connection: &Connection,
    module: &Module,
    record: &mut Record,
    element: &Element,
) -> Result<(), ApiError> {
    let catalog = &call.state.store.catalog;
    for (field, slot) in module.fields().iter().zip(&mut record.values) {
        if field.kind == Kind::Id || !field.described.editable || !field.is_described() {
            continue;
        }
        if let Some(value) = element.get(field.name()) {
            let stored = value::store(connection, catalog, field, value)?;
            *slot = stored.map(|text| stored_text(call, text));
        }
    }
    Ok(value::round(connection, module, record)?)
}

/// Text as the database of an edition with defects keeps it: without the characters that need four bytes.
fn stored_text(call: &Call<'_>, text: String) -> String {
    if call.has_defects() && text.chars().any(needs_four_bytes) {
        text.chars().map(|c| if needs_four_bytes(c) { "????".to_owned() } else { c.to_string() }).collect()
    } else {
        text
    }
}

fn needs_four_bytes(c: char) -> bool {
    c.len_utf8() == 4
}

/// The server lets no two records have the same value in a field that is unique, where the module
/// forbids duplicates.
fn refuse_duplicate(connection: &Connection, module: &Module, record: &Record) -> Result<(), ApiError> {
    if module.described.allow_duplicates != Some(false) {
        return Ok(());
    }
    for (field, value) in module.fields().iter().zip(&record.values) {
        let Some(value) = value.as_deref().filter(|value| !value.is_empty() && field.described.unique) else {
            continue;
        };
        let sql = format!("SELECT EXISTS (SELECT 1 FROM {} WHERE {} = ?1)", module.table, field.column);
        if connection.prepare_cached(&sql)?.query_row([value], |row| row.get(0))? {
            return Err(ApiError::new(Code::Duplicate, "Duplicate(s) detected!"));
        }
    }
    Ok(())
}
