//! What an answer that is not a success amounts to.
//!
//! The cloud edition answers HTTP 4xx with an empty body and `CODE:message` as the reason phrase;
//! `webservice.php` answers HTTP 200 with `{"success":false,"error":{…}}`; PHP itself may answer an
//! empty 500, a web page, plain text, or an answer that was cut off. Each is told apart here.

use super::answer::Answer;
use super::frame;
use super::said::Said;
use crate::error::{Error, ErrorCode, ErrorKind};
use memchr::memmem;
use serde_json::Value;

/// The error that an answer amounts to. For an answer that is no success, or that cannot be read as
/// one.
pub(super) fn explain(answer: &Answer) -> Error {
    let said = Said::of(answer);
    if said.is_nothing() && answer.is_success() {
        return unreadable(answer);
    }
    let (kind, message) = match answer.status() {
        401 => (ErrorKind::Auth, "the server refused the user name or the access key".to_owned()),
        429 => (ErrorKind::RateLimited, "the server received too many requests".to_owned()),
        _ if is_too_long(answer, &said) => (ErrorKind::TooLong, String::new()),
        300..=399 => (ErrorKind::Status, redirected(answer)),
        _ if said.code.as_ref().is_some_and(ErrorCode::is_auth) => {
            (ErrorKind::Auth, "the server refused the credentials".to_owned())
        }
        _ if said.code.is_some() => (ErrorKind::Server, "the server refused".to_owned()),
        404 if said.is_nothing() => (ErrorKind::Status, elsewhere("there is nothing at this URL", answer)),
        _ if said.is_nothing() => (ErrorKind::Status, status_only(answer)),
        _ => (ErrorKind::Status, "the server refused".to_owned()),
    };
    let message = match &said.message {
        Some(detail) => format!("{message}: {detail}"),
        None => message,
    };
    let mut error = about(answer, kind, message).with_retry_after(answer.retry_after());
    if kind == ErrorKind::TooLong {
        error = error.of_a_long_request(answer.asked().length);
    }
    let refused = proves_refusal(answer, &said);
    let error = if refused { error } else { error.of_an_open_end() };
    match said.code {
        Some(code) => error.with_code(code),
        None => error,
    }
}

/// The error of an answer that is well-formed and not what the operation returns.
pub(super) fn unexpected(answer: &Answer, why: serde_json::Error) -> Error {
    let message = "the answer is not what this operation returns";
    if answer.asked().is_secret {
        return about(answer, ErrorKind::UnexpectedAnswer, message.to_owned()).of_an_open_end();
    }
    let message = answer.asked().redactor.redact(&format!("{message}: {why}"));
    about(answer, ErrorKind::UnexpectedAnswer, message).with_source(why).of_an_open_end()
}

fn about(answer: &Answer, kind: ErrorKind, message: String) -> Error {
    let error = Error::new(kind, message).with_status(answer.status());
    if answer.asked().is_secret {
        return error;
    }
    error.with_body(answer.asked().redactor.excerpt(answer.body()))
}

/// Whether a failure shows that nothing was done: by a code that does, or by a status with which a web
/// server turns a request away. Whatever else an answer says, a 500 with an empty body among it, can follow
/// a committed write (observed).
fn proves_refusal(answer: &Answer, said: &Said) -> bool {
    let of_the_first_step = |code: &ErrorCode| {
        code.is_auth() || matches!(code, ErrorCode::AccessDenied | ErrorCode::LeadAlreadyConverted)
    };
    match (&said.code, answer.status()) {
        // Of these the web server itself, or its gateway, is the author.
        (_, 401 | 413 | 414 | 429 | 431) => true,
        (Some(code), _) if answer.asked().in_steps && !of_the_first_step(code) => false,
        // A gateway speaks for a server that it has lost.
        (Some(code), status) => code.is_refusal() && (status < 500 || said.by_web_service),
        (None, status) => TURNED_AWAY.contains(&status),
    }
}

/// Statuses without a code with which a request is turned away before the web service sees it.
const TURNED_AWAY: [u16; 15] = [301, 302, 307, 308, 403, 404, 405, 410, 411, 415, 417, 421, 426, 428, 505];

