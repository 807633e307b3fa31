//! What goes wrong on demand, around one request.

use super::respond::ErrorBody;
use super::{WEBSERVICE, body, respond};
use crate::error::{ApiError, Code};
use crate::faults::{Dice, Faults, Share};
use crate::journal::Asked;
use crate::profile::Profile;
use crate::server::Reset;
use crate::state::Shared;
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::Request;
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use hyper::body::Body as _;

/// What the dice are thrown for.
const JITTER: u64 = 1;
const ERROR: u64 = 2;
const ERROR_KIND: u64 = 3;
const LATE_ERROR: u64 = 4;
const TRUNCATE: u64 = 5;
const CUT: u64 = 6;
const REPEAT: u64 = 7;
const RESET: u64 = 8;
const LATE_RESET: u64 = 9;
const LATE_CODED_ERROR: u64 = 10;
const LATE_CODE: u64 = 11;

/// A warning as PHP shows it.
const HTML_PREFIX: &[u8] = b"<br />\n<b>Warning</b>:  Undefined array key \"record\" in \
    <b>/var/www/html/include/Webservices/Utils.php</b> on line <b>120</b><br />\n";

/// The end of a program as PHP shows it.
const FATAL_ERROR: &str = "<br />\n<b>Fatal error</b>:  Uncaught Error in \
    <b>/var/www/html/include/Webservices/OperationManager.php</b> on line <b>152</b><br />\n";

