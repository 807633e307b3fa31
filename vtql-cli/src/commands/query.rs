//! `vtql query`

use crate::config::Config;
use crate::connection::{self, ConnectionArgs};
use crate::failure::{Failure, Outcome};
use crate::input::{STDIN, Source};
use crate::output::count;
use crate::output::findings::human;
use crate::output::rows::RowFormat;
use crate::snapshot_file::SnapshotArg;
use crate::terminal::Terminal;
use clap::Args;
use std::io::{self, BufWriter, Write};
use vtql_client::{Fetch, Record};
use vtql_parser::ast::{Query, Select};
use vtql_parser::{Diagnostic, Dialect, parse_query};

const EXAMPLES: &str = "\
Examples:
  vtql query \"select lastname, email from Contacts where mailingcity = 'Paris'\"
  vtql query \"select * from Leads limit 250\" --format csv > leads.csv
  vtql query \"select id, subject from Invoice\" --format jsonl | jq .subject
  vtql query --explain \"select id from Contacts\"    the plan and the texts that would be sent
  pass vtiger | vtql query --access-key-stdin --user bob \"select id from Leads\"

Without `limit` all rows come, however many pages that takes; `limit 250` means 250. Rows are written as \
they come, except for the table. With a snapshot (--snapshot) names are checked before anything is sent.

Exit codes: 0 done, 1 the query is wrong and was not sent, 2 it could not be run: standard error then says \
`error[CODE]: …` with CODE one of AUTH, UNKNOWN_HOST, CONNECT, TIMEOUT, RATE_LIMITED, ACCESS_DENIED and so on.";

/// The arguments of `vtql query`.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct QueryArgs {
    /// The query, in the surface dialect; - reads it from standard input
    query: String,
    /// How rows are written
    #[arg(long, short, value_enum, default_value_t)]
    format: RowFormat,
    /// Send nothing: show the plan and the texts of the first requests
    #[arg(long)]
    explain: bool,
    #[command(flatten)]
    snapshot: SnapshotArg,
    #[command(flatten)]
    connection: ConnectionArgs,
}

pub(crate) fn run(args: &QueryArgs, config: &Config, terminal: &Terminal) -> Result<Outcome, Failure> {
    let text = text(args)?;
    let query = match checked(&text, args)? {
        Ok(query) => query,
        Err(findings) => {
            human::report(&mut io::stderr(), "<query>", &text, &findings, terminal.colors_stderr())?;
            return Ok(Outcome::Findings);
        }
    };
    let client = args.connection.client(config)?;
    // What has no form on the wire was found before: an error here is about the client.
    let fetch = match client.query(&query) {
        Ok(fetch) => fetch,
        Err(error) if !error.diagnostics().is_empty() => {
            let color = terminal.colors_stderr();
            human::report(&mut io::stderr(), "<query>", &text, error.diagnostics(), color)?;
            return Ok(Outcome::Findings);
        }
        Err(error) => return Err(connection::failure(&error)),
    };
    if args.explain {
        let explanation = fetch.explain().map_err(|error| connection::failure(&error))?;
        writeln!(io::stdout(), "{explanation}")?;
        return Ok(Outcome::Clean);
    }
    let rows = super::block_on(print(&fetch, args.format, columns(&query)))?;
    terminal.note(count(rows, "row", "rows"));
    Ok(Outcome::Clean)
}

fn text(args: &QueryArgs) -> Result<String, Failure> {
    if args.query != STDIN {
        return Ok(args.query.clone());
    }
    if args.connection.access_key_stdin {
        let message = "standard input cannot hold both the query and the access key";
        return Err(Failure::new("USAGE", message).help("give the key with --access-key-file"));
    }
    Ok(Source::stdin()?.text)
}

/// The query, or what is so wrong with it that it is not sent. Names are checked only against a
/// snapshot that was asked for: the server knows better than one that happens to lie around.
fn checked(text: &str, args: &QueryArgs) -> Result<Result<Query, Vec<Diagnostic>>, Failure> {
    let query = match parse_query(text, Dialect::Surface) {
        Ok(query) => query,
        Err(findings) => return Ok(Err(findings)),
    };
    let snapshot = args.snapshot.named()?;
    let findings = vtql_schema::check(&query, text, Dialect::Surface, snapshot.as_ref());
    Ok(if findings.iter().any(Diagnostic::is_error) { Err(findings) } else { Ok(query) })
}

/// The columns that the query names, for an answer without rows.
fn columns(query: &Query) -> Vec<String> {
    match &query.select {
        Select::Fields(names) => names.iter().map(|name| name.as_str().to_owned()).collect(),
        _ => Vec::new(),
    }
}

/// Writes rows page by page, and says how many there were.
async fn print(fetch: &Fetch<Record>, format: RowFormat, columns: Vec<String>) -> Result<usize, Failure> {
    let mut out = BufWriter::new(io::stdout().lock());
    let mut writer = format.writer(columns);
    let mut pages = fetch.pages();
    let mut rows = 0;
    while let Some(page) = pages.next().await {
        let page = match page {
            Ok(page) => page,
            Err(error) => {
                // What did come is not kept back.
                if rows > 0 && format == RowFormat::Table {
                    writer.finish(&mut out)?;
                }
                out.flush()?;
                return Err(connection::failure(&error));
            }
        };
        for row in &page {
            writer.row(row, &mut out)?;
        }
        rows += page.len();
        out.flush()?;
    }
    writer.finish(&mut out)?;
    out.flush()?;
    Ok(rows)
}
