//! What can go wrong, as one opaque type that answers questions.

mod code;
mod excerpt;
mod fill;
mod kind;
mod network;
mod progress;

pub use code::ErrorCode;
pub use excerpt::Excerpt;
pub(crate) use excerpt::Redactor;
pub use kind::ErrorKind;
pub use progress::{InvalidProgress, Progress};

use std::error::Error as StdError;
use std::fmt;
use std::time::Duration;
use vtql_parser::Diagnostic;

/// A result of this crate.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Anything that can go wrong between a query and its rows.
///
/// The message is complete in itself: what was tried, what happened, and what the server said. No
/// secret is ever part of it.
pub struct Error(Box<Inner>);

struct Inner {
    kind: ErrorKind,
    message: String,
    operation: Option<String>,
    status: Option<u16>,
    code: Option<ErrorCode>,
    retry_after: Option<Duration>,
    body: Option<Excerpt>,
    diagnostics: Vec<Diagnostic>,
    stopped_after: Option<Progress>,
    attempts: u32,
    fate: Fate,
    timed_out: bool,
    remedy: Remedy,
    transient: bool,
    source: Option<Box<dyn StdError + Send + Sync>>,
}

/// What may help before the request is sent again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Remedy {
    Nothing,
    /// A new session: the one that was at hand turned out to be over.
    NewSession,
    /// To know what the server shows beside all its answers: nothing came, and such a text.
    KnownNoise,
}

/// What became of the request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fate {
    /// It was never sent, or was refused.
    NotDone,
    /// It was sent, and nothing shows that it was refused.
    Open,
    /// So was a write.
    MaybeDone,
}

impl Error {
    /// An error of a [`RequestHook`](crate::RequestHook): [`ErrorKind::Hook`], with the text or the error that is
    /// the reason.
    pub fn hook(reason: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        let reason = reason.into();
        Error::new(ErrorKind::Hook, format!("a hook refused: {reason}")).with_source(reason)
    }

    /// What kind of thing went wrong.
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// The code that the server gave the error, when it gave one.
    pub fn code(&self) -> Option<&ErrorCode> {
        self.0.code.as_ref()
    }

    /// One stable word for the error: the server's code where the kind alone says little
    /// ([`ErrorKind::Server`]), else the name of the [kind](Error::kind).
    pub fn label(&self) -> &str {
        match (self.0.kind, &self.0.code) {
            (ErrorKind::Server, Some(ErrorCode::Duplicate)) => "DUPLICATE",
            (ErrorKind::Server, Some(code)) => code.as_str(),
            (kind, _) => kind.as_str(),
        }
    }

    /// The HTTP status of the answer, when there was one.
    pub fn status(&self) -> Option<u16> {
        self.0.status
    }

    /// The operation that failed, as the web service names it: `query`, `create`.
    pub fn operation(&self) -> Option<&str> {
        self.0.operation.as_deref()
    }

    /// The start of the answer's body, with secrets removed.
    pub fn body(&self) -> Option<&Excerpt> {
        self.0.body.as_ref()
    }

    /// What is wrong with the query or the element, when it was refused before it was sent.
    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.0.diagnostics
    }

    /// How long the server asks to wait before the next request.
    pub fn retry_after(&self) -> Option<Duration> {
        self.0.retry_after
    }

    /// How far the query had come, when it failed under way.
    pub fn stopped_after(&self) -> Option<Progress> {
        self.0.stopped_after.clone()
    }

    /// How often the operation that failed was tried before this error was returned. Logins that a request
    /// needed are not counted, unless it is the login that failed.
    pub fn attempts(&self) -> u32 {
        self.0.attempts
    }

    /// Whether a write failed in a way that leaves open whether it was carried out: it was sent, and no
    /// answer came, or one that does not show that it was refused. An empty 500 can follow a committed write
    /// (observed), and so can `INTERNAL_SERVER_ERROR` or `DATABASE_QUERY_ERROR`. A refusal is shown by a code
    /// such as `ACCESS_DENIED` or `MANDATORY_FIELDS_MISSING`, and by a status such as 401, 404 or 429.
    pub fn may_have_been_done(&self) -> bool {
        self.0.fate == Fate::MaybeDone
    }

    /// Whether the credentials or the session were refused.
    pub fn is_auth(&self) -> bool {
        self.0.kind == ErrorKind::Auth
    }

    /// Whether the server wants fewer requests.
    pub fn is_rate_limited(&self) -> bool {
        self.0.kind == ErrorKind::RateLimited
    }

    /// Whether no connection, or no answer, came within the time allowed.
    pub fn is_timeout(&self) -> bool {
        self.0.kind == ErrorKind::Timeout || self.0.timed_out
    }

    /// Whether no connection could be made, be it for want of time, so that nothing was sent.
    pub fn is_connect(&self) -> bool {
        matches!(self.0.kind, ErrorKind::Connect | ErrorKind::UnknownHost)
    }

    /// Whether the same request may well succeed later: a lost connection, a timeout, a quota, a
    /// server that is down for the moment. Whether it may be *sent* again is another matter: a write
    /// may have been carried out.
    pub fn is_transient(&self) -> bool {
        match self.0.kind {
            ErrorKind::Connect | ErrorKind::Timeout | ErrorKind::Interrupted | ErrorKind::RateLimited => true,
            ErrorKind::Status => self.0.status.is_some_and(|status| status >= 500),
            // A gateway that speaks for the server, or the server that does not know itself.
            ErrorKind::Server => match (self.0.status, &self.0.code) {
                (Some(501..), _) | (Some(500), Some(ErrorCode::InternalServerError)) => true,
                _ => self.0.transient,
            },
            // The next attempt begins with a login.
            ErrorKind::Auth if self.0.code.as_ref().is_some_and(ErrorCode::is_session_over) => true,
            _ => self.0.transient,
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let inner = &self.0;
        if let Some(operation) = &inner.operation {
            write!(f, "{operation}: ")?;
        }
        f.write_str(&inner.message)?;
        match (inner.status, inner.code.as_ref()) {
            (Some(status), Some(code)) => write!(f, " (HTTP {status}, code {code})")?,
            (Some(status), None) => write!(f, " (HTTP {status})")?,
            (None, Some(code)) => write!(f, " (code {code})")?,
            (None, None) => {}
        }
        if let Some(wait) = inner.retry_after {
            write!(f, "; the server asks to wait {} s", wait.as_secs())?;
        }
        if self.may_have_been_done() {
            f.write_str("; it may have been carried out all the same")?;
        }
        if inner.attempts > 1 {
            write!(f, "; tried {} times", inner.attempts)?;
        }
        match &inner.stopped_after {
            Some(Progress { rows, last: Some(last), .. }) => write!(f, "; stopped after row {rows}, {last}")?,
            Some(Progress { rows: 0, .. }) => f.write_str("; stopped before the first row")?,
            Some(Progress { rows, .. }) => write!(f, "; stopped after row {rows}")?,
            None => {}
        }
        Ok(())
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let inner = &self.0;
        let mut debug = f.debug_struct("Error");
        debug.field("kind", &inner.kind).field("message", &inner.message);
        debug.field("operation", &inner.operation).field("status", &inner.status);
        debug.field("code", &inner.code).field("retry_after", &inner.retry_after);
        debug.field("body", &inner.body).field("diagnostics", &inner.diagnostics);
        debug.field("stopped_after", &inner.stopped_after).field("attempts", &inner.attempts);
        debug.field("may_have_been_done", &self.may_have_been_done());
        debug.field("source", &inner.source).finish()
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.0.source.as_ref().map(|source| &**source as &(dyn StdError + 'static))
    }
}
