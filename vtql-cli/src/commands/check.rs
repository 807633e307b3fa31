//! `vtql check`

use crate::analysis::Checker;
use crate::config::Config;
use crate::dialect::DialectArg;
use crate::failure::{Failure, Outcome};
use crate::host::{Embedding, Language};
use crate::input::{STDIN, Source, files, in_parallel, is_query_file, lines, name};
use crate::levels::LevelArgs;
use crate::output::count;
use crate::output::findings::{FindingFormat, Report};
use crate::snapshot_file::SnapshotArg;
use crate::terminal::Terminal;
use crate::write::write_atomically;
use clap::Args;
use serde::Serialize;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use vtql_parser::diagnostic::Safety;
use vtql_parser::{Diagnostic, Severity};
use vtql_schema::fix;

const EXAMPLES: &str = "\
Examples:
  vtql check                                       every query below this folder
  vtql check queries/ src/report.php --snapshot vtql.snapshot.json
  vtql check --fix                                 apply the safe fixes
  vtql check --deny V2xx --allow V309              other levels than usual
  vtql check --format sarif > vtql.sarif           for code scanning
  echo \"select lastnme from Contacts;\" | vtql check -
  vtql check - --stdin-name src/report.php < src/report.php
  vtql check --jsonl --dialect wire --snapshot describe/ < queries.jsonl

