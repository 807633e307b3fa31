use std::io;
use std::path::{Path, PathBuf};

/// The outcome of this crate's work.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Why data did not get where it should. What was kept until then is sound: the work can be started again.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The CRM, or the way to it.
    #[error(transparent)]
    Client(#[from] vtql_client::Error),
    /// A file or folder.
    #[error("{}: {source}", path.display())]
    Io {
        /// Which.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The columns of a batch.
    #[error("a record batch cannot be made: {0}")]
    Arrow(#[from] arrow_schema::ArrowError),
    /// A Parquet file.
    #[error("{}: {source}", path.display())]
    Parquet {
        /// Which.
        path: PathBuf,
        /// Why.
        source: parquet::errors::ParquetError,
    },
    /// An SQLite database.
    #[error("SQLite: {0}")]
    Sqlite(#[from] rusqlite::Error),
    /// A PostgreSQL database.
    #[error("PostgreSQL: {0}")]
    Postgres(String),
    /// What happened to one module.
    #[error("{module}: {source}")]
    Of {
        /// Which.
        module: String,
        /// What.
        source: Box<Error>,
    },
    /// Someone else is at work there.
    #[error("another vtql works on {0}")]
    Locked(String),
    /// What was asked for cannot be done.
    #[error("{0}")]
    Refused(String),
    /// The state that an earlier run left cannot be read.
    #[error("{}: {message}", path.display())]
    State {
        /// Where it is kept.
        path: PathBuf,
        /// What is wrong with it.
        message: String,
    },
}

impl Error {
    pub(crate) fn io(path: &Path) -> impl Fn(io::Error) -> Error + use<> {
        let path = path.to_owned();
        move |source| Error::Io { path: path.clone(), source }
    }

    pub(crate) fn parquet(path: &Path) -> impl Fn(parquet::errors::ParquetError) -> Error + use<> {
        let path = path.to_owned();
        move |source| Error::Parquet { path: path.clone(), source }
    }

    pub(crate) fn refused(message: impl Into<String>) -> Self {
        Error::Refused(message.into())
    }

    /// Whether it is about a module that cannot be had, and not about the way to the server.
    pub(crate) fn is_of_the_module(&self) -> bool {
        match self {
            Error::Client(error) => error.kind() == vtql_client::ErrorKind::Server,
            Error::Refused(_) => true,
            _ => false,
        }
    }

    /// Whether the user may not see the module.
    pub(crate) fn is_denied(&self) -> bool {
        matches!(self, Error::Client(error) if error.code() == Some(&vtql_client::ErrorCode::AccessDenied))
    }

    /// The same, said of a module.
    pub(crate) fn of(self, module: &str) -> Self {
        match self {
            Error::Of { .. } | Error::Locked(_) | Error::Io { .. } | Error::Parquet { .. } => self,
            source => Error::Of { module: module.to_owned(), source: Box::new(source) },
        }
    }

    /// A code for scripts: the client's own of its errors, else `WRITE`, `DATABASE`, `LOCKED`, `STATE`, `REFUSED`.
    pub fn label(&self) -> &str {
        match self {
            Error::Client(error) => error.label(),
            Error::Of { source, .. } => source.label(),
            Error::Io { .. } | Error::Parquet { .. } | Error::Arrow(_) => "WRITE",
            Error::Sqlite(_) | Error::Postgres(_) => "DATABASE",
            Error::Locked(_) => "LOCKED",
            Error::State { .. } => "STATE",
            Error::Refused(_) => "REFUSED",
        }
    }
}

/// The whole story of an error of PostgreSQL, which shows its cause only when asked.
impl From<postgres::Error> for Error {
    fn from(error: postgres::Error) -> Self {
        let text = match error.as_db_error() {
            Some(said) => said.to_string(),
            None => match std::error::Error::source(&error) {
                Some(cause) => format!("{error}: {cause}"),
                None => error.to_string(),
            },
        };
        Error::Postgres(text)
    }
}
