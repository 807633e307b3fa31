//! `vtql query`

pub(super) mod params;
mod resume;

use crate::config::Config;
use crate::connection::{self, ConnectionArgs};
use crate::ended::{Ended, interrupted};
use crate::failure::{Failure, Outcome};
use crate::input::{STDIN, Source};
use crate::output::count;
use crate::output::findings::human;
use crate::output::rows::RowFormat;
use crate::snapshot_file::SnapshotArg;
use crate::terminal::Terminal;
use clap::Args;
use std::io::{self, BufWriter, Write};
use vtql_client::{Fetch, PageSize, Record};
use vtql_parser::ast::{Query, Select};
use vtql_parser::bind;
use vtql_parser::{Diagnostic, Dialect, Group, Severity, parse_query};
use vtql_schema::Checker;

const EXAMPLES: &str = "\
Examples:
  vtql query \"select lastname, email from Contacts where mailingcity = 'Paris'\"
  vtql query \"select * from Leads limit 250\" --format csv > leads.csv
  vtql query \"select id from Leads where lastname = {name}\" --param name=\"O'Brien\"
  vtql query \"select id, subject from Invoice\" --format jsonl | jq .subject
  vtql query --explain \"select id from Contacts\"    the plan and the texts that would be sent
  vtql query \"select * from Leads\" -f jsonl --resume-after '130 10x7' >> leads.jsonl
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
    /// The value of a parameter, as name=value; one that is repeated is the list of its values, for in
    #[arg(long, short, value_name = "NAME=VALUE", value_parser = params::param)]
    param: Vec<params::Param>,
    /// How rows are written
    #[arg(long, short, value_enum, default_value_t)]
    format: RowFormat,
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
    let text = text(args)?;
    let refused = |findings: &[Diagnostic]| {
        human::report(&mut io::stderr(), "<query>", &text, findings, terminal.colors_stderr())?;
        Ok(Outcome::Findings)
    };
    let query = match checked(&text, args, terminal)? {
        Ok(bind::Outcome::Runs(query)) => query,
        Ok(bind::Outcome::MatchesNothing) => {
            terminal.note(count(0, "row", "rows"));
            return Ok(Outcome::Clean);
        }
        Err(findings) => return refused(&findings),
    };
    let client = args.connection.client(config)?;
    let resumed = resume::progress(args.resume_after.as_deref())?;
    let prepared = client
        .query(&query)
        .and_then(|fetch| fetch.page_size(args.page_size).parallel(args.parallel).resume_after(resumed));
    let fetch = match prepared {
        Ok(fetch) => fetch,
        Err(error) if !error.diagnostics().is_empty() => return refused(error.diagnostics()),
        Err(error) => return Err(connection::failure(&error)),
    };
    if args.explain {
        let explanation = fetch.explain().map_err(|error| connection::failure(&error))?;
        writeln!(io::stdout(), "{explanation}")?;
        return Ok(Outcome::Clean);
    }
    let print = print(&fetch, args.format, columns(&query), terminal);
    let rows = match super::block_on(connection::and_log_out(&client, print))? {
        Ok(rows) => rows,
        Err(findings) => return refused(&findings),
    };
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

/// The query without parameters, or what is so wrong with it that it is not sent. It is checked again
/// with its values, which are looked at as literals are. Names are checked only against a snapshot that was
/// asked for: the server knows better than one that happens to lie around.
fn checked(
    text: &str,
    args: &QueryArgs,
    terminal: &Terminal,
) -> Result<Result<bind::Outcome, Vec<Diagnostic>>, Failure> {
    let query = match parse_query(text, Dialect::Surface) {
        Ok(query) => query,
        Err(errors) => return Ok(Err(errors.into_vec())),
    };
    let snapshot = args.snapshot.named()?;
    let checker = Checker::new(Dialect::Surface).snapshot(snapshot.as_ref());
    let findings = checker.query_in(&query, text);
    if findings.iter().any(Diagnostic::is_error) {
        return Ok(Err(findings));
    }
    let outcome = match params::fill(query, &args.param) {
        Ok(outcome) => outcome,
        Err(findings) => return Ok(Err(findings)),
    };
    let findings = match &outcome {
        bind::Outcome::Runs(query) => checker.query_in(query, text),
        bind::Outcome::MatchesNothing => findings,
    };
    if findings.iter().any(Diagnostic::is_error) {
        return Ok(Err(findings));
    }
    // It runs, and may not ask what was meant.
    let traps: Vec<Diagnostic> = findings
        .into_iter()
        .filter(|it| it.code.group() == Group::Trap && it.severity == Severity::Warning)
        .collect();
    human::report(&mut io::stderr(), "<query>", text, &traps, terminal.colors_stderr())?;
    Ok(Ok(outcome))
}

/// The columns that the query names, for an answer without rows.
fn columns(query: &Query) -> Vec<String> {
    match &query.select {
        Select::Fields(names) => names.iter().map(|name| name.as_str().to_owned()).collect(),
        _ => Vec::new(),
    }
}

/// Writes rows page by page, and says how many there were; or what is so wrong with the query that it was
/// not sent.
async fn print(
    fetch: &Fetch<Record>,
    format: RowFormat,
    columns: Vec<String>,
    terminal: &Terminal,
) -> Result<Result<usize, Vec<Diagnostic>>, Failure> {
    let progress = terminal.progress();
    let mut out = BufWriter::new(io::stdout().lock());
    let mut writer = format.writer(columns);
    let mut pages = fetch.pages();
    let mut ended = Ended::new()?;
    let mut rows = 0;
    loop {
        let failure = tokio::select! {
            page = pages.next() => match page {
                None => break,
                Some(Ok(page)) => {
                    for row in &page {
                        writer.row(row, &mut out)?;
                    }
                    rows += page.len();
                    progress.show(|| count(rows, "row", "rows"));
                    out.flush()?;
                    continue;
                }
                Some(Err(error)) if rows == 0 && !error.diagnostics().is_empty() => {
                    return Ok(Err(error.diagnostics().to_vec()));
                }
                Some(Err(error)) => connection::failure(&error),
            },
            () = ended.told() => interrupted(),
        };
        // What did come is not kept back.
        if rows > 0 && format == RowFormat::Table {
            writer.finish(&mut out)?;
        }
        out.flush()?;
        return Err(resume::with_progress(failure, &pages.progress()));
    }
    writer.finish(&mut out)?;
    out.flush()?;
    Ok(Ok(rows))
}
