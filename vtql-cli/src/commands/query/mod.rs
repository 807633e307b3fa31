//! `vtql query`

mod checked;
mod file;
mod pages;
pub(super) mod params;
mod print;
mod resume;

pub(super) use checked::Basis;
pub(super) use file::{FileFormat, Rows};
pub(super) use params::Param;
pub(super) use print::Printing;

use crate::config::Config;
use crate::connection::{self, ConnectionArgs};
use crate::failure::{Failure, Outcome};
use crate::input::{STDIN, Source, query_text};
use crate::output::count;
use crate::output::rows::RowFormat;
use crate::plain::Data;
use crate::snapshot_file::SnapshotArg;
use crate::terminal::Terminal;
use clap::Args;
use std::io::Write;
use std::path::{Path, PathBuf};
use vtql_client::{Client, Fetch, PageSize, Progress, Record};
use vtql_parser::ast::Query;
use vtql_parser::{Diagnostic, bind};

const EXAMPLES: &str = "\
Examples:
  vtql query \"select lastname, email from Contacts where mailingcity = 'Paris'\"
  vtql query \"select * from Leads limit 250\" --format csv > leads.csv
  vtql query --file open_leads.vtql -o leads.jsonl
  vtql query \"select * from Leads where city = 'Rome'\" -o leads.parquet
  vtql query \"select id from Leads where lastname = {name}\" --param name=\"O'Brien\"
  vtql query \"select id, subject from Invoice\" --format jsonl | jq .subject
  vtql query --explain \"select id from Contacts\"    the plan and the texts that would be sent
  vtql query \"select * from Leads\" -f jsonl --resume-after '130 10x7' >> leads.jsonl
  pass vtiger | vtql query --access-key-stdin --user bob \"select id from Leads\"

Without `limit` all rows come, however many pages that takes; `limit 250` means 250. Rows are written as \
they come, except for the table. Where there is a snapshot, names and values are checked before anything is sent.

Exit codes: 0 done, 1 the query is wrong and was not sent, 2 it could not be run: standard error then says \
`error[CODE]: …` with CODE one of AUTH, UNKNOWN_HOST, CONNECT, TIMEOUT, RATE_LIMITED, ACCESS_DENIED and so on.";

/// The arguments of `vtql query`.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct QueryArgs {
    /// The query, in the surface dialect; - reads it from standard input
    #[arg(allow_hyphen_values = true, value_parser = query_text, required_unless_present = "file")]
    query: Option<String>,
    /// Read the query from this file
    #[arg(long, value_name = "FILE", conflicts_with = "query")]
    file: Option<PathBuf>,
    /// The value of a parameter, as name=value; one that is repeated is the list of its values, for in
    #[arg(long, short, value_name = "NAME=VALUE", value_parser = params::param)]
    param: Vec<Param>,
    /// How rows are written [default: table, or what the name of --out says]
    #[arg(long, short, value_enum)]
    format: Option<RowFormat>,
    /// Write the rows to this file, which appears when all of them are there: .csv, .jsonl (also with .gz or .zst),
    /// .json, .parquet or .sqlite
    #[arg(long, short, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Fetch so many pages at a time, where the query has no order and no limit
    #[arg(long, value_name = "PAGES", default_value_t = 1)]
    parallel: usize,
    /// Ask for so many rows a page
    #[arg(long, value_name = "ROWS", default_value = "100", value_parser = page_size)]
    page_size: PageSize,
    /// Go on behind the rows that came before a query stopped, as its error said; @FILE reads that from a file
    #[arg(long, value_name = "PROGRESS")]
    resume_after: Option<String>,
    /// Send nothing: show the plan and the texts of the first requests
    #[arg(long)]
    explain: bool,
    /// Show long tables without a pager (VTQL_PAGER, PAGER, less)
    #[arg(long)]
    no_pager: bool,
    /// Send the query without checking names and values against a snapshot
    #[arg(long, conflicts_with = "snapshot")]
    no_snapshot: bool,
    #[command(flatten)]
    snapshot: SnapshotArg,
    #[command(flatten)]
    connection: ConnectionArgs,
}

