use crate::field::Field;
use crate::module::Module;
use serde_json::{Map, Value, json};

pub(super) fn module(module: &Module) -> Value {
    let mut describe = json!({
        "name": module.name,
        "label": module.label,
        "createable": module.createable,
        "updateable": module.updateable,
        "deleteable": module.deleteable,
        "retrieveable": module.retrieveable,
        "isEntity": module.is_entity,
        "labelFields": module.label_fields.join(","),
        "fields": module.fields().iter().map(field).collect::<Vec<_>>(),
    });
    if let Some(describe) = describe.as_object_mut() {
        if let Some(prefix) = module.id_prefix {
            describe.insert("idPrefix".to_owned(), json!(prefix.to_string()));
        }
        if let Some(allowed) = module.allow_duplicates {
            describe.insert("allowDuplicates".to_owned(), json!(allowed));
        }
    }
    describe
}

fn field(field: &Field) -> Value {
    let mut describe = json!({
        "name": field.name,
        "label": field.label,
        "mandatory": field.mandatory,
        "nullable": field.nullable,
        "editable": field.editable,
        "isunique": field.unique,
        "default": field.default,
        "type": of_type(field),
    });
    if let (Some(length), Some(describe)) = (field.length, describe.as_object_mut()) {
        describe.insert("length".to_owned(), json!(length));
    }
    describe
}

fn of_type(field: &Field) -> Map<String, Value> {
    let mut ty = Map::new();
    ty.insert("name".to_owned(), json!(field.ty.name()));
    if field.ty.is_picklist() || !field.picklist.is_empty() {
        let values = field.picklist.iter().map(|it| json!({ "value": it.value, "label": it.label }));
        ty.insert("picklistValues".to_owned(), values.collect());
        ty.insert(
            "defaultValue".to_owned(),
            if field.picklist_default.is_empty() { Value::Null } else { json!(field.picklist_default) },
        );
    }
    if matches!(field.ty, crate::types::FieldType::Reference) || !field.refers_to.is_empty() {
        ty.insert("refersTo".to_owned(), json!(field.refers_to));
    }
    if let Some(format) = &field.format {
        ty.insert("format".to_owned(), json!(format));
    }
    if let Some(size) = field.max_upload_size {
        ty.insert("maxUploadFileSize".to_owned(), json!(size));
    }
    ty
}
