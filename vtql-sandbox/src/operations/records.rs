//! Single records.

use super::element::{self, Element};
use super::locate::{locate, no_object_access};
use super::{Call, Json, activity, defects, extras, files, inventory, unlink};
use crate::catalog::Module;
use crate::error::{ApiError, Code};
use serde_json::{Value, json};

/// `create`: a new record of `elementType` from the JSON in `element`.
pub(super) fn create(call: &Call<'_>) -> Result<Json, ApiError> {
    let module = call.catalog().module(call.text("elementType")).ok_or_else(ApiError::denied)?;
    let element = call.element().ok_or_else(|| match call.parameters.get("element") {
        Some(text) => defects::not_an_element(call, text),
        None => defects::no_element(call),
    })?;
    if !module.described.createable {
        return Err(ApiError::new(Code::AccessDenied, "Permission to write is denied"));
    }
    defects::before_create(call, module)?;
    inventory::require_items(module, &element)?;
    let catalog = &call.state.store.catalog;
    let (record, json) = call.write(|connection| {
        let mut record = element::create(call, connection, module, &element)?;
        files::attach(call, connection, module, &mut record)?;
        let items = inventory::items_in(&element).unwrap_or_default();
        let json = if inventory::has_items(module) {
            if !defects::loses_items(call, module, &record) {
                inventory::set_items(call, connection, module, &mut record, items)?;
            }
            inventory::created(connection, catalog, module, &record)?
        } else {
            inventory::item_changed(connection, catalog, module, &record)?;
            activity::settle(connection, catalog, module, &record)?;
            extras::written(connection, module, &record)?
        };
        Ok((record, json))
    })?;
    defects::after_create(call, module, &record)?;
    Ok(json.into())
}

/// `retrieve`: the record with that `id`.
pub(super) fn retrieve(call: &Call<'_>) -> Result<Json, ApiError> {
    let json = call.read(|connection| {
        let (module, record) = locate(connection, call.catalog(), call.text("id"))?;
        extras::retrieved(connection, &call.state.store.catalog, &module, &record)
    })?;
    Ok(json.into())
}

/// `update`: sets the fields in `element`, which names all mandatory ones again. Fields that it leaves
/// out stay as they are (observed).
pub(super) fn update(call: &Call<'_>) -> Result<Json, ApiError> {
    // `revise` tells another code here (observed).
    if call.parameters.get("element").is_some_and(|text| serde_json::from_str::<Value>(text).is_err()) {
        return Err(ApiError::internal());
    }
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
        Ok(unlink::delete(connection, &call.state.store.catalog, &module, record.id)?)
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
    let (module, record, json) = call.write(|connection| {
        let id = element.get("id").and_then(Value::as_str).filter(|id| id.contains('x'));
        let (module, mut record) = locate(connection, call.catalog(), id.ok_or_else(ApiError::bad_id)?)?;
        if !module.described.updateable {
            return Err(no_object_access());
        }
        check(&module, &element)?;
        element::apply(call, connection, &module, &mut record, &element)?;
        element::refuse_nobody(call, &module, &record)?;
        if defects::loses_totals(call, &module, &element) {
            inventory::lose_totals(&module, &mut record);
        }
        element::save(call, connection, &module, &mut record)?;
        let items = inventory::items_in(&element).filter(|_| inventory::has_items(&module));
        match items {
            Some(items) if defects::loses_totals(call, &module, &element) => {
                inventory::replace_items(call, connection, &module, &mut record, items)?;
            }
            Some(items) => inventory::set_items(call, connection, &module, &mut record, items)?,
            None => inventory::item_changed(connection, catalog, &module, &record)?,
        }
        let json = if inventory::has_items(&module) {
            inventory::changed(connection, catalog, &module, &record, &element)?
        } else {
            activity::settle(connection, catalog, &module, &record)?;
            extras::written(connection, &module, &record)?
        };
        Ok((module, record, json))
    })?;
    defects::after_change(call, &module, &record, defects::loses_totals(call, &module, &element))?;
    Ok(json.into())
}
