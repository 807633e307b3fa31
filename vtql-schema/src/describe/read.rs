use crate::error::ReadError;
use crate::field::{Field, PicklistValue};
use crate::json::{Object, Value, each, text};
use crate::module::Module;
use crate::types::FieldType;

pub(super) fn module(describe: Object<'_>) -> Result<Module, ReadError> {
    let mut module =
        Module::new(describe.required_text("name")?, each(describe.list("fields")?, "fields", field)?);
    if let Some(label) = describe.text("label")? {
        module.label = label;
    }
    module.id_prefix = describe.number("idPrefix")?.and_then(|prefix| u32::try_from(prefix).ok());
    module.is_entity = describe.flag("isEntity")?.unwrap_or(true);
    module.createable = describe.flag("createable")?.unwrap_or(true);
    module.updateable = describe.flag("updateable")?.unwrap_or(true);
    module.deleteable = describe.flag("deleteable")?.unwrap_or(true);
    module.retrieveable = describe.flag("retrieveable")?.unwrap_or(true);
    module.allow_duplicates = describe.flag("allowDuplicates")?;
    module.label_fields = label_fields(describe)?;
    Ok(module)
}

/// `"firstname,lastname"` or `["firstname","lastname"]`.
fn label_fields(describe: Object<'_>) -> Result<Vec<String>, ReadError> {
    match describe.get("labelFields") {
        Some(Value::String(joined)) => {
            let names = joined.split(',').map(str::trim).filter(|name| !name.is_empty());
            Ok(names.map(str::to_owned).collect())
        }
        _ => describe.texts("labelFields"),
    }
}

fn field(value: &Value<'_>) -> Result<Field, ReadError> {
    let describe = Object::of(value)?;
    let name = describe.required_text("name")?;
    let ty = describe.object("type")?;
    // A field without a type name is kept, as one of a type that is not known.
    let type_name = ty.text("name").map_err(|error| error.under("type"))?.unwrap_or_default();
    let mut field = Field::new(name, FieldType::from_name(&type_name));
    if let Some(label) = describe.text("label")? {
        field.label = label;
    }
    field.mandatory = describe.flag("mandatory")?.unwrap_or(false);
    field.nullable = describe.flag("nullable")?.unwrap_or(true);
    field.editable = describe.flag("editable")?.unwrap_or(true);
    field.unique = describe.flag("isunique")?.unwrap_or(false);
    field.default = default_value(describe.get("default"));
    field.length = describe.number("length")?.and_then(|length| u32::try_from(length).ok());
    of_type(&mut field, ty).map_err(|error| error.under("type"))?;
    Ok(field)
}

fn of_type(field: &mut Field, ty: Object<'_>) -> Result<(), ReadError> {
    field.refers_to = ty.texts("refersTo")?;
    field.picklist = each(ty.list("picklistValues")?, "picklistValues", picklist_value)?;
    field.picklist_default = default_value(ty.get("defaultValue"));
    field.format = ty.text("format")?;
    field.max_upload_size = ty.number("maxUploadFileSize")?;
    if field.length.is_none() {
        field.length = ty.number("length")?.and_then(|length| u32::try_from(length).ok());
    }
    Ok(())
}

/// A default may be any scalar; what it is for is written by people, so nothing is refused.
fn default_value(value: Option<&Value<'_>>) -> String {
    match value {
        Some(Value::Bool(flag)) => if *flag { "1" } else { "0" }.to_owned(),
        Some(value) => text(value).unwrap_or_default(),
        None => String::new(),
    }
}

fn picklist_value(value: &Value<'_>) -> Result<PicklistValue, ReadError> {
    if let Value::String(text) = value {
        return Ok(PicklistValue::from(text.as_ref()));
    }
    let entry = Object::of(value)?;
    let value = entry.required_text("value")?;
    let label = entry.text("label")?.unwrap_or_else(|| value.clone());
    Ok(PicklistValue { value, label })
}
