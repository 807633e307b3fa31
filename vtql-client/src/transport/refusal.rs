//! What an answer that is not a success says, wherever it says it.
//!
//! The cloud edition answers HTTP 4xx with an empty body and `CODE:message` as the reason phrase;
//! `webservice.php` answers HTTP 200 with `{"success":false,"error":{…}}`; PHP itself may answer an
//! empty 500, a web page, plain text, or warnings followed by the JSON. Each is told apart here.

use super::answer::Answer;
use crate::error::{Error, ErrorCode, ErrorKind};
use serde::Deserialize;
use serde_json::Value;

/// The `error` member of an answer.
#[derive(Deserialize)]
struct Reported {
    #[serde(default)]
    code: Value,
    #[serde(default)]
    message: Value,
}

#[derive(Deserialize)]
struct Failure {
    success: bool,
    error: Option<Reported>,
}

/// What the server has to say, and the code that it gives it.
#[derive(Default)]
struct Said {
    code: Option<ErrorCode>,
    message: Option<String>,
}

impl Said {
    fn is_nothing(&self) -> bool {
        self.code.is_none() && self.message.is_none()
    }

    /// Fills what is missing from another source.
    fn or(self, other: Said) -> Said {
        Said { code: self.code.or(other.code), message: self.message.or(other.message) }
    }
}

/// The error that an answer amounts to. For an answer that is no success, or that cannot be read as
/// one.
pub(super) fn explain(answer: &Answer) -> Error {
    let said = from_body(answer.body()).unwrap_or_default().or(from_reason(answer.reason()));
    if said.is_nothing() && answer.is_success() {
        return unreadable(answer);
    }
    let (kind, message) = match answer.status() {
        401 => (ErrorKind::Auth, "the server refused the user name or the access key".to_owned()),
        429 => (ErrorKind::RateLimited, "the server received too many requests".to_owned()),
        414 | 431 => (ErrorKind::TooLong, too_long().to_owned()),
        300..=399 => (ErrorKind::Status, redirected(answer)),
        _ if said.code.as_ref().is_some_and(ErrorCode::is_auth) => {
            (ErrorKind::Auth, "the server refused the credentials".to_owned())
        }
        _ if said.code.is_some() => (ErrorKind::Server, "the server refused".to_owned()),
        _ if said.is_nothing() => (ErrorKind::Status, status_only(answer)),
        _ => (ErrorKind::Status, "the server refused".to_owned()),
    };
    let message = match &said.message {
        Some(detail) => format!("{message}: {}", answer.redactor().redact(detail)),
        None => message,
    };
    let error = about(answer, kind, message).with_retry_after(answer.retry_after());
    match said.code {
        Some(code) => error.with_code(ErrorCode::from(answer.redactor().redact(code.as_str()).as_str())),
        None => error,
    }
}

/// The error of an answer that is well-formed and not what the operation returns.
pub(super) fn unexpected(answer: &Answer, why: &str) -> Error {
    let message = format!("the answer is not what this operation returns: {why}");
    about(answer, ErrorKind::UnexpectedAnswer, answer.redactor().redact(&message))
}

fn about(answer: &Answer, kind: ErrorKind, message: String) -> Error {
    let error = Error::new(kind, message).with_status(answer.status());
    error.with_body(answer.redactor().excerpt(answer.body()))
}

/// `{"success":false,"error":{"code":…,"message":…}}`. The code of a duplicate is the number 0.
fn from_body(body: &[u8]) -> Option<Said> {
    let failure = serde_json::from_slice::<Failure>(body).ok().filter(|it| !it.success)?;
    let reported = failure.error?;
    let text = |value: Value| match value {
        Value::Null => None,
        Value::String(text) => Some(text).filter(|it| !it.is_empty()),
        other => Some(other.to_string()),
    };
    let code = text(reported.code).map(|it| ErrorCode::from(it.as_str()));
    Some(Said { code, message: text(reported.message) })
}

