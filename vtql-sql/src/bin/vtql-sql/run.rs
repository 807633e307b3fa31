//! One statement, or a shell when there is none.

use crate::explain;
use crate::failures;
use crate::format::{self, Format};
use crate::open::SessionArgs;
use crate::rows::{self, Stopped};
use crate::shell;
use clap::Args;
use std::io::{self, IsTerminal, Read, Write};
use std::path::PathBuf;
use vtql_command::connection;
use vtql_command::failure::{Failure, Outcome};
use vtql_command::plain::Data;
use vtql_command::project_config::ProjectConfig;
use vtql_command::terminal::Terminal;
use vtql_sql::Error;

/// The arguments of `vtql sql`.
#[derive(Debug, Args)]
pub(crate) struct RunArgs {
    /// The statement; - reads it from standard input; none opens a shell
    #[arg(value_name = "SQL")]
    statement: Option<String>,
    /// Read the statement from this file
    #[arg(long, value_name = "FILE", conflicts_with = "statement")]
    file: Option<PathBuf>,
    /// How rows are written [default: table, or what the name of --out says]
    #[arg(long, short, value_enum)]
    format: Option<Format>,
    /// Write the rows to this file: .csv, .jsonl, .json or .parquet; it appears when all of them are there
    #[arg(long, short, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Ask for no rows: show what is asked of the server, and how many requests that takes
    #[arg(long)]
    explain: bool,
    /// Refuse a statement that takes more requests for rows, and stop one that turns out to
    #[arg(long, value_name = "REQUESTS")]
    max_requests: Option<u64>,
    #[command(flatten)]
    session: SessionArgs,
}

pub(crate) async fn run(
    args: &RunArgs,
    config: &ProjectConfig,
    terminal: &Terminal,
) -> Result<Outcome, Failure> {
    let text = text(args)?;
    let format = match (args.format, &args.out) {
        (Some(format), _) => format,
        (None, Some(path)) => Format::of_file(path)?,
        (None, None) => Format::Table,
    };
    if format == Format::Parquet && args.out.is_none() {
        return Err(Failure::new("USAGE", "Parquet goes to a file").help("name it with --out"));
    }
    let (session, client) = args.session.open(config, true).await?;
    let work = async {
        let Some(text) = &text else {
            return shell::run(&session, terminal, args.max_requests).await.map(|()| Outcome::Clean);
        };
        if args.explain {
            return match session.price(text).await {
                Ok(price) if args.format == Some(Format::Json) => {
                    Ok(writeln!(Data::stdout(), "{}", explain::json(&price)).map(|()| Outcome::Clean)?)
                }
                Ok(price) => {
                    Ok(write!(Data::stdout(), "{}", explain::text(&price)).map(|()| Outcome::Clean)?)
                }
                Err(error) => told(&error, terminal),
            };
        }
        let written = match &args.out {
            None => rows::write(&session, text, args.max_requests, format, &mut Data::shared_stdout()).await,
            Some(path) => {
                format::to_file(path, async |file| {
                    rows::write(&session, text, args.max_requests, format, file).await
                })
                .await
            }
        };
        rows::tell_misfits(&session, terminal);
        match written {
            Ok(rows) => {
                let requests = session.requests();
                terminal.note(format!("{rows} rows, {requests} requests"));
                Ok(Outcome::Clean)
            }
            Err(Stopped::Statement(error)) => told(&error, terminal),
            Err(Stopped::Output(failure)) => Err(failure),
        }
    };
    connection::and_log_out(&client, work).await
}

/// Says what is wrong with a statement; one that could not be run is a failure.
fn told(error: &Error, terminal: &Terminal) -> Result<Outcome, Failure> {
    let failure = failures::of(error);
    if matches!(error.code(), "SQL" | "REFUSED") {
        failure.report(terminal);
        return Ok(Outcome::Findings);
    }
    Err(failure)
}

fn text(args: &RunArgs) -> Result<Option<String>, Failure> {
    match (&args.statement, &args.file) {
        (Some(text), _) if text == "-" => from_stdin().map(Some),
        (Some(text), _) => Ok(Some(text.clone())),
        (None, Some(path)) => {
            std::fs::read_to_string(path).map(Some).map_err(|error| Failure::read(path, &error))
        }
        (None, None) if io::stdin().is_terminal() => Ok(None),
        (None, None) if args.session.connection.access_key_stdin => Ok(None),
        (None, None) => from_stdin().map(Some),
    }
}

fn from_stdin() -> Result<String, Failure> {
    let mut text = String::new();
    io::stdin().read_to_string(&mut text).map(|_| text).map_err(|error| {
        Failure::new("READ", format!("cannot read the statement from standard input: {error}"))
    })
}