/// Answers the `number`-th request with the faults of the moment.
pub(super) async fn around(state: &Shared, number: u64, request: Request, next: Next) -> Response {
    let faults = state.faults();
    let dice = Dice::new(faults.seed, number);
    let wait = faults.latency + faults.jitter.mul_f64(dice.throw(JITTER));
    if !wait.is_zero() {
        tokio::time::sleep(wait).await;
    }
    if faults.expire_sessions.is_some_and(|every| number.is_multiple_of(every)) {
        state.sessions.end_all(faults.session_end);
    }
    if faults.expire_challenges {
        state.sessions.expire_challenges();
    }
    let share = (!faults.rate_limits.is_empty()).then(|| state.quota.take(&faults.rate_limits));
    let mut response = match share {
        Some(Share { allowed: false, .. }) => {
            let error = ApiError::new(Code::TooManyRequests, "API request limit exceeded");
            respond::failure(Profile::Cloud, &error)
        }
        _ => answer(state, &faults, dice, request, next).await,
    };
    if let Some(ErrorBody(body)) = response.extensions_mut().remove().filter(|_| faults.error_bodies) {
        *response.body_mut() = Body::from(body);
    }
    if let Some(share) = share {
        share.tell(response.headers_mut());
    }
    if let (Some(wait), StatusCode::TOO_MANY_REQUESTS | StatusCode::SERVICE_UNAVAILABLE) =
        (faults.retry_after, response.status())
    {
        let seconds = wait.as_secs().saturating_add(u64::from(wait.subsec_nanos() > 0));
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    deliver(&faults, dice, response).await
}

async fn answer(state: &Shared, faults: &Faults, dice: Dice, request: Request, next: Next) -> Response {
    if dice.hits(RESET, faults.reset_rate) {
        let mut response = respond::nothing(StatusCode::BAD_GATEWAY);
        response.extensions_mut().insert(Reset::Unanswered);
        return response;
    }
    if dice.hits(ERROR, faults.error_rate) {
        return early_error(dice.throw(ERROR_KIND));
    }
    let profile = if request.uri().path() == WEBSERVICE { Profile::V8_4 } else { state.profile };
    let response = next.run(request).await;
    if dice.hits(LATE_ERROR, faults.late_error_rate) {
        return keeping(&response, respond::nothing(StatusCode::INTERNAL_SERVER_ERROR));
    }
    if dice.hits(LATE_CODED_ERROR, faults.late_coded_error_rate) {
        let error = if dice.throw(LATE_CODE) < 0.5 {
            // In the cloud profile HTTP 500.
            ApiError::internal()
        } else {
            ApiError::new(Code::DatabaseQueryError, "Database error while performing requested operation")
        };
        return keeping(&response, respond::failure(profile, &error));
    }
    let response = if faults.repeat_rate > 0.0 {
        repeat(state, response, dice.hits(REPEAT, faults.repeat_rate)).await
    } else {
        response
    };
    let response = if is_crash(&response) { crash(faults, response) } else { response };
    let truncate = dice.hits(TRUNCATE, faults.truncate_rate);
    if truncate || faults.html_prefix {
        return rewrite(response, truncate.then(|| dice.throw(CUT)), faults.html_prefix).await;
    }
    response
}

/// Whether PHP ended without a word.
fn is_crash(response: &Response) -> bool {
    response.status() == StatusCode::INTERNAL_SERVER_ERROR
        && response.body().size_hint().exact() == Some(0)
        && response.extensions().get::<ErrorBody>().is_none()
}

/// What is answered when PHP ends: the status tells it unless errors are displayed.
fn crash(faults: &Faults, mut response: Response) -> Response {
    if faults.html_prefix || faults.silent_crashes {
        *response.status_mut() = StatusCode::OK;
    }
    if faults.html_prefix {
        *response.body_mut() = Body::from(FATAL_ERROR);
    }
    response
}

/// One of the ways in which a web server fails without the CRM.
fn early_error(kind: f64) -> Response {
    if kind < 1.0 / 3.0 {
        return respond::nothing(StatusCode::INTERNAL_SERVER_ERROR);
    }
    let status = if kind < 2.0 / 3.0 { StatusCode::BAD_GATEWAY } else { StatusCode::SERVICE_UNAVAILABLE };
    let content_type = HeaderValue::from_static("text/html; charset=UTF-8");
    (status, [(header::CONTENT_TYPE, content_type)], format!("<html><h1>{status}</h1></html>"))
        .into_response()
}

/// The other answer, with what the request log knows of the first.
fn keeping(first: &Response, mut other: Response) -> Response {
    if let Some(asked) = first.extensions().get::<Asked>() {
        other.extensions_mut().insert(asked.clone());
    }
    other
}

/// The page before once more in place of this one, when this is a page and it is `hit`.
async fn repeat(state: &Shared, response: Response, hit: bool) -> Response {
    let page = response.extensions().get::<Asked>().filter(|asked| asked.operation == "query").cloned();
    let Some(asked) = page.filter(|_| response.status() == StatusCode::OK) else { return response };
    let (mut parts, body) = response.into_parts();
    // The sandbox made the body itself, in memory.
    let Ok(page) = to_bytes(body, usize::MAX).await else { return respond::nothing(StatusCode::BAD_GATEWAY) };
    let page = state.repeats.answer(&asked.user, &asked.subject, page.into(), hit);
    parts.headers.remove(header::CONTENT_LENGTH);
    Response::from_parts(parts, Body::from(page))
}

/// Sends the body in pieces, or half of it before the connection is reset.
async fn deliver(faults: &Faults, dice: Dice, mut response: Response) -> Response {
    let reset = dice.hits(LATE_RESET, faults.late_reset_rate);
    if !reset && faults.trickle.is_zero() {
        return response;
    }
    if reset {
        response.extensions_mut().insert(Reset::InBody);
    }
    let (parts, whole) = response.into_parts();
    let Ok(whole) = to_bytes(whole, usize::MAX).await else {
        return respond::nothing(StatusCode::BAD_GATEWAY);
    };
    let length = u64::try_from(whole.len()).unwrap_or(u64::MAX);
    let sent: Bytes = if reset { whole.slice(..whole.len() / 2) } else { whole };
    let mut response = Response::from_parts(parts, body::in_pieces(sent, faults.trickle, reset));
    response.headers_mut().insert(header::CONTENT_LENGTH, HeaderValue::from(length));
    response
}

/// Puts HTML before a body, and cuts it at a part of its length.
async fn rewrite(response: Response, cut: Option<f64>, html_prefix: bool) -> Response {
    let (mut parts, body) = response.into_parts();
    // The sandbox made the body itself, in memory.
    let Ok(body) = to_bytes(body, usize::MAX).await else { return respond::nothing(StatusCode::BAD_GATEWAY) };
    let mut bytes = if html_prefix { HTML_PREFIX.to_vec() } else { Vec::new() };
    bytes.extend_from_slice(&body);
    if let Some(cut) = cut {
        // At least one byte is lost.
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a part of a length")]
        let kept = (f64::from(u32::try_from(bytes.len()).unwrap_or(u32::MAX)) * cut) as usize;
        bytes.truncate(kept.min(bytes.len().saturating_sub(1)));
    }
    parts.headers.remove(header::CONTENT_LENGTH);
    Response::from_parts(parts, Body::from(bytes))
}