fn redirected(answer: &Answer) -> String {
    match answer.location().filter(|_| !answer.asked().is_secret) {
        Some(location) => format!(
            "the server redirects to `{}`, and redirects are not followed: they could carry the key to \
             another host. If that is the right address, set it as the URL",
            answer.asked().redactor.redact(location)
        ),
        None => "the server redirects, and redirects are not followed".to_owned(),
    }
}

/// Whether the web server took no request as long as this one. Some say so in words alone, or not at all:
/// nginx answers a plain 400.
fn is_too_long(answer: &Answer, said: &Said) -> bool {
    const LONG: usize = 4_000;
    let in_words = || {
        let start = answer.body().get(..1_000).unwrap_or(answer.body()).to_ascii_lowercase();
        memmem::find(&start, b"too large").or_else(|| memmem::find(&start, b"too long")).is_some()
    };
    let by_web_server = said.code.is_none() && !answer.body().is_empty() && !answer.body().starts_with(b"{");
    match answer.status() {
        413 | 414 | 431 => true,
        400 => by_web_server && (answer.asked().length >= LONG || in_words()),
        _ => false,
    }
}

fn status_only(answer: &Answer) -> String {
    match (answer.body().trim_ascii().is_empty(), answer.content_type().filter(|_| !answer.asked().is_secret))
    {
        (true, _) => "the server failed with an empty answer".to_owned(),
        (false, Some(kind)) => format!("the server failed and answered with `{kind}`"),
        (false, None) => "the server failed, with an answer of no declared type".to_owned(),
    }
}

/// What is wrong, with the address that an open-source server would have.
fn elsewhere(what: &str, answer: &Answer) -> String {
    match &answer.asked().elsewhere {
        Some(url) => format!("{what}: if this is a Vtiger of the open-source edition, set the URL `{url}`"),
        None => what.to_owned(),
    }
}

/// Why an answer with a status of success is not one.
fn unreadable(answer: &Answer) -> Error {
    let body = answer.body().trim_ascii();
    let has = |part: &[u8]| memmem::find(body, part).is_some();
    let web_page =
        || elsewhere("the answer is a web page: the URL may not be that of the web service", answer);
    let text = str::to_owned;
    let (kind, message) = match serde_json::from_slice::<Value>(body) {
        _ if body.is_empty() => (ErrorKind::NotJson, text("the answer is empty")),
        Ok(Value::Object(frame)) => match frame.get("success") {
            Some(Value::Bool(false)) => (ErrorKind::Server, text("the server refused, and does not say why")),
            Some(Value::Bool(true)) => (
                ErrorKind::UnexpectedAnswer,
                text(
                    "the answer has no `result` of the kind that this operation returns, or one of too many \
                     fields or too deep a value",
                ),
            ),
            _ => (
                ErrorKind::UnexpectedAnswer,
                text("the answer is JSON without `success`: not of this web service"),
            ),
        },
        Ok(_) => (ErrorKind::UnexpectedAnswer, text("the answer is JSON, but not of this web service")),
        Err(error) if error.is_eof() && body.starts_with(b"{") => {
            (ErrorKind::Interrupted, text("the answer ends in the middle"))
        }
        Err(_) if has(b"<b>Fatal error</b>") => {
            (ErrorKind::NotJson, text("PHP stopped with a fatal error on the server"))
        }
        Err(_) if frame::begins_in(body) && !body.starts_with(b"{") => (
            ErrorKind::NotJson,
            text("text stands before the JSON of the answer, which is not whole: probably warnings of PHP"),
        ),
        // What PHP writes before an answer, and no page around it: the answer itself did not come.
        Err(_) if body.starts_with(b"<br") && !has(b"<html") => (
            ErrorKind::Interrupted,
            text("the answer ends within text before its JSON, probably warnings of PHP"),
        ),
        Err(_) if body.starts_with(b"<") => (ErrorKind::NotJson, web_page()),
        Err(_) if body.starts_with(b"{") => (ErrorKind::NotJson, text("the answer is damaged JSON")),
        Err(_) => (ErrorKind::NotJson, text("the answer is text that is not JSON")),
    };
    // A script that failed once may run the next time; a page that is no answer at all will stay one.
    let passing = body.is_empty() || frame::begins_in(body);
    let error = about(answer, kind, message).with_transience(kind == ErrorKind::NotJson && passing);
    error.of_an_open_end()
}
