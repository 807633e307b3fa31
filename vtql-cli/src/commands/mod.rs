//! The commands, one file each: arguments in, library calls, outcome.

pub(crate) mod check;
pub(crate) mod codegen;
pub(crate) mod completions;
pub(crate) mod explain;
pub(crate) mod fmt;
pub(crate) mod parse;
pub(crate) mod query;
pub(crate) mod sandbox;
pub(crate) mod snapshot;

use crate::cli::{Cli, Command};
use crate::config::Config;
use crate::failure::{Failure, Outcome};

/// Runs the command that was asked for.
pub(crate) fn run(cli: &Cli) -> Result<Outcome, Failure> {
    let config = || Config::load(cli.config.as_deref());
    match &cli.command {
        Command::Parse(args) => parse::run(args, &cli.terminal),
        Command::Check(args) => check::run(args, &config()?, &cli.terminal),
        Command::Fmt(args) => fmt::run(args, &config()?, &cli.terminal),
        Command::Explain(args) => explain::run(args),
        Command::Snapshot(command) => snapshot::run(command, &config()?, &cli.terminal),
        Command::Codegen(args) => codegen::run(args, &config()?, &cli.terminal),
        Command::Query(args) => query::run(args, &config()?, &cli.terminal),
        Command::Sandbox(args) => sandbox::run(args, &cli.terminal),
        Command::Completions(args) => completions::run(args),
    }
}

/// Runs a future to its end on this thread.
fn block_on<T>(future: impl Future<Output = Result<T, Failure>>) -> Result<T, Failure> {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| {
            Failure::new("RUNTIME", format!("the asynchronous runtime does not start: {error}"))
        })?
        .block_on(future)
}
