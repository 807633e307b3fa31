//! What can go wrong with a statement.

use datafusion::error::DataFusionError;
use std::borrow::Cow;
use std::fmt;

/// A result of this crate.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Why a statement did not run: a code for scripts, the fact, and where there is one a cure.
///
/// ```
/// use vtql_sql::Error;
///
/// let error = Error::refused("`insert` is not allowed", "write records with `vtql record`");
/// assert_eq!(error.code(), "REFUSED");
/// assert_eq!(error.help(), Some("write records with `vtql record`"));
/// ```
pub struct Error {
    code: Cow<'static, str>,
    message: String,
    help: Option<String>,
    client: Option<vtql_client::Error>,
    source: Option<Box<DataFusionError>>,
}

impl Error {
    /// A statement that is not run.
    pub fn refused(message: impl Into<String>, help: impl Into<String>) -> Self {
        Error { help: Some(help.into()), ..Error::new("REFUSED", message) }
    }

    pub(crate) fn new(code: &'static str, message: impl Into<String>) -> Self {
        Error { code: code.into(), message: message.into(), help: None, client: None, source: None }
    }

    /// One stable word: `SQL` for a statement that is wrong, `REFUSED` for one that is not run, else what the client
    /// calls the error.
    pub fn code(&self) -> &str {
        &self.code
    }

    /// What to do about it.
    pub fn help(&self) -> Option<&str> {
        self.help.as_deref()
    }

    /// What the client said, where a request failed.
    pub fn client(&self) -> Option<&vtql_client::Error> {
        match &self.client {
            Some(error) => Some(error),
            None => self.source.as_deref().and_then(client_error),
        }
    }
}

/// The error of the client inside.
fn client_error(error: &DataFusionError) -> Option<&vtql_client::Error> {
    match error {
        DataFusionError::External(inner) => match inner.downcast_ref::<vtql_client::Error>() {
            Some(found) => Some(found),
            None => inner.downcast_ref::<DataFusionError>().and_then(client_error),
        },
        DataFusionError::Context(_, inner) | DataFusionError::Diagnostic(_, inner) => client_error(inner),
        DataFusionError::Shared(inner) => client_error(inner),
        DataFusionError::Collection(all) => all.iter().find_map(client_error),
        DataFusionError::ArrowError(inner, _) => match &**inner {
            datafusion::arrow::error::ArrowError::ExternalError(inner) => {
                match inner.downcast_ref::<vtql_client::Error>() {
                    Some(found) => Some(found),
                    None => inner.downcast_ref::<DataFusionError>().and_then(client_error),
                }
            }
            _ => None,
        },
        _ => None,
    }
}

impl From<DataFusionError> for Error {
    fn from(error: DataFusionError) -> Self {
        if let Some(found) = client_error(&error) {
            let (code, message) = told(found);
            return Error { code, message, help: None, client: None, source: Some(Box::new(error)) };
        }
        let code = match error.find_root() {
            DataFusionError::ResourcesExhausted(_) => "MEMORY",
            DataFusionError::IoError(_) | DataFusionError::ObjectStore(_) => "READ",
            _ => "SQL",
        };
        Error { source: None, ..Error::new(code, error.strip_backtrace()) }
    }
}

/// The code and the message of a client's error. The one hook that refuses is the meter.
fn told(error: &vtql_client::Error) -> (Cow<'static, str>, String) {
    let reason = std::error::Error::source(error).filter(|_| error.kind() == vtql_client::ErrorKind::Hook);
    match reason {
        Some(reason) => ("REFUSED".into(), reason.to_string()),
        None => (error.label().to_owned().into(), error.to_string()),
    }
}

impl From<vtql_client::Error> for Error {
    fn from(error: vtql_client::Error) -> Self {
        let (code, message) = told(&error);
        Error { code, message, help: None, client: Some(error), source: None }
    }
}

impl From<Error> for DataFusionError {
    fn from(error: Error) -> Self {
        match (error.client, error.source) {
            (Some(client), _) => DataFusionError::External(Box::new(client)),
            (None, Some(source)) => *source,
            (None, None) => DataFusionError::Plan(error.message),
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Error")
            .field("code", &self.code)
            .field("message", &self.message)
            .finish_non_exhaustive()
    }
}

impl std::error::Error for Error {}
