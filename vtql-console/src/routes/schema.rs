//! What the page has to know at its start, and the modules and fields of the instance.

use crate::answer::answer;
use crate::state::Shared;
use axum::extract::State as Given;
use axum::response::Response;
use serde_json::{Value, json};
use std::time::SystemTime;
use vtql_schema::{Field, Module};

pub(crate) async fn start(Given(state): Given<Shared>) -> Response {
    let settings = &state.settings;
    let age = state.snapshot_written().and_then(|at| SystemTime::now().duration_since(at).ok());
    let folder = std::path::absolute(&settings.folder).unwrap_or_else(|_| settings.folder.clone());
    answer(Ok(json!({
        "title": settings.title,
        "version": env!("CARGO_PKG_VERSION"),
        "folder": folder,
        "hasSchema": state.snapshot_file().is_some(),
        "schemaAgeInDays": age.map(|age| age.as_secs() / 86_400),
        "canPull": settings.instance.is_some(),
        "allowWrites": settings.allow_writes,
        "isSandbox": settings.sandbox.is_some(),
        "isKept": settings.data.is_some(),
        "mostRows": super::run::MAX_ROWS,
    })))
}

pub(crate) async fn schema(Given(state): Given<Shared>) -> Response {
    let snapshot = state.snapshot();
    let modules: Vec<Value> = snapshot.iter().flat_map(|it| it.modules()).map(module).collect();
    answer(Ok(json!({ "modules": modules })))
}

fn module(module: &Module) -> Value {
    json!({
        "name": module.name,
        "label": module.label,
        "fields": module.fields().iter().map(field).collect::<Vec<_>>(),
    })
}

fn field(field: &Field) -> Value {
    json!({
        "name": field.name,
        "label": field.label,
        "type": field.ty.name(),
        "mandatory": field.mandatory,
        "refersTo": field.refers_to,
        "values": field.picklist.iter().map(|it| &it.value).collect::<Vec<_>>(),
    })
}
