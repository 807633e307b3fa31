//! Answers.

use super::body;
use crate::error::{ApiError, Code};
use crate::operations::{Enclosed, Json};
use crate::profile::Profile;
use axum::body::Body;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use hyper::ext::ReasonPhrase;
use serde_json::{Value, json};

/// Answers the outcome of an operation.
pub(super) fn answer(profile: Profile, outcome: Result<Json, ApiError>) -> Response {
    match outcome {
        Ok(Json { text, enclosed }) => {
            let mut whole = Vec::with_capacity(text.len() + 32);
            whole.extend_from_slice(b"{\"success\":true");
            if !text.is_empty() {
                whole.extend_from_slice(b",\"result\":");
            }
            let start = whole.len();
            whole.extend_from_slice(&text);
            whole.push(b'}');
            let body = match enclosed {
                None => Body::from(whole),
                Some(Enclosed { at, file }) => body::with_file(whole, start + at, file),
            };
            json_response(profile, StatusCode::OK, body)
        }
        Err(error) => failure(profile, &error),
    }
}

/// An answer without a body, as PHP gives when it fails.
pub(super) fn nothing(status: StatusCode) -> Response {
    let content_type = HeaderValue::from_static("text/html; charset=UTF-8");
    (status, [(header::CONTENT_TYPE, content_type)]).into_response()
}

/// The same, when PHP had said before that JSON would follow.
pub(super) fn nothing_json(status: StatusCode) -> Response {
    json_response(Profile::V8_4, status, Body::empty())
}

/// A page of text, as PHP gives when it refuses to go on.
fn page(text: &str) -> Response {
    let content_type = HeaderValue::from_static("text/html; charset=UTF-8");
    (StatusCode::OK, [(header::CONTENT_TYPE, content_type)], text.to_owned()).into_response()
}

/// The body that an error of the cloud profile would have, among the extensions of its answer.
#[derive(Clone, Debug)]
pub(super) struct ErrorBody(pub(super) String);

/// An error answer: in the cloud profile with a status, no body, and its code and message in the reason phrase;
/// in profile 8.4 in the body of a 200.
pub(super) fn failure(profile: Profile, error: &ApiError) -> Response {
    let code: Value = match error.code {
        Code::Crash => return nothing(StatusCode::INTERNAL_SERVER_ERROR),
        Code::Restricted => return page(&error.message),
        Code::Duplicate => 0.into(),
        code => code.as_str().into(),
    };
    let said = json!({ "code": code, "message": error.message });
    let body = format!(r#"{{"success":false,"error":{said}}}"#);
    match profile {
        Profile::V8_4 => json_response(profile, StatusCode::OK, body),
        Profile::Cloud => {
            let mut response = with_status(error, Body::empty());
            response.extensions_mut().insert(ErrorBody(body));
            response
        }
    }
}

/// An error with a status and a body.
pub(super) fn told(error: &ApiError) -> Response {
    let mut response = failure(Profile::Cloud, error);
    if let Some(ErrorBody(body)) = response.extensions_mut().remove() {
        *response.body_mut() = Body::from(body);
    }
    response
}

/// Wrong credentials, or none.
pub(super) fn unauthorized(profile: Profile) -> Response {
    let error = ApiError::new(Code::InvalidUserCredentials, "Invalid username or password");
    let mut response = failure(profile, &error);
    let challenge = HeaderValue::from_static("Basic realm=\"Vtiger CRM\"");
    response.headers_mut().insert(header::WWW_AUTHENTICATE, challenge);
    response
}

fn with_status(error: &ApiError, body: Body) -> Response {
    let mut response = json_response(Profile::Cloud, error.code.status(), body);
    let phrase = format!("{}:{}", error.code.as_str(), error.message);
    if let Ok(phrase) = ReasonPhrase::try_from(printable(&phrase).into_bytes()) {
        response.extensions_mut().insert(phrase);
    }
    response
}

/// A reason phrase holds one line of ASCII.
fn printable(text: &str) -> String {
    text.chars().map(|c| if (' '..='~').contains(&c) { c } else { '?' }).take(500).collect()
}

/// JSON, under the name that the edition has for it: `text/json` is what the cloud edition is reported to
/// say.
fn json_response(profile: Profile, status: StatusCode, body: impl Into<Body>) -> Response {
    let content_type = HeaderValue::from_static(match profile {
        Profile::Cloud => "text/json; charset=UTF-8",
        Profile::V8_4 => "application/json",
    });
    (status, [(header::CONTENT_TYPE, content_type)], body.into()).into_response()
}
