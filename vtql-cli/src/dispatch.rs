//! From the command line to the command.

use crate::cli::{Cli, Command};
use crate::commands::{
    check, codegen, completions, explain, export, fmt, lsp, parse, query, sandbox, snapshot, sync,
};
use crate::config::Config;
use crate::failure::{Failure, Outcome};
use clap::CommandFactory;

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
        Command::Export(args) => export::run(args, &config()?, &cli.terminal),
        Command::Sync(args) => sync::run(args, &config()?, &cli.terminal),
        Command::Sandbox(args) => sandbox::run(args, &cli.terminal),
        Command::Lsp(args) => lsp::run(args, cli.config.as_deref()),
        Command::Completions(args) => completions::run(args, Cli::command()),
    }
}
