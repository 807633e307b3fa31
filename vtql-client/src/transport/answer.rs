use super::frame;
use crate::error::{Excerpt, Redactor};
use crate::hook::Received;
use hyper::ext::ReasonPhrase;
use jiff::Timestamp;
use jiff::fmt::rfc2822;
use reqwest::header::{CONTENT_TYPE, DATE, HeaderMap, HeaderName, LOCATION, RETRY_AFTER};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::ops::Range;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

/// A complete HTTP answer.
pub(crate) struct Answer {
    status: u16,
    reason: Option<String>,
    headers: HeaderMap,
    body: Vec<u8>,
    bytes: usize,
    /// The text around the answer in the body, when there is any.
    around: Option<Around>,
    /// Whether the session that was at hand turned out to be over.
    in_old_session: bool,
    asked: Asked,
}

/// What a server shows besides an answer, as warnings of PHP are.
struct Around {
    /// The start of the body as it came.
    start: Excerpt,
    /// Tells the text from others.
    hash: u64,
}

impl Around {
    /// That of the answer at this place of a body; white space and a byte order mark say nothing.
    fn of(body: &[u8], place: &Range<usize>, redactor: &Redactor) -> Option<Self> {
        let outside = [&body[..place.start], &body[place.end..]];
        let outside = outside
            .map(|text| text.trim_ascii().strip_prefix("\u{feff}".as_bytes()).unwrap_or(text).trim_ascii());
        if outside.concat().is_empty() {
            return None;
        }
        let mut hasher = DefaultHasher::new();
        outside.hash(&mut hasher);
        Some(Around { start: redactor.excerpt(body), hash: hasher.finish() })
    }
}

/// What was asked, as far as it takes to tell what is wrong with the answer.
#[derive(Default)]
pub(super) struct Asked {
    /// The bytes of the request's first line.
    pub(super) length: usize,
    /// Whether the answer holds a secret.
    pub(super) is_secret: bool,
    /// Whether a refusal can come when a part is done.
    pub(super) in_steps: bool,
    /// The secrets that no error may show.
    pub(super) redactor: Redactor,
    /// Where an open-source server would have its web service, if it is another place.
    pub(super) elsewhere: Option<Arc<str>>,
}

impl Answer {
    /// An answer of which so many bytes came; `body` is what is to be read of them.
    pub(super) fn new(response: &reqwest::Response, mut body: Vec<u8>, bytes: usize, asked: Asked) -> Self {
        // Only a phrase that is not the usual one of its status is kept by the HTTP library.
        let phrase = response.extensions().get::<ReasonPhrase>();
        let mut around = None;
        if let Some(place) = frame::among_text(&body) {
            around = Around::of(&body, &place, &asked.redactor);
            body.truncate(place.end);
            body.drain(..place.start);
        }
        Answer {
            status: response.status().as_u16(),
            reason: phrase.map(|it| String::from_utf8_lossy(it.as_bytes()).trim().to_owned()),
            headers: response.headers().clone(),
            body,
            bytes,
            around,
            in_old_session: false,
            asked,
        }
    }

    /// An answer to what is known without asking: the text of its `result`.
    pub(super) fn known(result: &str) -> Self {
        let body = format!(r#"{{"success":true,"result":{result}}}"#).into_bytes();
        let bytes = body.len();
        let (reason, headers, asked) = (None, HeaderMap::new(), Asked::default());
        Answer { status: 200, reason, headers, body, bytes, around: None, in_old_session: false, asked }
    }

    /// An answer that was written down.
    #[cfg(feature = "replay")]
    pub(super) fn recorded(
        status: u16,
        reason: Option<String>,
        headers: HeaderMap,
        body: Vec<u8>,
        asked: Asked,
    ) -> Self {
        let bytes = body.len();
        Answer { status, reason, headers, body, bytes, around: None, in_old_session: false, asked }
    }

    pub(crate) fn status(&self) -> u16 {
        self.status
    }

    /// Fills in what hooks are told of it.
    pub(crate) fn tell(&self, received: &mut Received) {
        (received.status, received.bytes) = (Some(self.status), self.bytes);
        received.server_time = self.server_time();
    }

    /// The session that was at hand turned out to be over.
    pub(super) fn of_an_old_session(mut self) -> Self {
        self.in_old_session = true;
        self
    }

    pub(crate) fn is_of_an_old_session(&self) -> bool {
        self.in_old_session
    }

    pub(crate) fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }

    pub(crate) fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The body; without the text around it when that is none of the answer.
    pub(crate) fn body(&self) -> &[u8] {
        &self.body
    }

    /// The start of the body as it came, when the server showed something besides its answer, as warnings of PHP
    /// are.
    pub(super) fn around(&self) -> Option<&Excerpt> {
        self.around.as_ref().map(|around| &around.start)
    }

    /// What tells the text besides the answer from others.
    pub(crate) fn noise(&self) -> Option<u64> {
        self.around.as_ref().map(|around| around.hash)
    }

    pub(super) fn take_body(&mut self) -> Vec<u8> {
        std::mem::take(&mut self.body)
    }

    pub(super) fn put_body(&mut self, body: Vec<u8>) {
        self.body = body;
    }

    pub(super) fn reason(&self) -> Option<&str> {
        self.reason.as_deref().filter(|it| !it.is_empty())
    }

    pub(super) fn asked(&self) -> &Asked {
        &self.asked
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
        if !wait.is_empty() && wait.bytes().all(|byte| byte.is_ascii_digit()) {
            // More than fits is as good as for ever.
            return Some(Duration::from_secs(wait.parse().unwrap_or(u64::MAX)));
        }
        let now = self.date().unwrap_or_else(Timestamp::now);
        Some(Duration::try_from(timestamp(wait)?.duration_since(now)).unwrap_or_default())
    }

    /// When the server gave its answer, by its own clock.
    fn server_time(&self) -> Option<SystemTime> {
        SystemTime::UNIX_EPOCH.checked_add(Duration::from_secs(self.date()?.as_second().try_into().ok()?))
    }

    fn date(&self) -> Option<Timestamp> {
        timestamp(self.header(&DATE)?)
    }

    fn header(&self, name: &HeaderName) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }
}

/// A moment as headers write it.
fn timestamp(text: &str) -> Option<Timestamp> {
    rfc2822::parse(text.trim()).ok().map(|date| date.timestamp())
}
