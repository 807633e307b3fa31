use super::{Call, Json};
use crate::catalog::{Field, Module};
use crate::error::ApiError;
use crate::profile::Profile;
use serde_json::{Map, Value, json};
use std::sync::Arc;

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
    let mut modules: Vec<&Arc<Module>> =
        call.catalog().modules().iter().filter(|module| has_wanted(module)).collect();
    // In the order in which a new instance got them, settings last (observed).
    modules.sort_by_key(|module| (!module.is_entity, module.prefix));
    for module in modules {
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
    let module = call.module(name)?;
    Ok(described(module, call.state.profile).into())
}

fn described(module: &Module, profile: Profile) -> Value {
    let about = &module.described;
    let fields: Vec<Value> = module
        .fields()
        .iter()
        .filter(|field| field.is_described())
        .map(|field| described_field(module, field, profile))
        .collect();
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
    if profile == Profile::Cloud {
        object.insert("inactivefields".to_owned(), json!([]));
    }
    object.insert("labelFields".to_owned(), about.label_fields.join(",").into());
    Value::Object(object)
}

fn described_field(module: &Module, field: &Field, profile: Profile) -> Value {
    let ty = described_type(&field.described);
    let field = &field.described;
    let mut about = json!({
        "name": field.name,
        "label": field.label,
        "mandatory": field.mandatory,
        "type": ty,
        "isunique": field.unique,
        "nullable": field.nullable,
        "editable": field.editable,
        "default": field.default,
    });
    match profile {
        Profile::V8_4 => leave_out(&mut about, module, field),
        Profile::Cloud => {
            // A snapshot does not tell them: as in a new instance, forms ask for what is mandatory, and the
            // label stands above the others.
            let is_label =
                module.described.label_fields.iter().any(|label| module.label_field(label) == field.name);
            about["quickcreate"] = (field.mandatory || is_label).into();
            about["summaryfield"] = (field.mandatory || is_label).into();
            about["headerfield"] = is_label.into();
        }
    }
    about
}

/// What profile 8.4 does not tell (observed): whether an id or a field of settings is unique, and what
/// is in the latter at first. It tells prices and taxes in words of its own.
fn leave_out(about: &mut Value, module: &Module, field: &vtql_schema::Field) {
    let Some(about) = about.as_object_mut() else { return };
    let is_generated = field.ty.name() == "autogenerated";
    let is_charge = field.name.starts_with("shipping_&_handling");
    let is_price = matches!(module.name.as_str(), "Products" | "Services")
        && field.ty.name() == "double"
        && (field.name.starts_with("currency") || is_numbered_tax(&field.name));
    if !module.is_entity || field.name == "id" || is_charge || is_price {
        about.remove("isunique");
    }
    if !module.is_entity && !is_generated && field.default.is_empty() {
        about.remove("default");
    }
    if is_price {
        let word = |flag: bool| Value::from(if flag { "1" } else { "" });
        for (key, flag) in
            [("mandatory", field.mandatory), ("nullable", field.nullable), ("editable", field.editable)]
        {
            about.insert(key.to_owned(), word(flag));
        }
    }
}

/// Whether that is the name of a tax: `tax1`.
fn is_numbered_tax(name: &str) -> bool {
    name.strip_prefix("tax").is_some_and(|number| number.parse::<u32>().is_ok())
}

fn described_type(field: &vtql_schema::Field) -> Map<String, Value> {
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
    if !field.refers_to.is_empty() || field.ty.name() == "reference" {
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
    ty
}
