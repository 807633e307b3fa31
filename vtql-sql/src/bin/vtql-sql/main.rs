//! `vtql-sql`: SQL over the modules of a Vtiger CRM, as a command, a shell and a server. `vtql sql` starts it.
#![allow(
    rustdoc::bare_urls,
    rustdoc::invalid_html_tags,
    reason = "the doc comments of arguments are the text of --help"
)]

mod explain;
mod failures;
mod format;
mod open;
mod rows;
mod run;
mod serve;
mod shell;

use clap::{Parser, Subcommand};
use std::path::PathBuf;
use std::process::ExitCode;
use vtql_command::ended;
use vtql_command::failure::{Failure, Outcome};
use vtql_command::project_config::ProjectConfig;
use vtql_command::terminal::Terminal;

const EXAMPLES: &str = "\
Examples:
  vtql sql \"select a.accountname, count(*) from contacts c join accounts a on c.account_id = a.id group by 1\"
  vtql sql \"select * from potentials order by createdtime desc limit 10\" --format csv
  vtql sql --explain \"select count(*) from contacts where createdtime >= '2026-01-01'\"
  vtql sql \"select c.email from contacts c join 'leads.csv' l on c.email = l.email\" --max-requests 100
  vtql sql \"copy (select * from contacts) to 'contacts.parquet'\"
  vtql sql                                    a shell

Tables are modules, found in any case of letters: contacts, crm.contacts. What is known about them is in \
crm_meta.modules, crm_meta.fields, crm_meta.picklists and crm_meta.relations. Nothing is written to the CRM.

Exit codes: 0 done, 1 the statement is wrong or refused, 2 it could not be run.";

/// SQL over the modules of a Vtiger CRM: joins, groups, any function, priced in requests
#[derive(Debug, Parser)]
#[command(name = "vtql sql", bin_name = "vtql sql", version, after_help = EXAMPLES, max_term_width = 100)]
#[command(args_conflicts_with_subcommands = true)]
struct Cli {
    #[command(flatten)]
    terminal: Terminal,
    /// The settings file, instead of the nearest vtql.toml upwards
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<PathBuf>,
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    run: run::RunArgs,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve SQL over modules to programs that speak PostgreSQL
    #[command(bin_name = "vtql serve")]
    Serve(Box<serve::ServeArgs>),
}

fn main() -> ExitCode {
    let cli = Cli::parse();
    match start(&cli) {
        Ok(Outcome::Clean) => ExitCode::SUCCESS,
        Ok(Outcome::Findings) => ExitCode::from(1),
        Err(failure) if failure.is_farewell() => ExitCode::SUCCESS,
        Err(failure) => {
            failure.report(&cli.terminal);
            ExitCode::from(2)
        }
    }
}

fn start(cli: &Cli) -> Result<Outcome, Failure> {
    let config = ProjectConfig::load(cli.config.as_deref())?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    let runtime = runtime.map_err(|error| {
        Failure::new("RUNTIME", format!("the asynchronous runtime does not start: {error}"))
    })?;
    runtime.block_on(ended::unless_told(async {
        match &cli.command {
            Some(Command::Serve(args)) => serve::run(args, &config, &cli.terminal).await,
            None => run::run(&cli.run, &config, &cli.terminal).await,
        }
    }))
}
