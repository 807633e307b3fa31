//! `vtql check`

use crate::analysis::Checker;
use crate::cli::DialectArg;
use crate::config::Config;
use crate::failure::{Failure, Outcome};
use crate::input::{STDIN, Source, files, lines};
use crate::levels::LevelArgs;
use crate::output::human;
use crate::snapshot_file::SnapshotArg;
use crate::terminal::Terminal;
use clap::Args;
use serde::Serialize;
use std::io::{self, BufWriter};
use std::path::PathBuf;
use vtql_parser::{Diagnostic, Severity};

const EXAMPLES: &str = "\
Examples:
  vtql check                                       every .vtql file below this folder
  vtql check queries/ report.vtql --snapshot vtql.snapshot.json
  echo \"select lastnme from Contacts;\" | vtql check -
  vtql check --jsonl --dialect wire --snapshot describe/ < queries.jsonl

Names and types are checked against a snapshot (`vtql snapshot pull`); without one, everything else is.
With --jsonl each line is a JSON object with the query under \"q\", and gets one line in the same order:
  {\"ok\":false,\"diagnostics\":[{\"code\":\"V102\",\"severity\":\"error\",\"message\":\"…\",
    \"span\":{\"start\":7,\"end\":14},\"label\":…,\"related\":[…],\"help\":[…],\"fixes\":[…]}]}
`ok` says that there is no error; warnings and notes may be there. The exit code is then 0.

Exit codes: 0 nothing found, 1 findings (notes do not count), 2 could not run.";

/// The arguments of `vtql check`.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct CheckArgs {
    /// Files and folders; - is standard input [default: this folder; with --jsonl: -]
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Read JSON lines and answer with JSON lines
    #[arg(long)]
    jsonl: bool,
    /// The language of the texts
    #[arg(long, value_enum, default_value_t)]
    dialect: DialectArg,
    #[command(flatten)]
    snapshot: SnapshotArg,
    #[command(flatten)]
    levels: LevelArgs,
}

pub(crate) fn run(args: &CheckArgs, config: &Config, terminal: &Terminal) -> Result<Outcome, Failure> {
    let checker = Checker {
        dialect: args.dialect.into(),
        snapshot: args.snapshot.find(config)?,
        levels: args.levels.levels(config)?,
    };
    if args.jsonl {
        return check_lines(args, &checker);
    }
    if checker.snapshot.is_none() {
        terminal
            .note("note: no snapshot, so names and types are not checked (see `vtql snapshot pull --help`)");
    }
    check_files(args, &checker, terminal)
}

/// One line of the answer.
#[derive(Serialize)]
struct Answer {
    ok: bool,
    diagnostics: Vec<Diagnostic>,
}

fn check_lines(args: &CheckArgs, checker: &Checker) -> Result<Outcome, Failure> {
    let stdin = [PathBuf::from(STDIN)];
    let files = if args.paths.is_empty() { &stdin } else { args.paths.as_slice() };
    for file in files {
        lines::answer(lines::open(file)?, BufWriter::new(io::stdout().lock()), |query| {
            let diagnostics = query.map_or_else(|error| vec![error], |query| checker.query(query));
            Answer { ok: !diagnostics.iter().any(Diagnostic::is_error), diagnostics }
        })?;
    }
    Ok(Outcome::Clean)
}

fn check_files(args: &CheckArgs, checker: &Checker, terminal: &Terminal) -> Result<Outcome, Failure> {
    let here = [PathBuf::from(".")];
    let paths = if args.paths.is_empty() { &here } else { args.paths.as_slice() };
    let files = files(paths, |path| path.extension().is_some_and(|extension| extension == "vtql"))?;
    let mut out = BufWriter::new(io::stdout().lock());
    let (mut errors, mut warnings) = (0, 0);
    for file in &files {
        let source = Source::of(file)?;
        let findings = checker.text(&source.text);
        errors += count(&findings, Severity::Error);
        warnings += count(&findings, Severity::Warning);
        human::report(&mut out, &source.name(), &source.text, &findings, terminal.colors_stdout())?;
    }
    io::Write::flush(&mut out)?;
    terminal.note(format!(
        "{} checked: {}, {}",
        human::count(files.len(), "file", "files"),
        human::count(errors, "error", "errors"),
        human::count(warnings, "warning", "warnings"),
    ));
    Ok(Outcome::findings(errors + warnings > 0))
}

fn count(findings: &[Diagnostic], severity: Severity) -> usize {
    findings.iter().filter(|finding| finding.severity == severity).count()
}