fn page_size(text: &str) -> Result<PageSize, String> {
    let rows = text.parse().map_err(|_| "write a number of rows")?;
    PageSize::new(rows).ok_or_else(|| "a page has at least one row".to_owned())
}

pub(crate) fn run(args: &QueryArgs, config: &Config, terminal: &Terminal) -> Result<Outcome, Failure> {
    let to = Destination::of(args)?;
    let text = text(args)?;
    let snapshot = if args.no_snapshot { None } else { args.snapshot.find(config)? };
    let basis = Basis::new(snapshot, config, terminal.colors_stderr());
    let refused = |findings: &[Diagnostic]| {
        basis.report(&text, findings)?;
        basis.cure(findings).into_iter().for_each(|cure| terminal.note(cure));
        Ok(Outcome::Findings)
    };
    let query = match basis.check(&text, &args.param)? {
        Ok(bind::Outcome::Runs(query)) => query,
        // No flag gives an empty list.
        Ok(bind::Outcome::MatchesNothing) => {
            terminal.note("no row can match: nothing was sent");
            return Ok(Outcome::Clean);
        }
        Err(findings) => return refused(&findings),
    };
    let client = args.connection.client(config)?;
    let resumed = resume::progress(args.resume_after.as_deref())?;
    let fetch = match fetch(args, &client, &query, resumed) {
        Ok(fetch) => fetch,
        Err(error) if !error.diagnostics().is_empty() => return refused(error.diagnostics()),
        Err(error) => return Err(connection::failure(&error)),
    };
    if args.explain {
        let explanation = fetch.explain().map_err(|error| connection::failure(&error))?;
        writeln!(Data::stdout(), "{explanation}")?;
        return Ok(Outcome::Clean);
    }
    let snapshot = basis.snapshot.as_ref();
    let work = async {
        match to {
            Destination::File(path, format) => {
                let rows = Rows { client: &client, query: &query, snapshot };
                rows.write(path, format, &fetch, terminal).await
            }
            Destination::Output(format) => {
                let printing = Printing { format, paged: !args.no_pager, file: None, snapshot };
                printing.print(&client, &query, &fetch, terminal).await
            }
        }
    };
    let rows = super::block_on(connection::and_log_out(&client, work))?;
    match rows {
        Ok(rows) => {
            terminal.note(count(rows, "row", "rows"));
            Ok(Outcome::Clean)
        }
        Err(findings) => refused(&findings),
    }
}

fn fetch(
    args: &QueryArgs,
    client: &Client,
    query: &Query,
    resumed: Progress,
) -> vtql_client::Result<Fetch<Record>> {
    client.query(query)?.page_size(args.page_size).parallel(args.parallel).resume_after(resumed)
}

fn text(args: &QueryArgs) -> Result<String, Failure> {
    let from_stdin = args.query.as_deref() == Some(STDIN) || args.file.as_deref() == Some(Path::new(STDIN));
    if from_stdin && args.connection.access_key_stdin {
        let message = "standard input cannot hold both the query and the access key";
        return Err(Failure::new("USAGE", message).help("give the key with --access-key-file"));
    }
    match (&args.query, &args.file) {
        (Some(text), _) if !from_stdin => Ok(text.clone()),
        (_, Some(path)) if !from_stdin => Ok(Source::file(path)?.text),
        _ => Ok(Source::stdin()?.text),
    }
}

/// Where rows go.
enum Destination<'a> {
    Output(RowFormat),
    File(&'a Path, FileFormat),
}

impl<'a> Destination<'a> {
    /// The format is the one that was asked for, the one that the name of the file says, or a table.
    fn of(args: &'a QueryArgs) -> Result<Self, Failure> {
        Ok(match (&args.out, args.format) {
            (None, format) => Destination::Output(format.unwrap_or_default()),
            (Some(path), Some(format)) => Destination::File(path, FileFormat::Text(format)),
            (Some(path), None) => Destination::File(path, FileFormat::of(path)?),
        })
    }
}
