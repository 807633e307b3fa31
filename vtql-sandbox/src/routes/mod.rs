//! The endpoints: REST, and the older one with sessions.

mod admin;
mod form;
mod inject;
mod pieces;
mod respond;
mod rest;
mod run;
mod webservice;

use crate::journal::Asked;
use crate::state::Shared;
use axum::Router;
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::middleware::{self, Next};
use axum::response::Response;
use axum::routing::any;

/// Where the REST operations are.
pub(crate) const BASE: &str = "/restapi/v1/vtiger/default";
/// Where the endpoint with sessions is.
pub(crate) const WEBSERVICE: &str = "/webservice.php";

/// The largest body that is read, in bytes.
const MAX_BODY: usize = 16 << 20;

/// Every route of a sandbox.
pub(crate) fn router(state: Shared) -> Router {
    Router::new()
        .route(&format!("{BASE}/{{operation}}"), any(rest::operation))
        .route(WEBSERVICE, any(webservice::operation))
        .fallback(rest::not_found)
        .layer(middleware::from_fn_with_state(state.clone(), log))
        .merge(admin::router(state.clone()))
        .layer(DefaultBodyLimit::max(MAX_BODY))
        .with_state(state)
}

/// Answers a request of the API, with the faults of the moment, and logs it.
async fn log(State(state): State<Shared>, request: Request, next: Next) -> Response {
    let under_way = state.journal.begin();
    let mut response = inject::around(&state, under_way.number, request, next).await;
    let asked = response.extensions_mut().remove::<Asked>().unwrap_or_default();
    let status = response.status().as_u16();
    tracing::debug!(operation = asked.operation, status, "answered");
    under_way.end(asked, status);
    response
}
