use super::{Call, Json};
use crate::catalog::{Field, Module};
use crate::error::{ApiError, Code};
use crate::row;
use crate::sql;
use crate::store;
use serde_json::Value;
use std::sync::Arc;

/// The most records that one lookup answers.
const CAP: usize = 100;

/// `lookup`: the records that have exactly that phone number or mail address in one of their fields.
/// `searchIn` names modules, each with its fields or with none for all of that type; without it, every
/// module is searched.
pub(super) fn lookup(call: &Call<'_>) -> Result<Json, ApiError> {
    let ty = call.text("type");
    if !matches!(ty, "phone" | "email") {
        return Err(ApiError::new(Code::MandatoryFieldsMissing, "type must be phone or email"));
    }
    let value = call.text("value");
    if value.is_empty() {
        return Err(ApiError::missing("value"));
    }
    let targets = targets(call, ty)?;
    let rows = call.read(|connection| {
        let mut rows: Vec<Vec<u8>> = Vec::new();
        for (module, fields) in &targets {
            let conditions: Vec<String> =
                fields.iter().map(|field| format!("{} = ?1", field.column)).collect();
            if conditions.is_empty() {
                continue;
            }
            let (table, conditions) = (&module.table, conditions.join(" OR "));
            let seen = sql::standing_condition(module).unwrap_or_else(|| "true".to_owned());
            let sql =
                format!("SELECT id FROM {table} WHERE ({conditions}) AND {seen} ORDER BY id LIMIT {CAP}");
            let mut statement = connection.prepare_cached(&sql)?;
            let ids = statement.query_map([value], |row| row.get(0))?.collect::<Result<Vec<i64>, _>>()?;
            for id in ids {
                if let Some(record) = store::find(connection, module, id)? {
                    rows.push(row::record(module, &record, &[]));
                }
            }
        }
        rows.truncate(CAP);
        Ok(rows)
    })?;
    Ok([b"[".as_slice(), &rows.join(&b','), b"]"].concat().into())
}

type Target<'a> = (&'a Arc<Module>, Vec<&'a Field>);

/// The modules to search, each with its fields.
fn targets<'a>(call: &'a Call<'_>, ty: &str) -> Result<Vec<Target<'a>>, ApiError> {
    let of_type = |module: &'a Module| {
        module
            .fields()
            .iter()
            .filter(|field| field.is_queryable() && field.described.ty.name() == ty)
            .collect()
    };
    let catalog = call.catalog();
    let Some(text) = call.parameters.get("searchIn").filter(|text| !text.is_empty()) else {
        return Ok(catalog.modules().iter().map(|module| (module, of_type(module))).collect());
    };
    let named: Vec<(String, Vec<String>)> = match serde_json::from_str(text) {
        Ok(Value::Object(modules)) => {
            modules.into_iter().map(|(name, fields)| (name, names(&fields))).collect()
        }
        Ok(Value::Array(modules)) => {
            names(&Value::Array(modules)).into_iter().map(|name| (name, Vec::new())).collect()
        }
        Ok(Value::String(name)) => vec![(name, Vec::new())],
        // The manual writes `{"Contacts"}` for a module with all its fields, which is no JSON.
        _ => vec![(text.trim_matches(['{', '}', '"', ' ']).to_owned(), Vec::new())],
    };
    let mut targets = Vec::new();
    for (name, fields) in named {
        let module = catalog.module(&name).ok_or_else(|| ApiError::no_module(&name))?;
        let fields = if fields.is_empty() {
            of_type(module)
        } else {
            let found = fields.iter().map(|name| {
                let field = module.field(name).filter(|field| field.is_queryable());
                field.ok_or_else(|| ApiError::no_field(name))
            });
            found.collect::<Result<_, _>>()?
        };
        targets.push((module, fields));
    }
    Ok(targets)
}

fn names(value: &Value) -> Vec<String> {
    let list = value.as_array().map(Vec::as_slice).unwrap_or_default();
    list.iter().filter_map(|name| name.as_str().map(str::to_owned)).collect()
}
