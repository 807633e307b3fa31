//! Where texts come from.

mod files;
pub(crate) mod lines;

pub(crate) use files::{files, in_parallel, is_query_file};

use crate::failure::Failure;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

/// The argument that stands for standard input.
pub(crate) const STDIN: &str = "-";

/// One text and its name.
#[derive(Debug)]
pub(crate) struct Source {
    /// The file; `None` for standard input.
    pub(crate) path: Option<PathBuf>,
    pub(crate) text: String,
}

impl Source {
    /// The name for messages.
    pub(crate) fn name(&self) -> String {
        self.path.as_ref().map_or_else(
            || "<stdin>".to_owned(),
            |path| path.display().to_string().replace(std::path::MAIN_SEPARATOR, "/"),
        )
    }

    /// Reads a file.
    pub(crate) fn file(path: &Path) -> Result<Self, Failure> {
        let text = std::fs::read_to_string(path).map_err(|error| Failure::read(path, &error))?;
        Ok(Source { path: Some(path.to_owned()), text })
    }

    /// Reads standard input to its end.
    pub(crate) fn stdin() -> Result<Self, Failure> {
        let mut text = String::new();
        io::stdin()
            .lock()
            .read_to_string(&mut text)
            .map_err(|error| Failure::new("READ", format!("cannot read standard input: {error}")))?;
        Ok(Source { path: None, text })
    }

    /// Reads what an argument names.
    pub(crate) fn of(argument: &Path) -> Result<Self, Failure> {
        if argument == Path::new(STDIN) { Source::stdin() } else { Source::file(argument) }
    }
}
