//! The sandbox's own side: the requests that it had, its faults, and how many records there are.

use crate::answer::{Problem, answer};
use crate::sandboxed::Sandboxed;
use crate::state::Shared;
use axum::extract::{Query, State as Given};
use axum::response::Response;
use serde::Deserialize;
use serde_json::Value;
use std::sync::Arc;

fn asked(state: &Shared) -> Result<&Arc<dyn Sandboxed>, Problem> {
    let none = || Problem::new("NO_SANDBOX", "the console asks an instance, and no sandbox");
    state.settings.sandbox.as_ref().ok_or_else(none)
}

#[derive(Debug, Deserialize)]
pub(crate) struct After {
    #[serde(default)]
    after: u64,
}

pub(crate) async fn requests(Given(state): Given<Shared>, Query(After { after }): Query<After>) -> Response {
    answer(asked(&state).map(|sandbox| sandbox.requests(after)))
}

pub(crate) async fn faults(Given(state): Given<Shared>) -> Response {
    let faults = |text: String| serde_json::from_str::<Value>(&text).unwrap_or_default();
    answer(asked(&state).map(|sandbox| faults(sandbox.faults())))
}

pub(crate) async fn set_faults(Given(state): Given<Shared>, body: String) -> Response {
    let set = |sandbox: &Arc<dyn Sandboxed>| {
        sandbox.set_faults(&body).map_err(|error| Problem::new("FAULTS", error))
    };
    answer(asked(&state).and_then(set))
}

pub(crate) async fn modules(Given(state): Given<Shared>) -> Response {
    answer(asked(&state).map(|sandbox| sandbox.modules()))
}