/// `MANDATORY_FIELDS_MISSING:Assigned To does not have a value`, or a sentence without a code.
fn from_reason(reason: Option<&str>) -> Said {
    let is_code = |text: &str| {
        !text.is_empty() && text.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_')
    };
    let Some(reason) = reason else { return Said::default() };
    let (head, tail) = match reason.split_once(':') {
        Some((head, tail)) => (head.trim(), Some(tail.trim())),
        None => (reason, None),
    };
    if is_code(head) && (tail.is_some() || head.contains('_')) {
        let message = tail.filter(|it| !it.is_empty()).map(str::to_owned);
        Said { code: Some(ErrorCode::from(head)), message }
    } else {
        Said { code: None, message: Some(reason.to_owned()) }
    }
}

fn redirected(answer: &Answer) -> String {
    match answer.location() {
        Some(location) => format!(
            "the server redirects to `{}`, and redirects are not followed: they could carry the key to \
             another host. If that is the right address, set it as the URL",
            answer.redactor().redact(location)
        ),
        None => "the server redirects, and redirects are not followed".to_owned(),
    }
}

fn too_long() -> &'static str {
    "the server takes no request as long as this one: an `in` list is sent in parts where the query has no \
     order but that of `id` and every row has to be in the list; ask for less at a time"
}

fn status_only(answer: &Answer) -> String {
    match (answer.body().trim_ascii().is_empty(), answer.content_type()) {
        (true, _) => "the server failed with an empty answer".to_owned(),
        (false, Some(kind)) => format!("the server failed and answered with `{kind}`"),
        (false, None) => "the server failed, with an answer of no declared type".to_owned(),
    }
}

/// Why an answer with a status of success is not one.
fn unreadable(answer: &Answer) -> Error {
    let body = answer.body().trim_ascii();
    let (kind, message) = match serde_json::from_slice::<Value>(body) {
        _ if body.is_empty() => (ErrorKind::NotJson, "the answer is empty"),
        Ok(Value::Object(frame)) => match frame.get("success") {
            Some(Value::Bool(false)) => (ErrorKind::Server, "the server refused, and does not say why"),
            Some(Value::Bool(true)) => (
                ErrorKind::UnexpectedAnswer,
                "the answer has no `result` of the kind that this operation returns",
            ),
            _ => {
                (ErrorKind::UnexpectedAnswer, "the answer is JSON without `success`: not of this web service")
            }
        },
        Ok(_) => (ErrorKind::UnexpectedAnswer, "the answer is JSON, but not of this web service"),
        Err(error) if error.is_eof() && body.starts_with(b"{") => {
            (ErrorKind::Interrupted, "the answer ends in the middle")
        }
        Err(_) if contains(body, b"<b>Fatal error</b>") => {
            (ErrorKind::NotJson, "PHP stopped with a fatal error on the server")
        }
        Err(_) if contains(body, FRAME) && !body.starts_with(b"{") => (
            ErrorKind::NotJson,
            "text stands before the JSON of the answer: probably warnings that PHP shows on this server",
        ),
        Err(_) if body.starts_with(b"<") => {
            (ErrorKind::NotJson, "the answer is a web page: the URL may not be that of the web service")
        }
        Err(_) if body.starts_with(b"{") => (ErrorKind::NotJson, "the answer is damaged JSON"),
        Err(_) => (ErrorKind::NotJson, "the answer is text that is not JSON"),
    };
    // A script that failed once may run the next time; a page that is no answer at all will stay one.
    let passing = body.is_empty() || contains(body, FRAME);
    about(answer, kind, message.to_owned()).with_transience(kind == ErrorKind::NotJson && passing)
}

/// What an answer of the web service begins with.
const FRAME: &[u8] = b"{\"success\":";

fn contains(body: &[u8], part: &[u8]) -> bool {
    body.windows(part.len()).any(|window| window == part)
}
