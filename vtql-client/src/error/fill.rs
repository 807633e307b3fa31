//! How the crate fills an error in.

use super::{Error, ErrorCode, ErrorKind, Excerpt, Fate, Inner, Progress, Remedy};
use std::error::Error as StdError;
use std::time::Duration;
use vtql_parser::Diagnostic;

impl Error {
    pub(crate) fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Error(Box::new(Inner {
            kind,
            message: message.into(),
            operation: None,
            status: None,
            code: None,
            retry_after: None,
            body: None,
            diagnostics: Vec::new(),
            stopped_after: None,
            attempts: 1,
            fate: Fate::NotDone,
            timed_out: false,
            remedy: Remedy::Nothing,
            transient: false,
            source: None,
        }))
    }

    /// The query was refused before it was sent.
    pub(crate) fn query(diagnostics: impl Into<Vec<Diagnostic>>) -> Self {
        let diagnostics = diagnostics.into();
        let mut message = "the query is not valid".to_owned();
        for diagnostic in diagnostics.iter().filter(|it| it.is_error()) {
            message.push_str(": ");
            message.push_str(&diagnostic.to_string());
        }
        let mut error = Error::new(ErrorKind::Query, message);
        error.0.diagnostics = diagnostics;
        error
    }

    pub(crate) fn with_diagnostics(mut self, diagnostics: Vec<Diagnostic>) -> Self {
        self.0.diagnostics = diagnostics;
        self
    }

    /// A refusal while logging in is one of the credentials, whatever its code; a failure of the server is none, and
    /// passes.
    pub(crate) fn of_login(mut self) -> Self {
        if self.0.kind == ErrorKind::Server {
            match self.0.code {
                Some(ErrorCode::InternalServerError | ErrorCode::DatabaseQueryError) => {
                    self.0.transient = true;
                }
                _ => self.0.kind = ErrorKind::Auth,
            }
        }
        // The answer to a login holds the name of the session, which is as good as a key.
        self.0.body = None;
        self
    }

    /// What failed came before the request that was asked for: nothing of that was sent.
    pub(crate) fn before_it_was_sent(mut self) -> Self {
        self.0.fate = Fate::NotDone;
        self
    }

    /// It is open what became of the request: it was sent, and nothing shows that it was refused.
    pub(crate) fn of_an_open_end(mut self) -> Self {
        self.0.fate = Fate::Open;
        self
    }

    /// The request is too long for the web server: so many bytes.
    pub(crate) fn of_a_long_request(mut self, bytes: usize) -> Self {
        self.0.kind = ErrorKind::TooLong;
        self.0.message = format!(
            "the server takes no request as long as this one, of {bytes} bytes: an `in` list is sent in parts \
             where every row has to be in the list; ask for less at a time"
        );
        self
    }

    /// The endpoint does not have the operation.
    pub(crate) fn of_a_missing_operation(mut self) -> Self {
        self.0.kind = ErrorKind::Unsupported;
        "this endpoint does not have the operation".clone_into(&mut self.0.message);
        self
    }

    pub(crate) fn with_operation(mut self, operation: &str) -> Self {
        self.0.operation.get_or_insert_with(|| operation.to_owned());
        self
    }

    pub(crate) fn with_status(mut self, status: u16) -> Self {
        self.0.status = Some(status);
        self
    }

    pub(crate) fn with_code(mut self, code: ErrorCode) -> Self {
        self.0.code = Some(code);
        self
    }

    pub(crate) fn with_body(mut self, body: Excerpt) -> Self {
        self.0.body = Some(body);
        self
    }

    /// Whether it may pass, where the kind alone does not say.
    pub(crate) fn with_transience(mut self, transient: bool) -> Self {
        self.0.transient = transient;
        self
    }

    pub(crate) fn with_retry_after(mut self, wait: Option<Duration>) -> Self {
        self.0.retry_after = wait;
        self
    }

    pub(crate) fn with_timeout(mut self, timed_out: bool) -> Self {
        self.0.timed_out = timed_out;
        self
    }

    /// Whether it is open what became of the request.
    pub(crate) fn is_open(&self) -> bool {
        self.0.fate != Fate::NotDone
    }

    /// The session that was at hand turned out to be over: the request was refused.
    pub(crate) fn of_an_old_session(mut self) -> Self {
        self.0.remedy = Remedy::NewSession;
        self
    }

    pub(crate) fn is_of_an_old_session(&self) -> bool {
        self.0.remedy == Remedy::NewSession
    }

    /// Nothing came, and what stands beside it may say why.
    pub(crate) fn of_a_doubt(mut self) -> Self {
        self.0.remedy = Remedy::KnownNoise;
        self
    }

    pub(crate) fn is_of_a_doubt(&self) -> bool {
        self.0.remedy == Remedy::KnownNoise
    }

    /// Whether the connection ended before any of the answer came.
    pub(crate) fn was_cut_off(&self) -> bool {
        self.0.kind == ErrorKind::Interrupted && self.0.fate == Fate::Open
    }

    pub(crate) fn without_source(mut self) -> Self {
        self.0.source = None;
        self
    }

    /// The error is that of a write.
    pub(crate) fn of_a_write(mut self) -> Self {
        if self.0.fate == Fate::Open {
            self.0.fate = Fate::MaybeDone;
        }
        self
    }

    pub(crate) fn with_attempts(mut self, attempts: u32) -> Self {
        self.0.attempts = attempts;
        self
    }

    pub(crate) fn with_progress(mut self, progress: Progress) -> Self {
        self.0.stopped_after = Some(progress);
        self
    }

    pub(crate) fn with_source(mut self, source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        self.0.source = Some(source.into());
        self
    }
}
