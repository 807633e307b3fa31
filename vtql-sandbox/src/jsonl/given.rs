//! Records that a program gives.

use super::load::{Known, read};
use crate::catalog::Module;
use crate::clock;
use crate::error::StartErrorKind;
use crate::store::{Record, Store};
use serde_json::{Map, Value};
use std::collections::HashSet;

/// Adds records by module. A key that is no field is an error.
pub(crate) fn load_given(store: &Store, given: &[(String, Vec<Value>)]) -> Result<(), StartErrorKind> {
    for (name, records) in given {
        let module = store.catalog.module(name).ok_or_else(|| StartErrorKind::NoModule(name.clone()))?;
        let wrong = |number: usize, reason: String| {
            let module = name.clone();
            StartErrorKind::Given { module, number: number + 1, reason }
        };
        let mut ids = HashSet::new();
        // Those with an id come first, so that no other one takes it.
        for has_id in [true, false] {
            for (number, value) in records.iter().enumerate() {
                let Value::Object(row) = value else {
                    return Err(wrong(number, "a record is a JSON object".to_owned()));
                };
                if row.contains_key("id") != has_id {
                    continue;
                }
                let record = record(store, module, row).map_err(|reason| wrong(number, reason))?;
                if !ids.insert(record.id) {
                    return Err(wrong(number, format!("the id `{}` comes twice", module.id(record.id))));
                }
                store.insert_all(module, [record])?;
            }
        }
    }
    Ok(())
}

fn record(store: &Store, module: &Module, row: &Map<String, Value>) -> Result<Record, String> {
    if let Some(reason) = Known::of(module).left_out(module, row).pop() {
        return Err(reason.replace(", which is left out", ""));
    }
    if row.get("id").is_some_and(|id| !id.is_string()) {
        return Err("an `id` is a text such as `12x7`".to_owned());
    }
    let mut record = read(store, module, row)?;
    for field in module.fields().iter().filter(|field| !row.contains_key(field.name())) {
        match (field.name(), field.described.ty.name()) {
            ("createdtime" | "modifiedtime", _) => record.set(module, field.name(), clock::now()),
            (name, "owner") => record.set(module, name, store.catalog.user_id(1)),
            _ => {}
        }
    }
    Ok(record)
}
