//! What was run before, saved queries, and tabs.

use crate::answer::answer;
use crate::kept::Saved;
use crate::state::Shared;
use axum::Json;
use axum::extract::{Query, State as Given};
use axum::response::Response;
use serde::Deserialize;
use serde_json::Value;

/// What is looked for.
#[derive(Debug, Deserialize)]
pub(crate) struct Search {
    #[serde(default)]
    search: String,
}

pub(crate) async fn history(
    Given(state): Given<Shared>,
    Query(Search { search }): Query<Search>,
) -> Response {
    answer(Ok(state.kept.history(&search)))
}

pub(crate) async fn forget(Given(state): Given<Shared>) -> Response {
    answer(state.kept.forget())
}

pub(crate) async fn saved(Given(state): Given<Shared>) -> Response {
    answer(Ok(state.kept.saved()))
}

pub(crate) async fn save(Given(state): Given<Shared>, Json(saved): Json<Vec<Saved>>) -> Response {
    answer(state.kept.save(saved))
}

pub(crate) async fn tabs(Given(state): Given<Shared>) -> Response {
    answer(Ok(state.kept.tabs()))
}

pub(crate) async fn keep_tabs(Given(state): Given<Shared>, Json(tabs): Json<Value>) -> Response {
    answer(state.kept.keep_tabs(tabs))
}
