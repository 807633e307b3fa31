//! How a command ends.

use crate::plain;
use crate::terminal::Terminal;
use std::fmt;
use std::io::{self, Write};
use std::path::Path;
use vtql_schema::project::ProjectError;

/// A command that ran.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// All is well.
    Clean,
    /// Something was found that the caller asked to be told.
    Findings,
}

impl Outcome {
    /// [`Outcome::Findings`] if something was found.
    pub fn findings(found: bool) -> Self {
        if found { Outcome::Findings } else { Outcome::Clean }
    }
}

/// A command that could not run: a code for scripts, the fact, and what to do.
#[derive(Debug)]
pub struct Failure {
    code: String,
    message: String,
    help: Vec<String>,
    /// Whoever reads the output has left: nothing is to be said.
    silent: bool,
}

impl Failure {
    /// A failure with a code for scripts and a message, which has no help yet.
    pub fn new(code: impl Into<String>, message: impl Into<String>) -> Self {
        Failure { code: code.into(), message: message.into(), help: Vec::new(), silent: false }
    }

    /// The code for scripts.
    pub fn code(&self) -> &str {
        &self.code
    }

    /// Code, message and what to do about it.
    pub fn into_parts(self) -> (String, String, Vec<String>) {
        (self.code, self.message, self.help)
    }

    /// The same with one more thing to do about it.
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help.push(help.into());
        self
    }

    /// A file that cannot be read.
    pub fn read(path: &Path, error: &io::Error) -> Self {
        Failure::new("READ", format!("cannot read {}: {error}", path.display()))
    }

    /// A file that cannot be written.
    pub fn write(path: &Path, error: &io::Error) -> Self {
        Failure::new("WRITE", format!("cannot write {}: {error}", path.display()))
    }

    /// Whether the reader of the output has left: the command has nothing more to do, and did nothing wrong.
    pub fn is_farewell(&self) -> bool {
        self.silent
    }

    /// Says it on standard error, unless nobody listens.
    pub fn report(&self, terminal: &Terminal) {
        if self.silent {
            return;
        }
        let (error, plain) = if terminal.colors_stderr() { ("\x1b[1;31m", "\x1b[0m") } else { ("", "") };
        let _ = writeln!(
            io::stderr(),
            "{error}error[{}]{plain}: {}",
            plain::line(&self.code),
            plain::lines(&self.message)
        );
        for help in &self.help {
            let _ = writeln!(io::stderr(), "  = help: {}", plain::lines(help));
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.code, self.message)
    }
}

/// Output that cannot be written. A closed pipe (`vtql … | head`) ends the command without a word.
impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        let silent = error.kind() == io::ErrorKind::BrokenPipe;
        Failure { silent, ..Failure::new("WRITE", format!("cannot write the output: {error}")) }
    }
}

/// Settings that cannot be read, or that name a snapshot that is not there.
impl From<ProjectError> for Failure {
    fn from(error: ProjectError) -> Self {
        match error {
            error if error.is_no_snapshot() => Failure::new("SNAPSHOT", error.to_string())
                .help("`vtql snapshot pull` makes a snapshot of an instance"),
            error if error.is_read() => Failure::new("READ", format!("cannot read {error}")),
            error => Failure::new("CONFIG", error.to_string()),
        }
    }
}

impl From<serde_json::Error> for Failure {
    fn from(error: serde_json::Error) -> Self {
        io::Error::from(error).into()
    }
}
