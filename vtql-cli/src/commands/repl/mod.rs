//! `vtql repl`

mod command;
mod editor;
mod history;
mod input;
mod session;

use crate::config::Config;
use crate::connection::{self, ConnectionArgs};
use crate::failure::{Failure, Outcome};
use crate::snapshot_file::SnapshotArg;
use crate::terminal::Terminal;
use clap::Args;
use editor::Editor;
use rustyline::error::ReadlineError;
use session::{Session, Step};

const EXAMPLES: &str = "\
Examples:
  vtql repl
  vtql repl --profile test
  vtql repl --snapshot vtql.snapshot.json
  echo 'select count(*) from Contacts;' | vtql repl

A query goes over as many lines as it needs, and ends with a semicolon, or with \\G for a line a field. Tab completes \
keywords, modules, fields and values of picklists. What was typed is kept for the next time, but for lines that begin \
with a blank or hold the access key. Ctrl-C gives a query up, Ctrl-D ends.

  \\d                  the modules
  \\d MODULE           the fields of a module
  \\explain QUERY;     the plan and the texts that would be sent
  \\export FILE QUERY; the rows into a file: .csv, .jsonl, .json, .parquet or .sqlite
  \\set NAME VALUE     the value of a parameter; \\unset NAME takes it away
  \\x                  a line a field, always or not
  \\refresh            ask the instance anew for modules and fields
  \\?  \\q              help, end";

/// The arguments of `vtql repl`.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct ReplArgs {
    /// Show long tables without a pager (VTQL_PAGER, PAGER, less)
    #[arg(long)]
    no_pager: bool,
    /// Keep nothing of what was typed
    #[arg(long)]
    no_history: bool,
    #[command(flatten)]
    snapshot: SnapshotArg,
    #[command(flatten)]
    connection: ConnectionArgs,
}

pub(crate) fn run(args: &ReplArgs, config: &Config, terminal: &Terminal) -> Result<Outcome, Failure> {
    let (client, key) = args.connection.client_and_key(config)?;
    let snapshot = args.snapshot.find(config)?;
    let mut editor = Editor::new(snapshot.clone(), if args.no_history { None } else { history::path() })?;
    let mut session = Session::new(client.clone(), snapshot, config, terminal, !args.no_pager);
    if Editor::is_interactive() {
        terminal.note(session.greeting());
    }
    let runtime = super::runtime()?;
    let mut outcome = Outcome::Clean;
    loop {
        let text = match editor.read() {
            Ok(text) => text,
            Err(ReadlineError::Interrupted) => continue,
            Err(ReadlineError::Eof) => break,
            Err(error) => return Err(Failure::new("READ", format!("cannot read what is typed: {error}"))),
        };
        if history::may_keep(&text, &key) {
            editor.remember(&text);
        }
        for input in input::split(&text) {
            match runtime.block_on(session.take(&input)) {
                Ok(Step::Done) => {}
                Ok(Step::Wrong) => outcome = Outcome::Findings,
                Ok(Step::Learned) => editor.learn(session.snapshot()),
                Ok(Step::End) => {
                    farewell(&runtime, &client);
                    return Ok(outcome);
                }
                Err(failure) if failure.is_farewell() => {
                    farewell(&runtime, &client);
                    return Ok(outcome);
                }
                Err(failure) if Editor::is_interactive() => failure.report(terminal),
                Err(failure) => {
                    farewell(&runtime, &client);
                    return Err(failure);
                }
            }
        }
    }
    farewell(&runtime, &client);
    Ok(outcome)
}

fn farewell(runtime: &tokio::runtime::Runtime, client: &vtql_client::Client) {
    runtime.block_on(connection::and_log_out(client, async {}));
}