Files: .vtql, and the strings of .rs, .php, .py, .js, .ts, .java, .go, .rb and the fences of .md. A string \
is taken for VTQL when it is marked (vtql!, a comment `vtql` before it, a fence ```vtql) or asks a module \
of the snapshot; --embedded says otherwise, and a comment `vtql: ignore` leaves one out. Texts in .vtql and \
.rs are in the surface dialect; those of vtql_wire! and in other languages go to the server as they are, and \
so need the semicolon at the end. Where a program adds it or compiles its queries, set the dialect to surface.

A rule is switched off for one statement by a comment in it: -- vtql: allow(V301)

Names and types are checked against a snapshot (`vtql snapshot pull`); without one, everything else is.

With --jsonl each line is a JSON object with the query under \"q\", and gets one line in the same order:
  {\"ok\":false,\"diagnostics\":[{\"code\":\"V102\",\"severity\":\"error\",\"message\":\"…\",
    \"span\":{\"start\":7,\"end\":14},\"label\":…,\"related\":[…],\"help\":[…],\"fixes\":[…]}]}
`ok` says that there is no error; warnings and notes may be there. The exit code is then 0. A line may say which \
parts of \"q\" a program fills in, in bytes, and that the text goes on: \"holes\":[[7,10],…], \"open\":true. Then \
what holds whatever is filled in is reported.

Settings in vtql.toml: snapshot = \"…\", [levels] V301 = \"allow\", [check] embedded = \"marked\" and dialect = \"surface\". \
The macros of Rust read the snapshot and the levels there as well, so that the compiler finds the same.

Exit codes: 0 nothing found, 1 findings (notes do not count), 2 could not run.";

/// The arguments of `vtql check`.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct CheckArgs {
    /// Files and folders; - is standard input [default: this folder; with --jsonl: -]
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Read JSON lines and answer with JSON lines
    #[arg(long, conflicts_with_all = ["fix", "format"])]
    jsonl: bool,
    /// How findings are written
    #[arg(long, short, value_enum, default_value_t)]
    format: FindingFormat,
    /// What standard input is called in findings; the end of the name tells its language
    #[arg(long, value_name = "FILE")]
    stdin_name: Option<PathBuf>,
    /// Apply the fixes after which a query reads as before; - goes to standard output
    #[arg(long)]
    fix: bool,
    /// With --fix: apply those as well that change a query into what was probably meant
    #[arg(long, requires = "fix")]
    unsafe_fixes: bool,
    /// The language of all texts [default: surface; as sent (wire) in languages other than Rust]
    #[arg(long, value_enum)]
    dialect: Option<DialectArg>,
    /// Which strings in the sources of programs are checked [default: known]
    #[arg(long, value_enum)]
    embedded: Option<Embedding>,
    #[command(flatten)]
    snapshot: SnapshotArg,
    #[command(flatten)]
    levels: LevelArgs,
}

pub(crate) fn run(args: &CheckArgs, config: &Config, terminal: &Terminal) -> Result<Outcome, Failure> {
    let checker = Checker {
        dialect: args.dialect.or(config.check.dialect).map(Into::into),
        snapshot: args.snapshot.find(config)?,
        levels: args.levels.levels(config)?,
        embedding: args.embedded.or(config.check.embedded).unwrap_or_default(),
    };
    if args.jsonl {
        return check_lines(args, &checker);
    }
    if checker.snapshot.is_none() {
        let how = "see `vtql snapshot pull --help`";
        terminal.note(format!("note: no snapshot, so names and types are not checked ({how})"));
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
        lines::answer(lines::open(file)?, BufWriter::new(io::stdout().lock()), |asked| {
            let diagnostics = asked.map_or_else(|error| vec![error], |asked| checker.asked(asked));
            Answer { ok: !diagnostics.iter().any(Diagnostic::is_error), diagnostics }
        })?;
    }
    Ok(Outcome::Clean)
}

fn check_files(args: &CheckArgs, checker: &Checker, terminal: &Terminal) -> Result<Outcome, Failure> {
    let here = [PathBuf::from(".")];
    let paths = if args.paths.is_empty() { &here } else { args.paths.as_slice() };
    let wanted = |path: &Path| {
        is_query_file(path) || checker.embedding != Embedding::Off && Language::of(path).is_some()
    };
    let files = files(paths, wanted)?;
    let checked = in_parallel(&files, |file| check_file(args, checker, file));
    let checked: Vec<Option<Checked>> = checked.into_iter().collect::<Result<_, _>>()?;
    for (file, _) in files.iter().zip(&checked).filter(|(_, checked)| checked.is_none()) {
        terminal.note(format!("note: {} is not in UTF-8, and was not checked", file.display()));
    }
    let checked: Vec<Checked> = checked.into_iter().flatten().collect();
    let applied: usize = checked.iter().map(|it| it.applied).sum();
    let reports: Vec<Report> = checked.into_iter().map(|it| it.report).collect();

    let fixed_stdin = args.fix && files.iter().any(|file| file == Path::new(STDIN));
    let mut out: BufWriter<Box<dyn Write>> =
        BufWriter::new(if fixed_stdin { Box::new(io::stderr()) } else { Box::new(io::stdout()) });
    let color = if fixed_stdin { terminal.colors_stderr() } else { terminal.colors_stdout() };
    args.format.write(&mut out, &reports, color)?;
    out.flush()?;

    let of = |severity| reports.iter().map(|report| report.count(severity)).sum::<usize>();
    let (errors, warnings) = (of(Severity::Error), of(Severity::Warning));
    terminal.note(format!(
        "{} checked: {}, {}{}",
        count(reports.len(), "file", "files"),
        count(errors, "error", "errors"),
        count(warnings, "warning", "warnings"),
        fixes_in_words(args, &reports, applied),
    ));
    Ok(Outcome::findings(errors + warnings > 0))
}

/// How many fixes were applied, and how many more can be.
fn fixes_in_words(args: &CheckArgs, reports: &[Report], applied: usize) -> String {
    let findings = reports.iter().flat_map(|report| &report.findings);
    let left = findings.filter(|finding| !finding.fixes.is_empty()).count();
    match (args.fix, left) {
        (true, _) if args.unsafe_fixes => format!("; {applied} fixed"),
        (true, 0) => format!("; {applied} fixed"),
        (true, left) => format!("; {applied} fixed, {left} more with --unsafe-fixes"),
        (false, _) => String::new(),
    }
}

struct Checked {
    report: Report,
    /// How many fixes were applied.
    applied: usize,
}

/// `None` for the source of a program that is not in UTF-8: it is no text to us.
fn check_file(args: &CheckArgs, checker: &Checker, file: &Path) -> Result<Option<Checked>, Failure> {
    let is_host = Language::of(file).is_some();
    let source = if is_host { Source::utf8_file(file)? } else { Some(Source::of(file)?) };
    let Some(source) = source else { return Ok(None) };
    let known_as = source.path.as_deref().or(args.stdin_name.as_deref());
    let find = |text: &str| checker.file(known_as, text);
    let (mut text, mut applied) = (source.text.clone(), 0);
    if args.fix {
        let safety = if args.unsafe_fixes { Safety::Unsafe } else { Safety::Safe };
        let fixed = fix::all(&text, safety, find);
        match &source.path {
            None => io::stdout().write_all(source.with_text(&fixed.text).as_bytes())?,
            Some(_) if fixed.text == text => {}
            Some(path) => write_atomically(path, &source.with_text(&fixed.text))?,
        }
        (text, applied) = (fixed.text, fixed.applied);
    }
    let findings = find(&text);
    Ok(Some(Checked {
        report: Report { name: name(known_as), text, start: source.start(), findings },
        applied,
    }))
}
