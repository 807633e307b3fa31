use super::{FORMAT, Snapshot, VERSION};
use crate::field::{Field, PicklistValue};
use crate::module::Module;
use serde_json::{Value, json};
use std::fmt::Write as _;

pub(super) fn snapshot(snapshot: &Snapshot) -> String {
    let mut text =
        format!("{{\n  \"format\": {},\n  \"version\": {VERSION},\n  \"modules\": {{", json!(FORMAT));
    for (at, module) in snapshot.modules().iter().enumerate() {
        text.push_str(if at == 0 { "\n" } else { ",\n" });
        write_module(&mut text, module);
    }
    text.push_str(if snapshot.modules().is_empty() { "}\n}\n" } else { "\n  }\n}\n" });
    text
}

fn write_module(text: &mut String, module: &Module) {
    let _ = write!(text, "    {}: {{", json!(module.name));
    let mut key = |key: &str, value: Value| {
        let _ = write!(text, "\n      {}: {},", json!(key), spaced(&value));
    };
    if module.label != module.name {
        key("label", json!(module.label));
    }
    if let Some(prefix) = module.id_prefix {
        key("idPrefix", json!(prefix));
    }
    for (name, value) in [
        ("isEntity", module.is_entity),
        ("createable", module.createable),
        ("updateable", module.updateable),
        ("deleteable", module.deleteable),
        ("retrieveable", module.retrieveable),
    ] {
        if !value {
            key(name, json!(value));
        }
    }
    if let Some(allowed) = module.allow_duplicates {
        key("allowDuplicates", json!(allowed));
    }
    if !module.label_fields.is_empty() {
        key("labelFields", json!(module.label_fields));
    }
    key("order", module.fields().iter().map(|field| json!(field.name)).collect());
    text.push_str("\n      \"fields\": {");
    for (at, field) in module.fields_by_name().enumerate() {
        let separator = if at == 0 { "" } else { "," };
        let _ = write!(text, "{separator}\n        {}: {}", json!(field.name), compact(field));
    }
    text.push_str(if module.fields().is_empty() { "}\n    }" } else { "\n      }\n    }" });
}

/// One field on one line: what differs from an optional, editable field without a label of its own.
fn compact(field: &Field) -> String {
    let mut keys: Vec<(&str, Value)> = vec![("type", json!(field.ty.name()))];
    if field.label != field.name {
        keys.push(("label", json!(field.label)));
    }
    for (name, value, usual) in [
        ("mandatory", field.mandatory, false),
        ("nullable", field.nullable, true),
        ("editable", field.editable, true),
        ("unique", field.unique, false),
    ] {
        if value != usual {
            keys.push((name, json!(value)));
        }
    }
    if !field.default.is_empty() {
        keys.push(("default", json!(field.default)));
    }
    if !field.refers_to.is_empty() {
        keys.push(("refersTo", json!(field.refers_to)));
    }
    if let Some(length) = field.length {
        keys.push(("length", json!(length)));
    }
    if let Some(format) = &field.format {
        keys.push(("format", json!(format)));
    }
    if let Some(size) = field.max_upload_size {
        keys.push(("maxUploadSize", json!(size)));
    }
    let first = field.picklist.first().map_or("", |value| value.value.as_str());
    if field.picklist_default != first {
        keys.push(("firstValue", json!(field.picklist_default)));
    }
    if !field.picklist.is_empty() {
        keys.push(("values", field.picklist.iter().map(picklist_value).collect()));
    }
    let keys: Vec<String> =
        keys.iter().map(|(key, value)| format!("{}: {}", json!(key), spaced(value))).collect();
    format!("{{ {} }}", keys.join(", "))
}

fn picklist_value(value: &PicklistValue) -> Value {
    if value.value == value.label {
        json!(value.value)
    } else {
        json!({ "value": value.value, "label": value.label })
    }
}

/// JSON on one line with a space after each comma and colon.
fn spaced(value: &Value) -> String {
    match value {
        Value::Array(list) => format!("[{}]", list.iter().map(spaced).collect::<Vec<_>>().join(", ")),
        Value::Object(map) => {
            // `value` before `label`, whatever order the map keeps.
            let mut keys: Vec<_> = map.iter().collect();
            keys.sort_by(|a, b| b.0.cmp(a.0));
            let keys = keys.into_iter().map(|(key, value)| format!("{}: {}", json!(key), spaced(value)));
            format!("{{{}}}", keys.collect::<Vec<_>>().join(", "))
        }
        scalar => scalar.to_string(),
    }
}
