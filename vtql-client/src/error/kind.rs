use std::fmt;

/// What kind of thing went wrong. [`as_str`](ErrorKind::as_str) is stable: scripts may match on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The client was set up with something it cannot use: no URL, an unreadable one, an empty key.
    Config,
    /// The URL would send the access key unencrypted to another machine.
    InsecureUrl,
    /// The host name of the URL does not resolve.
    UnknownHost,
    /// No connection could be made: refused, unreachable, a failed TLS handshake, or not in the time allowed.
    Connect,
    /// No answer to a request that was sent within the time allowed.
    Timeout,
    /// The connection broke, or the answer ended, before it was complete.
    Interrupted,
    /// The user name or the access key was refused, or the session is over.
    Auth,
    /// Too many requests: the quota of the edition is used up.
    RateLimited,
    /// The server answered with an error that carries a code.
    Server,
    /// The server answered with an HTTP status that is no success, and said nothing else.
    Status,
    /// The answer is not JSON: a web page, a warning of PHP, plain text.
    NotJson,
    /// The answer is JSON, and not what the operation returns.
    UnexpectedAnswer,
    /// The request is longer than the server takes (HTTP 413, 414 or 431, nginx's 400, or a connection that is
    /// cut off without an answer), and could not be sent in parts.
    TooLong,
    /// The query is wrong: it was never sent. [`Error::diagnostics`](super::Error::diagnostics) says why.
    Query,
    /// A value of a row does not fit the Rust type that it is to become.
    Decode,
    /// A query that must return one row returned none, or more than one.
    RowCount,
    /// The endpoint does not have this operation.
    Unsupported,
    /// A record that was to be written does not fit its module: it was never sent.
    Element,
    /// A value that was to be sent could not be written as JSON.
    Encode,
    /// A hook of the program refused.
    Hook,
    /// A file of this machine could not be read or written.
    File,
}

impl ErrorKind {
    /// The name of the kind, for scripts and command lines: `UNKNOWN_HOST`. It never changes.
    pub fn as_str(self) -> &'static str {
        match self {
            ErrorKind::Config => "CONFIG",
            ErrorKind::InsecureUrl => "INSECURE_URL",
            ErrorKind::UnknownHost => "UNKNOWN_HOST",
            ErrorKind::Connect => "CONNECT",
            ErrorKind::Timeout => "TIMEOUT",
            ErrorKind::Interrupted => "INTERRUPTED",
            ErrorKind::Auth => "AUTH",
            ErrorKind::RateLimited => "RATE_LIMITED",
            ErrorKind::Server => "SERVER",
            ErrorKind::Status => "HTTP_STATUS",
            ErrorKind::NotJson => "NOT_JSON",
            ErrorKind::UnexpectedAnswer => "UNEXPECTED_ANSWER",
            ErrorKind::TooLong => "TOO_LONG",
            // The server's own word for it: whoever finds the mistake, its name is the same.
            ErrorKind::Query => "QUERY_SYNTAX_ERROR",
            ErrorKind::Decode => "DECODE",
            ErrorKind::RowCount => "ROW_COUNT",
            ErrorKind::Unsupported => "UNSUPPORTED",
            ErrorKind::Element => "INVALID_ELEMENT",
            ErrorKind::Encode => "ENCODE",
            ErrorKind::Hook => "HOOK",
            ErrorKind::File => "FILE",
        }
    }
}

impl fmt::Display for ErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
