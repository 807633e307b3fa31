//! Single records.

use super::element::{self, Element};
use super::locate::{locate, no_object_access};
use super::{Call, Json, defects, extras, files};
use crate::catalog::Module;
use crate::error::{ApiError, Code};
use crate::store;
use serde_json::{Value, json};

/// `create`: a new record of `elementType` from the JSON in `element`.
pub(super) fn create(call: &Call<'_>) -> Result<Json, ApiError> {
    let module = call.catalog().module(call.text("elementType")).ok_or_else(ApiError::denied)?;
    let element = match call.parameters.get("element") {
        Some(_) => call.element().ok_or_else(ApiError::internal)?,
        None => return Err(defects::no_element(call)),
    };
    if !module.described.createable {
        return Err(ApiError::new(Code::AccessDenied, "Permission to write is denied"));
    }
    defects::before_create(call, module)?;
    let (record, json) = call.write(|connection| {
        let record = element::create(call, connection, module, &element);
        let mut record = record.map_err(|error| defects::instead_of(call, error))?;
        files::attach(call, connection, module, &mut record)?;
        let json = extras::complete(connection, call.catalog(), module, &record)?;
        Ok((record, json))
    })?;
    defects::after_create(call, module, &record)?;
    Ok(json.into())
}

/// `retrieve`: the record with that `id`.
pub(super) fn retrieve(call: &Call<'_>) -> Result<Json, ApiError> {
    let json = call.read(|connection| {
        let (module, record) = locate(connection, call.catalog(), call.text("id"))?;
        extras::complete(connection, call.catalog(), &module, &record)
    })?;
    Ok(json.into())
}

/// `update`: sets the fields in `element`, which names all mandatory ones again. Fields that it leaves
/// out stay as they are (observed).
pub(super) fn update(call: &Call<'_>) -> Result<Json, ApiError> {
    change(call, |module, element| element::require(module, |field| element.get(field.name())))
}

/// `revise`: sets the fields in `element`.
pub(super) fn revise(call: &Call<'_>) -> Result<Json, ApiError> {
    let present = Value::from("present");
    change(call, |module, element| {
        element::require(module, |field| Some(element.get(field.name()).unwrap_or(&present)))
    })
}

/// `delete`: removes the record with that `id`.
pub(super) fn delete(call: &Call<'_>) -> Result<Json, ApiError> {
    call.write(|connection| {
        let (module, record) = locate(connection, call.catalog(), call.text("id"))?;
        if !module.described.deleteable {
            return Err(no_object_access());
        }
        Ok(store::delete(connection, &module, record.id)?)
    })?;
    Ok(json!({ "status": "successful" }).into())
}

/// Sets the fields in `element`, when `check` allows it.
fn change(
    call: &Call<'_>,
    check: impl FnOnce(&Module, &Element) -> Result<(), ApiError>,
) -> Result<Json, ApiError> {
    let element = call.element().ok_or_else(ApiError::bad_id)?;
    let json = call.write(|connection| {
        let id = element.get("id").and_then(Value::as_str).filter(|id| id.contains('x'));
        let (module, mut record) = locate(connection, call.catalog(), id.ok_or_else(ApiError::bad_id)?)?;
        if !module.described.updateable {
            return Err(no_object_access());
        }
        defects::before_change(call, &module, &element)?;
        check(&module, &element)?;
        element::apply(connection, &call.state.store.catalog, &module, &mut record, &element)?;
        element::save(call, connection, &module, &mut record)?;
        extras::complete(connection, call.catalog(), &module, &record)
    })?;
    Ok(json.into())
}
