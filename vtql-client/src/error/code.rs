use std::fmt;

/// Declares the codes once: variant, the server's spelling, documentation.
macro_rules! codes {
    ($($(#[doc = $doc:literal])+ $variant:ident = $text:literal,)+) => {
        /// The code that the server gave an error. Instances and forks add their own, so the list is
        /// open: a code that is not in it is [`Other`](ErrorCode::Other).
        #[derive(Clone, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum ErrorCode {
            $($(#[doc = $doc])+ $variant,)+
            /// Any other code, as the server spells it.
            Other(String),
        }

        impl ErrorCode {
            /// The code as the server spells it.
            pub fn as_str(&self) -> &str {
                match self {
                    $(ErrorCode::$variant => $text,)+
                    ErrorCode::Other(text) => text,
                }
            }
        }

        impl From<&str> for ErrorCode {
            fn from(text: &str) -> Self {
                match text {
                    $($text => ErrorCode::$variant,)+
                    other => ErrorCode::Other(other.to_owned()),
                }
            }
        }
    };
}

codes! {
    /// No session was named, or no credentials were sent.
    AuthenticationRequired = "AUTHENTICATION_REQUIRED",
    /// The session does not exist (any more).
    InvalidSessionId = "INVALID_SESSIONID",
    /// The session lived as long as it may.
    SessionExpired = "SESSION_EXPIRED",
    /// The session was not used for too long.
    SessionLeftIdle = "SESSION_LEFT_IDLE",
    /// The login challenge was never given, used up, or replaced by a newer one.
    InvalidAuthToken = "INVALID_AUTH_TOKEN",
    /// The user name or the access key is wrong.
    InvalidUserCredentials = "INVALID_USER_CREDENTIALS",
    /// The user may not log in.
    AuthenticationFailure = "AUTHENTICATION_FAILURE",
    /// The user has no access key.
    AccessKeyUndefined = "ACCESSKEY_UNDEFINED",
    /// Not permitted; also the answer to an unknown module, an unknown field and a missing record.
    AccessDenied = "ACCESS_DENIED",
    /// There is no such record.
    RecordNotFound = "RECORD_NOT_FOUND",
    /// The text is not a record id.
    InvalidIdAttribute = "INVALID_ID_ATTRIBUTE",
    /// A reference to a record of a module that the field cannot refer to.
    ReferenceInvalid = "REFERENCE_INVALID",
    /// The query does not parse.
    QuerySyntaxError = "QUERY_SYNTAX_ERROR",
    /// The database refused the SQL that the server made.
    DatabaseQueryError = "DATABASE_QUERY_ERROR",
    /// The module does not have this operation.
    OperationNotSupported = "OPERATION_NOT_SUPPORTED",
    /// There is no such operation.
    UnknownOperation = "UNKNOWN_OPERATION",
    /// The lead has been converted before.
    LeadAlreadyConverted = "LEAD_ALREADY_CONVERTED",
    /// There is no such module. The spelling is the server's.
    UnknownEntity = "UNKOWN_ENTITY",
    /// A mandatory field has no value.
    MandatoryFieldsMissing = "MANDATORY_FIELDS_MISSING",
    /// A record with the same values exists. The server sends the number `0` as the code of it.
    Duplicate = "0",
    /// The server failed and does not say how.
    InternalServerError = "INTERNAL_SERVER_ERROR",
}

/// Further codes of the server's checks, and of forks, that come before anything is done.
const REFUSALS: [&str; 10] = [
    "CURRENCY_INACTIVE",
    "DUPLICATE_FOUND",
    "INVALID_MODULE",
    "INVALID_OLD_PASSWORD",
    "INVALID_POTENTIAL_FOR_CONVERTLEAD",
    "NEW_PASSWORD_MISMATCH",
    "PASSWORD_NOT_STRONG",
    "POTENTIAL_ALREADY_CONVERTED",
    "UNKNOWN_ENTITY",
    "VALIDATION_FAILED",
];

impl ErrorCode {
    /// Whether the credentials or the session were refused.
    pub fn is_auth(&self) -> bool {
        self.is_session_over()
            || matches!(
                self,
                ErrorCode::AuthenticationRequired
                    | ErrorCode::InvalidAuthToken
                    | ErrorCode::InvalidUserCredentials
                    | ErrorCode::AuthenticationFailure
                    | ErrorCode::AccessKeyUndefined
            )
    }

    /// Whether the code shows that the web service refused a request before it did any of it. Others, and
    /// those that nobody knows, can come of a request that was carried out in part.
    pub(crate) fn is_refusal(&self) -> bool {
        match self {
            ErrorCode::InternalServerError | ErrorCode::DatabaseQueryError => false,
            ErrorCode::Other(code) => REFUSALS.contains(&code.as_str()),
            _ => true,
        }
    }

    /// Whether a new login would help.
    pub fn is_session_over(&self) -> bool {
        matches!(self, ErrorCode::InvalidSessionId | ErrorCode::SessionExpired | ErrorCode::SessionLeftIdle)
    }
}

impl fmt::Display for ErrorCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
