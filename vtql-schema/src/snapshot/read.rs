use super::{Snapshot, VERSION};
use crate::error::{Kind, ReadError};
use crate::field::{Field, PicklistValue};
use crate::json::{Object, Value, each};
use crate::module::Module;
use crate::types::FieldType;
use std::collections::HashMap;

pub(super) fn snapshot(value: &Value<'_>) -> Result<Snapshot, ReadError> {
    let top = Object::of(value)?;
    match top.number("version")? {
        Some(VERSION) => {}
        Some(found) => {
            return Err(ReadError::new(Kind::Version { found, read: VERSION }).under("version"));
        }
        None => return Err(ReadError::new(Kind::Missing).under("version")),
    }
    let modules = top
        .object("modules")?
        .entries()
        .map(|(name, value)| module(name, value).map_err(|error| error.under(name).under("modules")));
    modules.collect()
}

fn module(name: &str, value: &Value<'_>) -> Result<Module, ReadError> {
    let entry = Object::of(value)?;
    let mut fields = Vec::new();
    for (name, value) in entry.object("fields")?.entries() {
        fields.push(field(name, value).map_err(|error| error.under(name).under("fields"))?);
    }
    let mut module = Module::new(name, in_order(fields, &entry.texts("order")?));
    if let Some(label) = entry.text("label")? {
        module.label = label;
    }
    module.id_prefix = entry.number("idPrefix")?.and_then(|prefix| u32::try_from(prefix).ok());
    let flag = |key| entry.flag(key).map(|flag| flag.unwrap_or(true));
    module.is_entity = flag("isEntity")?;
    module.createable = flag("createable")?;
    module.updateable = flag("updateable")?;
    module.deleteable = flag("deleteable")?;
    module.retrieveable = flag("retrieveable")?;
    module.allow_duplicates = entry.flag("allowDuplicates")?;
    module.label_fields = entry.texts("labelFields")?;
    Ok(module)
}

/// The fields in describe order. One that `order` does not name (a merge of two branches may lose a
/// name) comes after the others.
fn in_order(mut fields: Vec<Field>, order: &[String]) -> Vec<Field> {
    let place: HashMap<&str, usize> =
        order.iter().enumerate().map(|(at, name)| (name.as_str(), at)).collect();
    fields.sort_by_cached_key(|field| {
        (place.get(field.name.as_str()).copied().unwrap_or(usize::MAX), field.name.clone())
    });
    fields
}

fn field(name: &str, value: &Value<'_>) -> Result<Field, ReadError> {
    let entry = Object::of(value)?;
    let mut field = Field::new(name, FieldType::from_name(&entry.required_text("type")?));
    if let Some(label) = entry.text("label")? {
        field.label = label;
    }
    field.mandatory = entry.flag("mandatory")?.unwrap_or(false);
    field.nullable = entry.flag("nullable")?.unwrap_or(true);
    field.editable = entry.flag("editable")?.unwrap_or(true);
    field.unique = entry.flag("unique")?.unwrap_or(false);
    field.default = entry.text("default")?.unwrap_or_default();
    field.picklist = each(entry.list("values")?, "values", picklist_value)?;
    field.picklist_default = match entry.text("firstValue")? {
        Some(value) => value,
        None => field.picklist.first().map(|first| first.value.clone()).unwrap_or_default(),
    };
    field.refers_to = entry.texts("refersTo")?;
    field.length = entry.number("length")?.and_then(|length| u32::try_from(length).ok());
    field.format = entry.text("format")?;
    field.max_upload_size = entry.number("maxUploadSize")?;
    Ok(field)
}

fn picklist_value(value: &Value<'_>) -> Result<PicklistValue, ReadError> {
    if let Value::String(text) = value {
        return Ok(PicklistValue::from(text.as_ref()));
    }
    let entry = Object::of(value)?;
    Ok(PicklistValue { value: entry.required_text("value")?, label: entry.required_text("label")? })
}
