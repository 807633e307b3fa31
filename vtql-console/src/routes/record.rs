//! One record, all of it; and a change of it, where that is allowed.

use super::run::column;
use crate::answer::{Problem, answer};
use crate::state::{Shared, State};
use axum::Json;
use axum::extract::{Path, State as Given};
use axum::http::StatusCode;
use axum::response::Response;
use serde_json::{Map, Value, json};
use vtql_client::{Record, RecordId};

pub(crate) async fn show(Given(state): Given<Shared>, Path(id): Path<String>) -> Response {
    let shown = async {
        let id = read(&id)?;
        let record = state.settings.client.retrieve(id).await.map_err(|error| Problem::of_client(&error))?;
        Ok(described(&state, id, &record))
    };
    answer(shown.await)
}

/// Changes the fields that are given, and no others.
pub(crate) async fn change(
    Given(state): Given<Shared>,
    Path(id): Path<String>,
    Json(fields): Json<Map<String, Value>>,
) -> Response {
    if !state.settings.allow_writes {
        let message = "this console only reads: start it with --allow-writes to change records";
        return Problem::new("READ_ONLY", message).response(StatusCode::FORBIDDEN);
    }
    let changed = async {
        let id = read(&id)?;
        let client = &state.settings.client;
        let record = client.revise(id, &fields).await.map_err(|error| Problem::of_client(&error))?;
        Ok(described(&state, id, &record))
    };
    answer(changed.await)
}

fn read(id: &str) -> Result<RecordId, Problem> {
    id.parse().map_err(|_| Problem::new("ID", format!("`{id}` is no record id, which looks like 12x345")))
}

fn described(state: &State, id: RecordId, record: &Record) -> Value {
    let snapshot = state.snapshot();
    let module = snapshot.as_ref().and_then(|it| it.module_of_prefix(id.module));
    let name = module.map_or("", |module| module.name.as_str());
    let names: Vec<String> = record.iter().map(|(name, _)| name.to_owned()).collect();
    let fields = names.iter().map(|field| {
        let mut described = column(field, module, name);
        described["value"] = record.json(field).unwrap_or_default();
        described["editable"] = module.and_then(|it| it.field(field)).is_some_and(|it| it.editable).into();
        described
    });
    json!({
        "id": id.to_string(),
        "module": name,
        "label": module.map(|module| &module.label),
        "fields": fields.collect::<Vec<_>>(),
    })
}
