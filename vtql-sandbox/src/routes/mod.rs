//! The endpoints: REST, and the older one with sessions.

mod form;
mod respond;
mod rest;
mod webservice;

use crate::state::Shared;
use axum::Router;
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::middleware::{self, Next};
use axum::response::Response;
use axum::routing::any;
use std::sync::atomic::Ordering;

/// Where the REST operations are.
pub(crate) const BASE: &str = "/restapi/v1/vtiger/default";
/// Where the endpoint with sessions is.
pub(crate) const WEBSERVICE: &str = "/webservice.php";

/// The largest body that is read, in bytes.
const MAX_BODY: usize = 16 << 20;

/// Counts a request.
async fn count(State(state): State<Shared>, request: Request, next: Next) -> Response {
    state.requests.fetch_add(1, Ordering::Relaxed);
    let path = request.uri().path().to_owned();
    let response = next.run(request).await;
    tracing::debug!(path, status = response.status().as_u16(), "answered");
    response
}

/// Every route of a sandbox.
pub(crate) fn router(state: Shared) -> Router {
    Router::new()
        .route(&format!("{BASE}/{{operation}}"), any(rest::operation))
        .route(WEBSERVICE, any(webservice::operation))
        .fallback(rest::not_found)
        .layer(DefaultBodyLimit::max(MAX_BODY))
        .layer(middleware::from_fn_with_state(state.clone(), count))
        .with_state(state)
}
