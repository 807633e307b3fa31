//! `restapi/v1/vtiger/default/<operation>`, with HTTP Basic authentication.

use super::form;
use super::respond;
use super::run::run;
use crate::auth;
use crate::error::{ApiError, Code};
use crate::journal::Asked;
use crate::operations::{self, Verb};
use crate::server::Seat;
use crate::state::Shared;
use axum::extract::{Path, Request, State};
use axum::http::Method;
use axum::response::Response;
use std::sync::Arc;

/// Any operation.
pub(super) async fn operation(
    State(state): State<Shared>,
    Path(name): Path<String>,
    request: Request,
) -> Response {
    let profile = state.profile;
    let Some(user) = auth::admit(state.users(), request.headers()).cloned() else {
        tracing::info!(operation = name, "refused: wrong credentials");
        return respond::unauthorized(profile);
    };
    let verb = match *request.method() {
        Method::GET | Method::HEAD => Verb::Get,
        _ => Verb::Post,
    };
    let Some(operation) = operations::find(&name, profile).filter(|operation| operation.verb == verb) else {
        return respond::failure(profile, &unknown(&name));
    };
    let seat = request.extensions().get::<Arc<Seat>>().cloned();
    let (submitted, _room) = match form::read(request, &state, true).await {
        Ok(read) => read,
        Err(status) => return respond::nothing(status),
    };
    let _serving = seat.as_ref().map(Seat::serve);
    let parameters = submitted.merged();
    let asked = Asked { user: user.name.clone(), ..parameters.asked(operation.name) };
    let outcome = run(state, operation, user, parameters).await;
    let mut response = respond::answer(profile, outcome);
    response.extensions_mut().insert(asked);
    response
}

/// The answer to a path that is no operation.
pub(super) async fn not_found(State(state): State<Shared>, request: Request) -> Response {
    let name = request.uri().path().rsplit('/').next().unwrap_or_default();
    respond::failure(state.profile, &unknown(name))
}

fn unknown(name: &str) -> ApiError {
    ApiError::new(Code::UnknownOperation, format!("Unknown operation requested: {name}"))
}
