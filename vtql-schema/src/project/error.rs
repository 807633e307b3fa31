use crate::settings::SettingsError;
use std::fmt;
use std::io;
use std::path::Path;

/// Why the settings of a project cannot be read, or where they name a snapshot that is not there. It quotes no
/// value of the settings but that path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProjectError {
    kind: Kind,
    message: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Read,
    Settings,
    NoSnapshot,
}

impl ProjectError {
    pub(super) fn read(file: &Path, error: &io::Error) -> Self {
        ProjectError { kind: Kind::Read, message: format!("{}: {error}", file.display()) }
    }

    pub(super) fn settings(file: &Path, error: &SettingsError) -> Self {
        let message = format!("{}:{}: {}", file.display(), error.line(), error.message());
        ProjectError { kind: Kind::Settings, message }
    }

    pub(super) fn no_snapshot(by: &str, path: &Path) -> Self {
        let message = format!("{by} names `{}`, which does not exist", path.display());
        ProjectError { kind: Kind::NoSnapshot, message }
    }

    /// Whether something names a snapshot that is not there.
    pub fn is_no_snapshot(&self) -> bool {
        self.kind == Kind::NoSnapshot
    }

    /// Whether a file cannot be read.
    pub fn is_read(&self) -> bool {
        self.kind == Kind::Read
    }
}

impl fmt::Display for ProjectError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for ProjectError {}
