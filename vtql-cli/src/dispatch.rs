//! From the command line to the command.

use crate::cli::{Cli, Command};
use crate::commands::{
    check, codegen, completions, console, describe, explain, export, fmt, login, lsp, mcp, modules, parse,
    query, quota, record, repl, sandbox, snapshot, sql, sync,
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
        Command::Repl(args) => repl::run(args, &config()?, &cli.terminal),
        Command::Sql(args) => sql::run(None, args, cli.config.as_deref(), &cli.terminal),
        Command::Serve(args) => sql::run(Some("serve"), args, cli.config.as_deref(), &cli.terminal),
        Command::Login(args) => login::run(args, &config()?, &cli.terminal),
        Command::Modules(args) => modules::run(args, &config()?, &cli.terminal),
        Command::Describe(args) => describe::run(args, &config()?, &cli.terminal),
        Command::Record(command) => record::run(command, &config()?, &cli.terminal),
        Command::Quota(args) => quota::run(args, &config()?, &cli.terminal),
        Command::Sandbox(args) => sandbox::run(args, &cli.terminal),
        Command::Console(args) => console::run(args, &config()?, &cli.terminal),
        Command::Mcp(args) => mcp::run(args, &config()?, &cli.terminal),
        Command::Lsp(args) => lsp::run(args, cli.config.as_deref()),
        Command::Completions(args) => completions::run(args, Cli::command()),
    }
}

/// Whether the exit code of a command is a verdict, which a reader that left early must not turn into a good one.
pub(crate) fn judges(command: &Command) -> bool {
    matches!(command, Command::Check(_) | Command::Fmt(_) | Command::Parse(_) | Command::Snapshot(_))
}

/// The first argument that begins as a flag does and is none of any command. A query may begin so, too: it has blanks.
pub(crate) fn unknown_flag(arguments: impl Iterator<Item = String>) -> Option<String> {
    fn knows(command: &clap::Command, name: &str) -> bool {
        command.get_arguments().any(|argument| argument.get_long() == Some(name))
            || command.get_subcommands().any(|command| knows(command, name))
    }
    let mut whole = Cli::command();
    whole.build();
    let mut arguments = arguments.take_while(|argument| argument != "--");
    arguments.find(|argument| {
        let name = argument.strip_prefix("--").map(|rest| rest.split('=').next().unwrap_or_default());
        name.is_some_and(|name| {
            !name.is_empty() && !name.contains(char::is_whitespace) && !knows(&whole, name)
        })
    })
}
