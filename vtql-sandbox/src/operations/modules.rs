use super::{Call, Json};
use crate::catalog::{Field, Module};
use crate::error::ApiError;
use serde_json::{Map, Value, json};

/// `listtypes`: the modules, perhaps only those that have a field of a type in `fieldTypeList`.
pub(super) fn list_types(call: &Call<'_>) -> Result<Json, ApiError> {
    let wanted: Vec<String> = match call.text("fieldTypeList") {
        "" | "null" => Vec::new(),
        list => serde_json::from_str(list).map_err(|_| ApiError::internal())?,
    };
    let has_wanted = |module: &Module| {
        let matches = |field: &Field| {
            let ty = field.described.ty.name();
            // The mail addresses and references of users are of other types inside the server (observed).
            let counts = module.name != "Users" || !matches!(ty, "email" | "reference");
            counts && wanted.iter().any(|wanted| wanted == ty)
        };
        // A filter leaves out what is no entity (observed).
        wanted.is_empty() || (module.is_entity && module.fields().iter().any(matches))
    };
    let mut types = Vec::new();
    let mut information = Map::new();
    for module in call.catalog().modules().iter().filter(|module| has_wanted(module)) {
        types.push(Value::from(module.name.as_str()));
        let about =
            json!({ "isEntity": module.is_entity, "label": module.label, "singular": singular(module) });
        information.insert(module.name.clone(), about);
    }
    // PHP writes an empty map as a list.
    let information = if information.is_empty() { json!([]) } else { Value::Object(information) };
    Ok(json!({ "types": types, "information": information }).into())
}

/// What users call one record. Describe does not tell: these are the words of a new instance.
fn singular(module: &Module) -> String {
    let label = &module.label;
    match module.name.as_str() {
        "Calendar" => "Task".to_owned(),
        "PBXManager" => "Call Record".to_owned(),
        _ if !module.is_entity => label.clone(),
        _ => match label.strip_suffix("ies") {
            Some(stem) => format!("{stem}y"),
            None => label.strip_suffix('s').unwrap_or(label).to_owned(),
        },
    }
}

/// `describe`: the fields of a module.
pub(super) fn describe(call: &Call<'_>) -> Result<Json, ApiError> {
    let name = call.text("elementType");
    let module = call.catalog().module(name).ok_or_else(|| ApiError::no_module(name))?;
    Ok(described(module).into())
}

fn described(module: &Module) -> Value {
    let about = &module.described;
    let fields: Vec<Value> =
        module.fields().iter().filter(|field| field.is_described()).map(described_field).collect();
    let mut object = Map::new();
    object.insert("label".to_owned(), module.label.as_str().into());
    object.insert("name".to_owned(), module.name.as_str().into());
    object.insert("createable".to_owned(), about.createable.into());
    object.insert("updateable".to_owned(), about.updateable.into());
    object.insert("deleteable".to_owned(), about.deleteable.into());
    object.insert("retrieveable".to_owned(), about.retrieveable.into());
    object.insert("fields".to_owned(), fields.into());
    object.insert("idPrefix".to_owned(), module.prefix.to_string().into());
    object.insert("isEntity".to_owned(), module.is_entity.into());
    if let Some(allowed) = about.allow_duplicates {
        object.insert("allowDuplicates".to_owned(), allowed.into());
    }
    object.insert("labelFields".to_owned(), about.label_fields.join(",").into());
    Value::Object(object)
}

fn described_field(field: &Field) -> Value {
    let field = &field.described;
    let mut ty = Map::new();
    if field.ty.is_picklist() {
        let values: Vec<Value> = field
            .picklist
            .iter()
            .map(|value| json!({ "label": value.label, "value": value.value }))
            .collect();
        ty.insert("picklistValues".to_owned(), values.into());
        ty.insert("defaultValue".to_owned(), field.picklist_default.as_str().into());
    }
    if !field.refers_to.is_empty() {
        ty.insert("refersTo".to_owned(), field.refers_to.clone().into());
    }
    if let Some(format) = &field.format {
        ty.insert("format".to_owned(), format.as_str().into());
    }
    if let Some(length) = field.length {
        ty.insert("length".to_owned(), length.into());
    }
    if let Some(size) = field.max_upload_size {
        ty.insert("maxUploadFileSize".to_owned(), size.into());
    }
    ty.insert("name".to_owned(), field.ty.name().into());
    json!({
        "name": field.name,
        "label": field.label,
        "mandatory": field.mandatory,
        "type": ty,
        "isunique": field.unique,
        "nullable": field.nullable,
        "editable": field.editable,
        "default": field.default,
    })
}
