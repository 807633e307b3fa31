use super::refusal;
use crate::error::{Error, Redactor, Result};
use crate::record::{Shape, Table};
use hyper::ext::ReasonPhrase;
use jiff::Timestamp;
use jiff::fmt::rfc2822;
use reqwest::header::{CONTENT_TYPE, DATE, HeaderMap, HeaderName, LOCATION, RETRY_AFTER};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::value::RawValue;
use std::time::Duration;

/// A complete HTTP answer.
pub(crate) struct Answer {
    status: u16,
    reason: Option<String>,
    headers: HeaderMap,
    body: Vec<u8>,
    redactor: Redactor,
}

/// The frame that every answer comes in (manual, *Response*).
#[derive(Deserialize)]
struct Envelope<'a> {
    success: bool,
    #[serde(borrow)]
    result: Option<&'a RawValue>,
}

impl Answer {
    pub(super) fn new(response: &reqwest::Response, body: Vec<u8>, redactor: Redactor) -> Self {
        // Only a phrase that is not the usual one of its status is kept by the HTTP library.
        let phrase = response.extensions().get::<ReasonPhrase>();
        Answer {
            status: response.status().as_u16(),
            reason: phrase.map(|it| String::from_utf8_lossy(it.as_bytes()).trim().to_owned()),
            headers: response.headers().clone(),
            body,
            redactor,
        }
    }

    pub(crate) fn status(&self) -> u16 {
        self.status
    }

    pub(crate) fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }

    pub(crate) fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    pub(crate) fn body(&self) -> &[u8] {
        &self.body
    }

    pub(super) fn reason(&self) -> Option<&str> {
        self.reason.as_deref().filter(|it| !it.is_empty())
    }

    pub(super) fn redactor(&self) -> &Redactor {
        &self.redactor
    }

    pub(super) fn content_type(&self) -> Option<&str> {
        self.header(&CONTENT_TYPE)
    }

    pub(super) fn location(&self) -> Option<&str> {
        self.header(&LOCATION)
    }

    /// `Retry-After`, in seconds or as a date. A date is counted from the one that the server gives its
    /// answer, so that our clock need not agree with its.
    pub(super) fn retry_after(&self) -> Option<Duration> {
        let wait = self.header(&RETRY_AFTER)?.trim();
        if let Ok(seconds) = wait.parse() {
            return Some(Duration::from_secs(seconds));
        }
        let date = |text: &str| rfc2822::parse(text.trim()).ok().map(|date| date.timestamp());
        let now = self.header(&DATE).and_then(date).unwrap_or_else(Timestamp::now);
        Some(Duration::try_from(date(wait)?.duration_since(now)).unwrap_or_default())
    }

    fn header(&self, name: &HeaderName) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// Refuses an answer whose status is no success.
    pub(crate) fn check(&self) -> Result<()> {
        if self.is_success() { Ok(()) } else { Err(self.refusal()) }
    }

    /// What is wrong with this answer, which is not the expected one.
    pub(crate) fn refusal(&self) -> Error {
        refusal::explain(self)
    }

    /// The `result` as rows of cells.
    pub(crate) fn table(mut self, shape: Shape) -> Result<Table> {
        Table::from_answer(std::mem::take(&mut self.body), shape).map_err(|body| {
            self.body = body;
            self.refusal()
        })
    }

    /// The `result`, read as a `T`. An answer without one counts as one with null (observed, where an
    /// operation has nothing to return).
    pub(crate) fn result<T: DeserializeOwned>(&self) -> Result<T> {
        match serde_json::from_slice::<Envelope<'_>>(&self.body) {
            Ok(Envelope { success: true, result }) => {
                serde_json::from_str(result.map_or("null", RawValue::get))
                    .map_err(|error| refusal::unexpected(self, &error.to_string()).with_source(error))
            }
            _ => Err(self.refusal()),
        }
    }
}
