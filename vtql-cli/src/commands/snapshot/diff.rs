//! `vtql snapshot diff`

use super::broken::{BrokenQuery, broken};
use super::pull;
use crate::commands::block_on;
use crate::config::Config;
use crate::connection::{self, ConnectionArgs};
use crate::dialect::DialectArg;
use crate::failure::{Failure, Outcome};
use crate::input::{Source, files, is_query_file, selection};
use crate::output::count;
use crate::output::findings::human;
use crate::plain::Data;
use crate::snapshot_file;
use crate::terminal::Terminal;
use clap::Args;
use serde::Serialize;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use vtql_hosts::Language;
use vtql_parser::Diagnostic;
use vtql_schema::Snapshot;
use vtql_schema::diff::Diff;

const EXAMPLES: &str = "\
Examples:
  vtql snapshot diff old.snapshot.json vtql.snapshot.json
  vtql snapshot diff vtql.snapshot.json --against-server --queries src/queries
  git show main:vtql.snapshot.json > old.json; vtql snapshot diff old.json vtql.snapshot.json --json

A change is breaking when a query or a program that was right can be wrong now: a field that is gone, \
renamed or of another type, a picklist value that is not offered any more, a field that became mandatory. \
With --queries the statements that were right before and are not any more are shown, with the reason.

Exit codes: 0 nothing breaks, 1 something does, 2 could not run.";

/// The arguments of `vtql snapshot diff`.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct DiffArgs {
    /// The snapshot before: a file, a folder of describe answers, or one such answer
    old: PathBuf,
    /// The snapshot now
    #[arg(required_unless_present = "against_server")]
    new: Option<PathBuf>,
    /// Compare with the instance as it is
    #[arg(long, conflicts_with = "new")]
    against_server: bool,
    /// Files and folders with queries that may break
    #[arg(long, value_name = "PATH", num_args = 1..)]
    queries: Vec<PathBuf>,
    /// The language of all queries [default: surface; as sent (wire) in languages other than Rust]
    #[arg(long, value_enum)]
    dialect: Option<DialectArg>,
    /// Write one JSON object: {"breaking","changes":[…],"broken":[…]}
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    connection: ConnectionArgs,
}

pub(crate) fn run(args: &DiffArgs, config: &Config, terminal: &Terminal) -> Result<Outcome, Failure> {
    let old = snapshot_file::load(&args.old)?;
    let new = match &args.new {
        Some(new) => snapshot_file::load(new)?,
        None => {
            let client = args.connection.client(config)?;
            let tell = pull::progress(terminal);
            let pull = pull::pull(&client, &[], &tell);
            Snapshot::from_modules(block_on(connection::until_logged_out(&client, pull))?)
        }
    };
    let diff = Diff::between(&old, &new);
    let mut sources = Vec::new();
    let wanted = |path: &Path| is_query_file(path) || Language::of(path).is_some();
    for file in files(&args.queries, &selection(&[], &[])?, wanted)? {
        let Some(source) = Source::utf8_file(&file)? else { continue };
        let broken = broken(&source, args.dialect.map(Into::into).or(config.check.dialect), &old, &new);
        sources.push((source, broken));
    }
    let breaks = diff.is_breaking() || sources.iter().any(|(_, broken)| !broken.is_empty());
    let mut out = BufWriter::new(Data::stdout());
    if args.json {
        let broken: Vec<BrokenQuery> = sources
            .into_iter()
            .flat_map(|(source, broken)| broken.into_iter().map(move |it| it.shift(source.start())))
            .collect();
        json(&mut out, &diff, &broken)?;
    } else {
        for change in &diff.changes {
            writeln!(out, "{}  {change}", if change.is_breaking() { "breaking" } else { "        " })?;
        }
        for (source, broken) in &sources {
            let reasons: Vec<Diagnostic> = broken.iter().flat_map(|it| it.reasons.clone()).collect();
            if !reasons.is_empty() {
                writeln!(out)?;
            }
            human::report(&mut out, &source.name(), &source.text, &reasons, terminal.colors_stdout())?;
        }
        out.flush()?;
        let broken = sources.iter().map(|(_, broken)| broken.len()).sum();
        let breaking = diff.changes.iter().filter(|change| change.is_breaking()).count();
        terminal.note(format!(
            "{}, {breaking} breaking; {}",
            count(diff.changes.len(), "change", "changes"),
            count(broken, "query breaks", "queries break"),
        ));
    }
    out.flush()?;
    Ok(Outcome::findings(breaks))
}

/// One change.
#[derive(Serialize)]
struct ChangeRow<'a> {
    module: &'a str,
    field: Option<&'a str>,
    breaking: bool,
    text: String,
}

fn json(out: &mut impl Write, diff: &Diff, broken: &[BrokenQuery]) -> Result<(), Failure> {
    #[derive(Serialize)]
    struct Report<'a> {
        breaking: bool,
        changes: Vec<ChangeRow<'a>>,
        broken: &'a [BrokenQuery],
    }
    let changes = diff.changes.iter().map(|change| ChangeRow {
        module: &change.module,
        field: change.field.as_deref(),
        breaking: change.is_breaking(),
        text: change.to_string(),
    });
    let report = Report { breaking: diff.is_breaking(), changes: changes.collect(), broken };
    serde_json::to_writer_pretty(&mut *out, &report)?;
    Ok(writeln!(out)?)
}
