//! Single records.

use super::{Call, Json};
use crate::catalog::{Catalog, Field, Kind, Module};
use crate::error::{ApiError, Code};
use crate::store::{self, Record, value};
use crate::{clock, row};
use rusqlite::Connection;
use serde_json::{Map, Value, json};
use std::sync::Arc;

/// The fields that a client sends.
pub(super) type Element = Map<String, Value>;

/// `create`: a new record of `elementType` from the JSON in `element`.
pub(super) fn create(call: &Call<'_>) -> Result<Json, ApiError> {
    let module = call.state.store.catalog.module(call.text("elementType")).ok_or_else(ApiError::denied)?;
    let element = call.element().ok_or_else(ApiError::internal)?;
    let record = call.write(|connection| create_in(call, connection, module, &element))?;
    Ok(row::record(module, &record).into())
}

/// `retrieve`: the record with that `id`.
pub(super) fn retrieve(call: &Call<'_>) -> Result<Json, ApiError> {
    let (module, record) =
        call.read(|connection| locate(connection, &call.state.store.catalog, call.text("id")))?;
    Ok(row::record(&module, &record).into())
}

/// `update`: sets the fields in `element`, which names all mandatory ones again. Fields that it leaves
/// out stay as they are (observed).
pub(super) fn update(call: &Call<'_>) -> Result<Json, ApiError> {
    change(call, |module, element| require(module, |field| element.get(field.name())))
}

/// `revise`: sets the fields in `element`.
pub(super) fn revise(call: &Call<'_>) -> Result<Json, ApiError> {
    let present = Value::from("present");
    change(call, |module, element| {
        require(module, |field| Some(element.get(field.name()).unwrap_or(&present)))
    })
}

/// `delete`: removes the record with that `id`.
pub(super) fn delete(call: &Call<'_>) -> Result<Json, ApiError> {
    call.write(|connection| {
        let (module, record) = locate(connection, &call.state.store.catalog, call.text("id"))?;
        store::delete(connection, &module, record.id)?;
        Ok(())
    })?;
    Ok(json!({ "status": "successful" }).into())
}

/// Sets the fields in `element`, when `check` allows it.
fn change(
    call: &Call<'_>,
    check: impl FnOnce(&Module, &Element) -> Result<(), ApiError>,
) -> Result<Json, ApiError> {
    let element = call.element().ok_or_else(ApiError::bad_id)?;
    let catalog = &call.state.store.catalog;
    let (module, record) = call.write(|connection| {
        let id = element.get("id").and_then(Value::as_str).filter(|id| id.contains('x'));
        let (module, mut record) = locate(connection, catalog, id.ok_or_else(ApiError::bad_id)?)?;
        check(&module, &element)?;
        apply(connection, catalog, &module, &mut record, &element)?;
        save(call, connection, &module, &mut record)?;
        Ok((module, record))
    })?;
    Ok(row::record(&module, &record).into())
}

/// Stores a changed record, with the time and the user.
pub(super) fn save(
    call: &Call<'_>,
    connection: &Connection,
    module: &Module,
    record: &mut Record,
) -> Result<(), ApiError> {
    record.set(module, "modifiedtime", clock::now());
    record.set(module, "modifiedby", call.user_id());
    Ok(store::insert(connection, module, record)?)
}

/// Adds a record.
pub(super) fn create_in(
    call: &Call<'_>,
    connection: &Connection,
    module: &Module,
    element: &Element,
) -> Result<Record, ApiError> {
    require(module, |field| element.get(field.name()))?;
    let record = new_record(call, connection, module, element)?;
    store::insert(connection, module, &record)?;
    Ok(record)
}

/// The record of an id, and its module. The errors are those that were observed: for text that starts
/// with no module's number, for a record that does not exist, and for one of another module.
pub(super) fn locate(
    connection: &Connection,
    catalog: &Catalog,
    id: &str,
) -> Result<(Arc<Module>, Record), ApiError> {
    let no_module =
        || ApiError::new(Code::AccessDenied, "Permission to perform the operation is denied for id");
    let (prefix, rest) = id.split_once(['x', 'X']).ok_or_else(no_module)?;
    let module = prefix.parse().ok().and_then(|prefix| catalog.by_prefix(prefix)).ok_or_else(no_module)?;
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let number: i64 =
        rest.get(..digits).and_then(|digits| digits.parse().ok()).ok_or_else(ApiError::bad_id)?;
    let exact = id.contains('x') && digits == rest.len();
    if let Some(record) = store::find(connection, module, number)? {
        return if exact { Ok((module.clone(), record)) } else { Err(ApiError::bad_id()) };
    }
    for other in catalog.modules().iter().filter(|other| other.id_space() == module.id_space()) {
        if store::find(connection, other, number)?.is_some() {
            return Err(ApiError::bad_id());
        }
    }
    Err(ApiError::denied())
}

/// Refuses when a mandatory field has no value.
fn require<'a>(module: &Module, value: impl Fn(&Field) -> Option<&'a Value>) -> Result<(), ApiError> {
    let missing = module.fields().iter().find(|field| {
        let empty = match value(field) {
            None | Some(Value::Null) => true,
            Some(Value::String(text)) => text.is_empty(),
            Some(_) => false,
        };
        field.described.mandatory && field.kind != Kind::Id && empty
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
    let mut record = Record::blank(module, store.next_id(module));
    apply(connection, &store.catalog, module, &mut record, element)?;
    refuse_duplicate(connection, module, &record)?;
    let now = clock::now();
    for (position, field) in module.fields().iter().enumerate() {
        let value = match field.name() {
            "createdtime" | "modifiedtime" => Some(now.clone()),
            "modifiedby" | "creator" | "created_user_id" => Some(call.user_id()),
            "source" => Some("WEBSERVICE".to_owned()),
            "folderid" if record.get(module, "folderid") == Some(store::reference::NONE) => {
                store.catalog.module("DocumentFolders").map(|folders| folders.id(1))
            }
            _ => store.next_number(module, position),
        };
        if let (Some(value), Some(slot)) = (value, record.values.get_mut(position)) {
            *slot = Some(value);
        }
    }
    Ok(record)
}

/// Sets the fields that a client may set; what else is in the element is ignored (observed).
fn apply(
    connection: &Connection,
    catalog: &Catalog,
    module: &Module,
    record: &mut Record,
    element: &Element,
) -> Result<(), ApiError> {
    for (field, slot) in module.fields().iter().zip(&mut record.values) {
        if field.kind == Kind::Id || !field.described.editable {
            continue;
        }
        if let Some(value) = element.get(field.name()) {
            *slot = value::store(connection, catalog, field, value)?;
        }
    }
    Ok(())
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
