//! `webservice.php`: one path, the operation and the session as parameters, errors as HTTP 200.

use super::form;
use super::respond;
use super::run::run;
use crate::auth::Credentials;
use crate::error::{ApiError, Code};
use crate::operations::{self, Json, Parameters, Verb};
use crate::profile::Profile;
use crate::server::Seat;
use crate::sessions::CHALLENGE_LIFE;
use crate::state::{Shared, State as Sandbox};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::response::Response;
use serde_json::json;
use std::sync::Arc;

/// The versions that a login tells (observed).
const VERSION: &str = "0.22";
const VTIGER_VERSION: &str = "8.4.0";

/// Any operation.
pub(super) async fn operation(State(state): State<Shared>, request: Request) -> Response {
    let verb = match *request.method() {
        Method::GET | Method::HEAD => Verb::Get,
        Method::POST => Verb::Post,
        _ => return respond::nothing(StatusCode::INTERNAL_SERVER_ERROR),
    };
    let cookie = session_cookie(request.headers());
    let seat = request.extensions().get::<Arc<Seat>>().cloned();
    let (submitted, _room) = match form::read(request, &state, false).await {
        Ok(read) => read,
        Err(status) => return respond::nothing(status),
    };
    if submitted.either("format").is_some_and(|format| !format.eq_ignore_ascii_case("json")) {
        return respond::nothing_json(StatusCode::INTERNAL_SERVER_ERROR);
    }
    let name = submitted.either("operation").unwrap_or_default().to_ascii_lowercase();
    let mut asked = submitted.url.asked(&name).or(submitted.form.asked(&name));
    let session = submitted.either("sessionName").unwrap_or_default().to_owned();
    let outcome = match name.as_str() {
        "getchallenge" => challenge(&state, verb, &session, &submitted.url),
        "login" => login(&state, verb, &submitted.form),
        "logout" => logout(&state, verb, &session),
        "extendsession" => extend(&state, verb, if session.is_empty() { &cookie } else { &session }),
        _ => match operations::find(&name, state.profile) {
            // PHP ends without a word.
            None => return respond::nothing(StatusCode::INTERNAL_SERVER_ERROR),
            Some(operation) => match user_of(&state, &session) {
                Err(error) => Err(error),
                Ok(user) => {
                    // Each operation reads its parameters where its verb has them, whatever was sent.
                    let parameters = match operation.verb {
                        Verb::Get => submitted.url,
                        Verb::Post => submitted.form,
                    };
                    let _serving = seat.as_ref().map(Seat::serve);
                    asked.user.clone_from(&user.name);
                    run(state, operation, user, parameters).await
                }
            },
        },
    };
    let mut response = respond::answer(Profile::V8_4, outcome);
    response.extensions_mut().insert(asked);
    response
}

/// The session that a browser remembers.
fn session_cookie(headers: &HeaderMap) -> String {
    let cookies = headers.get(header::COOKIE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let cookie = cookies.split(';').find_map(|cookie| cookie.trim().strip_prefix("PHPSESSID="));
    cookie.unwrap_or_default().to_owned()
}

/// The user of a session.
fn user_of(state: &Sandbox, session: &str) -> Result<Arc<Credentials>, ApiError> {
    let id = state.sessions.user(session)?;
    state.numbered(id).cloned().ok_or_else(ApiError::denied)
}

fn challenge(state: &Sandbox, verb: Verb, session: &str, url: &Parameters) -> Result<Json, ApiError> {
    if !session.is_empty() {
        state.sessions.user(session)?;
    }
    let denied = |message: &str| ApiError::new(Code::AccessDenied, message);
    let name =
        url.get("username").filter(|_| verb == Verb::Get).ok_or_else(|| denied("No username given"))?;
    let user = state.named(name).ok_or_else(|| denied("username does not exists"))?;
    let token = state.sessions.challenge(user.id)?;
    let now = jiff::Timestamp::now().as_second();
    let expires = now.saturating_add_unsigned(CHALLENGE_LIFE.as_secs());
    Ok(json!({ "token": token, "serverTime": now, "expireTime": expires }).into())
}

fn login(state: &Sandbox, verb: Verb, form: &Parameters) -> Result<Json, ApiError> {
    let user = form.get("username").filter(|_| verb == Verb::Post).and_then(|name| state.named(name));
    let session = state.sessions.login(user.map(AsRef::as_ref), form.text("accessKey"))?;
    let id = user.map(|user| user.id).unwrap_or_default();
    let users = state.store.catalog.module("Users");
    let record = users.map(|users| state.store.find(users, id)).transpose()?.flatten();
    let value = |field: &str| {
        users.zip(record.as_ref()).and_then(|(users, record)| record.get(users, field)).unwrap_or_default()
    };
    Ok(json!({
        "username": value("user_name"),
        "first_name": value("first_name"),
        "last_name": value("last_name"),
        "email": value("email1"),
        "time_zone": value("time_zone"),
        "hour_format": value("hour_format"),
        "date_format": value("date_format"),
        "is_admin": value("is_admin"),
        "call_duration": value("callduration"),
        "other_event_duration": value("othereventduration"),
        "sessionName": session,
        "userId": state.store.catalog.user_id(id),
        "version": VERSION,
        "vtigerVersion": VTIGER_VERSION,
    })
    .into())
}

fn logout(state: &Sandbox, verb: Verb, session: &str) -> Result<Json, ApiError> {
    state.sessions.user(session)?;
    if verb == Verb::Get {
        let message = "Permission to perform the operation is denied";
        return Err(ApiError::new(Code::OperationNotSupported, message));
    }
    state.sessions.logout(session);
    Ok(json!({ "message": "successfull" }).into())
}

fn extend(state: &Sandbox, verb: Verb, session: &str) -> Result<Json, ApiError> {
    if verb == Verb::Get {
        return Err(ApiError::new(Code::AuthenticationRequired, "Authencation required"));
    }
    let failed = |_| ApiError::new(Code::AuthenticationFailure, "Authencation Failed");
    let user = state.sessions.user(session).map_err(failed)?;
    Ok(json!({
        "sessionName": session,
        "userId": state.store.catalog.user_id(user),
        "version": VERSION,
        "vtigerVersion": VTIGER_VERSION,
    })
    .into())
}
