//! `restapi/v1/vtiger/default/<operation>`, with HTTP Basic authentication.

use super::form::Submitted;
use super::respond;
use crate::auth;
use crate::error::{ApiError, Code};
use crate::operations::{self, Verb};
use crate::state::{self, Shared};
use axum::extract::{FromRequest, Path, Request, State};
use axum::http::{HeaderValue, Method, header};
use axum::response::Response;

/// Any operation.
pub(super) async fn operation(
    State(state): State<Shared>,
    Path(name): Path<String>,
    request: Request,
) -> Response {
    let profile = state.profile;
    let Some(user) = auth::admit(state.users(), request.headers()).map(|user| user.id) else {
        tracing::info!(operation = name, "refused: wrong credentials");
        return unauthorized(&state);
    };
    let verb = match *request.method() {
        Method::GET | Method::HEAD => Verb::Get,
        _ => Verb::Post,
    };
    let Some(operation) = operations::find(&name, profile).filter(|operation| operation.verb == verb) else {
        return respond::failure(profile, &unknown(&name));
    };
    let Ok(submitted) = Submitted::from_request(request, &()).await;
    let outcome = state::run(state, operation, user, submitted.merged()).await;
    respond::answer(profile, outcome)
}

/// The answer to a path that is no operation.
pub(super) async fn not_found(State(state): State<Shared>, request: Request) -> Response {
    let name = request.uri().path().rsplit('/').next().unwrap_or_default();
    respond::failure(state.profile, &unknown(name))
}

fn unknown(name: &str) -> ApiError {
    ApiError::new(Code::UnknownOperation, format!("Unknown operation requested: {name}"))
}

fn unauthorized(state: &Shared) -> Response {
    let error = ApiError::new(Code::InvalidUserCredentials, "Invalid username or password");
    let mut response = respond::failure(state.profile, &error);
    let challenge = HeaderValue::from_static("Basic realm=\"Vtiger CRM\"");
    response.headers_mut().insert(header::WWW_AUTHENTICATE, challenge);
    response
}
