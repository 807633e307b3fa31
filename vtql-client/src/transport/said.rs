//! What a server says of a failure, wherever it says it.

use super::answer::Answer;
use crate::error::ErrorCode;
use serde::Deserialize;
use serde_json::Value;

/// What the server has to say, and the code that it gives it.
#[derive(Default)]
pub(super) struct Said {
    pub(super) code: Option<ErrorCode>,
    pub(super) message: Option<String>,
    /// Whether the code is the web service's own: a status line may be a gateway's.
    pub(super) by_web_service: bool,
}

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

impl Said {
    /// What body and reason phrase say together. Of an answer that holds a secret, a code that is known.
    pub(super) fn of(answer: &Answer) -> Self {
        let said = from_body(answer.body()).unwrap_or_default().or(from_reason(answer.reason()));
        let redactor = &answer.asked().redactor;
        if answer.asked().is_secret {
            let code = said.code.filter(|code| !matches!(code, ErrorCode::Other(_)));
            return Said { code, message: None, ..said };
        }
        let code = said.code.map(|code| ErrorCode::from(&*short(&redactor.redact(code.as_str()), 100)));
        let message = said.message.map(|message| short(&redactor.redact(&message), 2_000));
        Said { code, message, ..said }
    }

    pub(super) fn is_nothing(&self) -> bool {
        self.code.is_none() && self.message.is_none()
    }

    /// Fills what is missing from another source.
    fn or(self, other: Said) -> Said {
        let by_web_service = self.by_web_service || (self.code.is_none() && other.by_web_service);
        Said { code: self.code.or(other.code), message: self.message.or(other.message), by_web_service }
    }
}

/// The beginning of a text that a server may make as long as it likes.
fn short(text: &str, longest: usize) -> String {
    match text.char_indices().nth(longest) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text.to_owned(),
    }
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
    Some(Said { by_web_service: code.is_some(), code, message: text(reported.message) })
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
        Said { code: Some(ErrorCode::from(head)), message, by_web_service: false }
    } else {
        Said { code: None, message: Some(reason.to_owned()), by_web_service: false }
    }
}
