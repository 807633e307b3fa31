//! Colours and chatter.

use crate::plain;
use clap::{Args, ValueEnum};
use std::io::{self, IsTerminal, Write};

#[allow(
    missing_docs,
    reason = "a doc comment would be the text of `--help` of whoever takes these arguments"
)]
#[derive(Debug, Args)]
pub struct Terminal {
    /// Colours in the output; NO_COLOR turns them off as well
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    color: ColorArg,
    /// Leave out summaries and notes
    #[arg(long, short, global = true)]
    pub quiet: bool,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum ColorArg {
    /// On a terminal, unless NO_COLOR is set
    Auto,
    /// Everywhere
    Always,
    /// Nowhere
    Never,
}

impl Terminal {
    /// The arguments that say the same to another program.
    pub fn arguments(&self) -> Vec<&'static str> {
        let color = match self.color {
            ColorArg::Auto => "--color=auto",
            ColorArg::Always => "--color=always",
            ColorArg::Never => "--color=never",
        };
        let quiet = self.quiet.then_some("--quiet");
        [color].into_iter().chain(quiet).collect()
    }

    /// Whether standard output is coloured.
    pub fn colors_stdout(&self) -> bool {
        self.colors(io::stdout().is_terminal())
    }

    /// Whether standard error is coloured.
    pub fn colors_stderr(&self) -> bool {
        self.colors(io::stderr().is_terminal())
    }

    /// A remark on standard error, unless they are not wanted.
    pub fn note(&self, text: impl AsRef<str>) {
        if !self.quiet {
            let _ = writeln!(io::stderr(), "{}", plain::lines(text.as_ref()));
        }
    }

    /// Progress on one line of standard error. It is shown only on a terminal, and not when that is where
    /// the output goes.
    pub fn progress(&self) -> Progress {
        Progress { shown: !self.quiet && io::stderr().is_terminal() && !io::stdout().is_terminal() }
    }

    /// The same for a command whose output goes to a file: standard output is free.
    pub fn progress_of_file(&self) -> Progress {
        Progress { shown: !self.quiet && io::stderr().is_terminal() }
    }

    fn colors(&self, is_terminal: bool) -> bool {
        match self.color {
            ColorArg::Always => true,
            ColorArg::Never => false,
            // https://no-color.org: set to anything but nothing.
            ColorArg::Auto => is_terminal && std::env::var_os("NO_COLOR").is_none_or(|it| it.is_empty()),
        }
    }
}

/// A line that says how far a command has come. It is wiped at the end.
#[derive(Debug)]
pub struct Progress {
    shown: bool,
}

impl Progress {
    /// Replaces the line.
    pub fn show(&self, text: impl FnOnce() -> String) {
        if self.shown {
            let _ = write!(io::stderr(), "\r\x1b[K{}", plain::line(&text()));
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.show(String::new);
    }
}
