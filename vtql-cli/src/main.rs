//! `vtql`: parse, check, format, explain and run VTQL queries, and serve a sandbox to run them against.
//!
//! Arguments are parsed here, a command does the work, and its outcome becomes the exit code: 0 when
//! all is well, 1 when something was found, 2 when the command could not run.
#![allow(
    rustdoc::bare_urls,
    rustdoc::invalid_html_tags,
    reason = "the doc comments of arguments are the text of --help"
)]
#![expect(clippy::doc_markdown, reason = "doc comments of arguments are the text of `--help`")]

mod analysis;
mod cli;
mod commands;
mod config;
mod dialect;
mod dispatch;
mod input;
mod levels;
mod output;
mod setup;

use clap::Parser;
use failure::Outcome;
use std::io::{self, IsTerminal, Write};
use std::process::ExitCode;
use vtql_command::{access_key, connection, ended, failure, plain, profiles, snapshot_file, terminal, write};

fn main() -> ExitCode {
    let cli = match cli::Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => return usage(&error),
    };
    match dispatch::run(&cli) {
        Ok(Outcome::Clean) => ExitCode::SUCCESS,
        Ok(Outcome::Findings) => ExitCode::from(1),
        Err(failure) if failure.is_farewell() && !dispatch::judges(&cli.command) => ExitCode::SUCCESS,
        Err(failure) => {
            failure.report(&cli.terminal);
            ExitCode::from(2)
        }
    }
}

/// Says what is wrong with the command line, or the help that was asked for.
fn usage(error: &clap::Error) -> ExitCode {
    if !error.use_stderr() {
        error.exit();
    }
    let has_colours =
        io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|it| it.is_empty());
    if let Some(flag) = dispatch::unknown_flag(std::env::args()) {
        let _ = writeln!(io::stderr(), "error: there is no flag `{}`", plain::line(&flag));
    }
    let text = error.render();
    let text = if has_colours { text.ansi().to_string() } else { text.to_string() };
    let _ = write!(io::stderr(), "{}", plain::coloured(&text));
    ExitCode::from(2)
}
