//! The endpoints: REST, and the older one with sessions.

mod admin;
mod body;
mod bounded;
mod form;
mod guard;
mod inject;
mod limits;
mod respond;
mod rest;
mod run;
mod webservice;

use crate::auth;
use crate::journal::Asked;
use crate::server::Seat;
use crate::state::Shared;
use axum::Router;
use axum::body::Body;
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::http::HeaderValue;
use axum::http::header::CONTENT_TYPE;
use axum::middleware::{self, Next};
use axum::response::Response;
use axum::routing::any;
use bounded::{Allowance, Bounded};
use std::sync::Arc;

/// Where the REST operations are.
pub(crate) const BASE: &str = "/restapi/v1/vtiger/default";
/// Where the endpoint with sessions is.
pub(crate) const WEBSERVICE: &str = "/webservice.php";

/// Every route of a sandbox, and the pages beside them.
pub(crate) fn router(state: Shared, pages: Router) -> Router {
    Router::new()
        .route(&format!("{BASE}/{{operation}}"), any(rest::operation))
        .route(WEBSERVICE, any(webservice::operation))
        .fallback(rest::not_found)
        .layer(middleware::from_fn_with_state(state.clone(), log))
        .merge(admin::router(state.clone()))
        // Bodies are bounded by who sends them.
        .layer(DefaultBodyLimit::disable())
        .layer(middleware::from_fn_with_state(state.clone(), bound))
        .merge(pages.with_state(()))
        .layer(middleware::from_fn_with_state(state.clone(), guard::check))
        .with_state(state)
}

/// Bounds the body of a request, and keeps the place of its connection while a known client uploads. Other requests have
/// theirs kept once they have come as a whole: with half of one, nobody keeps others out.
async fn bound(State(state): State<Shared>, request: Request, next: Next) -> Response {
    let content_type = request.headers().get(CONTENT_TYPE).map(HeaderValue::as_bytes).unwrap_or_default();
    let uploads =
        content_type.starts_with(b"multipart/") && auth::admit(state.users(), request.headers()).is_some();
    let seat = request.extensions().get::<Arc<Seat>>().filter(|_| uploads);
    let _serving = seat.map(Seat::serve);
    let allowance = Allowance::default();
    let mut request = request.map(|body| Body::new(Bounded::new(body, allowance.clone())));
    request.extensions_mut().insert(allowance);
    next.run(request).await
}

/// Answers a request of the API, with the faults of the moment, and logs it.
async fn log(State(state): State<Shared>, request: Request, next: Next) -> Response {
    let under_way = state.journal.begin();
    let mut response = inject::around(&state, under_way.number, request, next).await;
    let asked = response.extensions_mut().remove::<Asked>().unwrap_or_default();
    let status = response.status().as_u16();
    tracing::debug!(operation = asked.operation, status, "answered");
    under_way.end(&asked, status);
    response
}
