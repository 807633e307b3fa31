//! What goes wrong: answers to a request, and failures to start.

use axum::http::StatusCode;
use std::fmt;
use std::net::SocketAddr;
use std::path::PathBuf;

/// An error answer of the API.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct ApiError {
    pub(crate) code: Code,
    pub(crate) message: String,
}

macro_rules! codes {
    ($($variant:ident = $text:literal,)+) => {
        /// The codes that the server answers with, as observed and as in its source.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(crate) enum Code {
            $($variant,)+
        }

        impl Code {
            /// The code on the wire.
            pub(crate) fn as_str(self) -> &'static str {
                match self {
                    $(Code::$variant => $text,)+
                }
            }
        }
    };
}

codes! {
    AccessDenied = "ACCESS_DENIED",
    AuthenticationFailure = "AUTHENTICATION_FAILURE",
    AuthenticationRequired = "AUTHENTICATION_REQUIRED",
    // No code of the server: it answers nothing at all.
    Crash = "",
    DatabaseQueryError = "DATABASE_QUERY_ERROR",
    // A number in the answer (observed).
    Duplicate = "0",
    InternalServerError = "INTERNAL_SERVER_ERROR",
    InvalidAuthToken = "INVALID_AUTH_TOKEN",
    InvalidIdAttribute = "INVALID_ID_ATTRIBUTE",
    InvalidSessionId = "INVALID_SESSIONID",
    InvalidUserCredentials = "INVALID_USER_CREDENTIALS",
    LeadAlreadyConverted = "LEAD_ALREADY_CONVERTED",
    MandatoryFieldsMissing = "MANDATORY_FIELDS_MISSING",
    OperationNotSupported = "OPERATION_NOT_SUPPORTED",
    QuerySyntaxError = "QUERY_SYNTAX_ERROR",
    RecordNotFound = "RECORD_NOT_FOUND",
    ReferenceInvalid = "REFERENCE_INVALID",
    // No code of the server: it answers a page of text.
    Restricted = "",
    SessionExpired = "SESSION_EXPIRED",
    SessionLeftIdle = "SESSION_LEFT_IDLE",
    // Not told in public: the status counts.
    TooManyRequests = "TOO_MANY_REQUESTS",
    // Spelt so (observed).
    UnknownEntity = "UNKOWN_ENTITY",
    UnknownOperation = "UNKNOWN_OPERATION",
}

impl Code {
    /// The HTTP status in the cloud profile: 400 for what could not be executed (manual, *Error*), unless HTTP
    /// itself has another one for it.
    pub(crate) fn status(self) -> StatusCode {
        match self {
            Code::InvalidUserCredentials | Code::AuthenticationRequired => StatusCode::UNAUTHORIZED,
            Code::TooManyRequests => StatusCode::TOO_MANY_REQUESTS,
            Code::InternalServerError | Code::Crash => StatusCode::INTERNAL_SERVER_ERROR,
            _ => StatusCode::BAD_REQUEST,
        }
    }
}

impl ApiError {
    pub(crate) fn new(code: Code, message: impl Into<String>) -> Self {
        ApiError { code, message: message.into() }
    }

    /// The operation is not allowed, or what it is about does not exist.
    pub(crate) fn denied() -> Self {
        ApiError::new(Code::AccessDenied, "Permission to perform the operation is denied")
    }

    /// No such module.
    pub(crate) fn no_module(name: &str) -> Self {
        let message = format!("Permission to perform the operation is denied for name : {name}");
        ApiError::new(Code::AccessDenied, message)
    }

    /// No such field, where a condition names it.
    pub(crate) fn no_field(name: &str) -> Self {
        ApiError::new(Code::AccessDenied, format!("Permission to access {name} attribute denied."))
    }

    /// Text that is no record id, or the id of a record of another module.
    pub(crate) fn bad_id() -> Self {
        ApiError::new(Code::InvalidIdAttribute, "Id specified is incorrect")
    }

    /// A mandatory field without a value.
    pub(crate) fn missing(field: &str) -> Self {
        ApiError::new(Code::MandatoryFieldsMissing, format!("{field} does not have a value"))
    }

    /// No such related list.
    pub(crate) fn no_relation() -> Self {
        ApiError::new(Code::UnknownEntity, "Relation specified is incorrect")
    }

    /// The id of an owner who does not exist.
    pub(crate) fn no_such_owner() -> Self {
        ApiError::new(Code::AccessDenied, "Cannot assign record to the given user")
    }

    /// PHP ends, and the server answers HTTP 500 without a body.
    pub(crate) fn crash() -> Self {
        ApiError::new(Code::Crash, "")
    }

    /// What the server says when it has nothing to say.
    pub(crate) fn internal() -> Self {
        ApiError::new(Code::InternalServerError, "Unknown Error while processing request")
    }
}

impl std::error::Error for ApiError {}

impl fmt::Display for ApiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.code.as_str(), self.message)
    }
}

impl From<rusqlite::Error> for ApiError {
    fn from(error: rusqlite::Error) -> Self {
        tracing::error!(%error, "the sandbox's database failed");
        ApiError::internal()
    }
}

/// Why a sandbox did not start, or did not write its records.
#[derive(Debug, thiserror::Error)]
#[error(transparent)]
pub struct StartError(#[from] StartErrorKind);

impl StartError {
    /// Whether the address could not be listened on.
    pub fn is_address(&self) -> bool {
        matches!(self.0, StartErrorKind::Bind { .. })
    }

    /// Whether the records, or the files that hold them, are at fault.
    pub fn is_data(&self) -> bool {
        matches!(
            self.0,
            StartErrorKind::Read { .. }
                | StartErrorKind::Record { .. }
                | StartErrorKind::Given { .. }
                | StartErrorKind::Write { .. }
                | StartErrorKind::InUse(_)
                | StartErrorKind::OtherSchema { .. }
        )
    }
}

#[derive(Debug, thiserror::Error)]
pub(crate) enum StartErrorKind {
    #[error("cannot listen on {address}: {source}")]
    Bind { address: SocketAddr, source: std::io::Error },
    #[error("cannot read {}: {source}", path.display())]
    Read { path: PathBuf, source: std::io::Error },
    #[error("cannot write {}: {source}", path.display())]
    Write { path: PathBuf, source: std::io::Error },
    #[error("{}:{line}: {reason}", path.display())]
    Record { path: PathBuf, line: usize, reason: String },
    #[error("record {number} of `{module}`: {reason}")]
    Given { module: String, number: usize, reason: String },
    #[error("another sandbox serves {}: end it, or take another file", .0.display())]
    InUse(PathBuf),
    #[error(
        "{} was made for another schema: {reason}. Start with the snapshot that it was made for, or with a new file",
        path.display()
    )]
    OtherSchema { path: PathBuf, reason: String },
    #[error("the snapshot has no module `{0}`")]
    NoModule(String),
    #[error("the sandbox's database failed: {0}")]
    Store(#[from] rusqlite::Error),
    #[error("the totals of the demo data cannot be computed: {0}")]
    Totals(#[from] ApiError),
    #[error("the system gives no random numbers for an access key: {0}")]
    Random(getrandom::Error),
    #[error("the thread that prepares the data ended early")]
    Interrupted,
}
