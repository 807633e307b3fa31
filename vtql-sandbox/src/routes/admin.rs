//! `_sandbox/…`: what a test in another process can see and set. It takes the same credentials as the
//! REST endpoint; its requests are not counted, and no fault happens to them.

use super::respond;
use crate::auth;
use crate::error::{ApiError, Code};
use crate::faults::Faults;
use crate::profile::Profile;
use crate::state::Shared;
use axum::Router;
use axum::extract::{Request, State};
use axum::middleware::{self, Next};
use axum::response::Response;
use axum::routing::get;
use serde_json::{Value, json};

/// Where they are.
pub(super) const BASE: &str = "/_sandbox";

/// The routes.
pub(super) fn router(state: Shared) -> Router<Shared> {
    Router::new()
        .route(&format!("{BASE}/faults"), get(faults).put(set_faults))
        .route(&format!("{BASE}/requests"), get(requests).delete(forget))
        .layer(middleware::from_fn_with_state(state, admit))
}

async fn admit(State(state): State<Shared>, request: Request, next: Next) -> Response {
    match auth::admit(state.users(), request.headers()) {
        Some(_) => next.run(request).await,
        None => respond::unauthorized(Profile::Cloud),
    }
}

async fn faults(State(state): State<Shared>) -> Response {
    respond::answer(Profile::Cloud, Ok(state.faults().to_json().into_bytes().into()))
}

async fn set_faults(State(state): State<Shared>, body: String) -> Response {
    match Faults::from_json(&body) {
        Ok(faults) => {
            state.set_faults(faults);
            respond::answer(Profile::Cloud, Ok(body.into_bytes().into()))
        }
        Err(error) => respond::told(&ApiError::new(Code::MandatoryFieldsMissing, error.to_string())),
    }
}

async fn requests(State(state): State<Shared>) -> Response {
    let journal = &state.journal;
    let entries: Vec<Value> = journal
        .entries()
        .into_iter()
        .map(|entry| {
            json!({
                "number": entry.number,
                "operation": entry.operation,
                "subject": entry.subject,
                "status": entry.status,
                "concurrency": entry.concurrency,
                "started_ms": entry.started.as_secs_f64() * 1e3,
                "took_ms": entry.took.as_secs_f64() * 1e3,
            })
        })
        .collect();
    let result = json!({ "count": journal.count(), "peak": journal.peak(), "requests": entries });
    respond::answer(Profile::Cloud, Ok(result.into()))
}

async fn forget(State(state): State<Shared>) -> Response {
    state.journal.clear();
    respond::answer(Profile::Cloud, Ok(json!({}).into()))
}
