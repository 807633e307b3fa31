use std::fmt;
use std::path::{Path, PathBuf};

/// A describe answer or a snapshot that could not be read. Its text names the file, the key inside it
/// and what stands there.
#[derive(Debug)]
pub struct ReadError {
    file: Option<PathBuf>,
    /// The steps to the key, innermost first.
    steps: Vec<String>,
    kind: Kind,
}

#[derive(Debug)]
pub(crate) enum Kind {
    Io(std::io::Error),
    Json(serde_json::Error),
    /// Another kind of value stands there.
    Expected {
        wanted: &'static str,
        found: String,
    },
    Missing,
    /// The answer of a server that refused.
    Refused {
        code: String,
        message: String,
    },
    /// Valid JSON, but neither a snapshot nor a describe answer.
    Foreign,
    /// A snapshot of a version that this library does not know.
    Version {
        found: u64,
        read: u64,
    },
    /// The same module twice in one folder.
    Duplicate(String),
    /// A folder without one `.json` file.
    EmptyFolder,
}

impl ReadError {
    pub(crate) fn new(kind: Kind) -> Self {
        ReadError { file: None, steps: Vec::new(), kind }
    }

    /// Something else was wanted than what was found, in words.
    pub(crate) fn expected(wanted: &'static str, found: String) -> Self {
        ReadError::new(Kind::Expected { wanted, found })
    }

    /// The same error, seen from the object or list around it.
    pub(crate) fn under(mut self, step: impl Into<String>) -> Self {
        self.steps.push(step.into());
        self
    }

    pub(crate) fn in_file(mut self, file: &Path) -> Self {
        self.file = Some(file.to_owned());
        self
    }

    /// The file that could not be read, when it came from one.
    pub fn file(&self) -> Option<&Path> {
        self.file.as_deref()
    }

    /// The way to the key that is wrong, as `result.fields[3].type`; empty for the whole text.
    pub fn key(&self) -> String {
        let mut key = String::new();
        for step in self.steps.iter().rev() {
            if !key.is_empty() && !step.starts_with('[') {
                key.push('.');
            }
            key.push_str(step);
        }
        key
    }

    /// Whether the file itself could not be read (missing, not permitted, not UTF-8).
    pub fn is_io(&self) -> bool {
        matches!(self.kind, Kind::Io(_))
    }

    /// Whether the text is the answer of a server that refused to describe.
    pub fn is_refusal(&self) -> bool {
        matches!(self.kind, Kind::Refused { .. })
    }
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(file) = &self.file {
            write!(f, "{}: ", file.display())?;
        }
        let key = self.key();
        if !key.is_empty() {
            write!(f, "`{key}`: ")?;
        }
        match &self.kind {
            Kind::Io(error) => write!(f, "cannot be read: {error}"),
            Kind::Json(error) => write!(f, "is not JSON: {error}"),
            Kind::Expected { wanted, found } => write!(f, "expected {wanted}, found {found}"),
            Kind::Missing => f.write_str("is missing"),
            Kind::Refused { code, message } => {
                write!(f, "is the answer of a server that refused: {code}: {message}")
            }
            Kind::Foreign => f.write_str(
                "is neither a snapshot (`\"format\": \"vtql-snapshot\"`) nor a describe answer (an object with \
                 `name` and `fields`, or one under `result`)",
            ),
            Kind::Version { found, read } => write!(
                f,
                "is a snapshot of version {found}, and this vtql reads version {read}: update vtql or pull anew"
            ),
            Kind::Duplicate(module) => write!(f, "describes the module `{module}` for the second time"),
            Kind::EmptyFolder => f.write_str("is a folder without a `.json` file"),
        }
    }
}

impl std::error::Error for ReadError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match &self.kind {
            Kind::Io(error) => Some(error),
            Kind::Json(error) => Some(error),
            _ => None,
        }
    }
}
