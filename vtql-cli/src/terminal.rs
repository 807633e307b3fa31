//! Colours and chatter.

use crate::plain;
use clap::{Args, ValueEnum};
use std::io::{self, IsTerminal, Write};

#[derive(Debug, Args)]
pub(crate) struct Terminal {
    /// Colours in the output; NO_COLOR turns them off as well
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    color: ColorArg,
    /// Leave out summaries and notes
    #[arg(long, short, global = true)]
    pub(crate) quiet: bool,
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
    pub(crate) fn colors_stdout(&self) -> bool {
        self.colors(io::stdout().is_terminal())
    }

    pub(crate) fn colors_stderr(&self) -> bool {
        self.colors(io::stderr().is_terminal())
    }

    /// A remark on standard error, unless they are not wanted.
    pub(crate) fn note(&self, text: impl AsRef<str>) {
        if !self.quiet {
            let _ = writeln!(io::stderr(), "{}", plain::lines(text.as_ref()));
        }
    }

    /// Progress on one line of standard error. It is shown only on a terminal, and not when that is where
    /// the output goes.
    pub(crate) fn progress(&self) -> Progress {
        Progress { shown: !self.quiet && io::stderr().is_terminal() && !io::stdout().is_terminal() }
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
pub(crate) struct Progress {
    shown: bool,
}

impl Progress {
    /// Replaces the line.
    pub(crate) fn show(&self, text: impl FnOnce() -> String) {
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
