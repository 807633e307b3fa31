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

mod access_key;
mod analysis;
mod cli;
mod commands;
mod config;
mod connection;
mod dialect;
mod dispatch;
mod ended;
mod failure;
mod input;
mod levels;
mod output;
mod snapshot_file;
mod terminal;
mod write;

use clap::Parser;
use failure::Outcome;
use std::process::ExitCode;

fn main() -> ExitCode {
    let cli = cli::Cli::parse();
    match dispatch::run(&cli) {
        Ok(Outcome::Clean) => ExitCode::SUCCESS,
        Ok(Outcome::Findings) => ExitCode::from(1),
        Err(failure) => {
            failure.report(&cli.terminal);
            ExitCode::from(2)
        }
    }
}
