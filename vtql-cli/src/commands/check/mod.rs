//! `vtql check`

mod baseline;
mod cache;
mod file;
mod run;
mod summary;
mod watch;

use crate::analysis::{CheckDialectArg, Checker, EmbeddingArg, SemicolonArg};
use crate::config::Config;
use crate::failure::{Failure, Outcome};
use crate::input::{STDIN, lines, selection};
use crate::levels::LevelArgs;
use crate::output::findings::FindingFormat;
use crate::plain::Data;
use crate::setup::{Flags, Setups};
use crate::snapshot_file::SnapshotArg;
use crate::terminal::Terminal;
use clap::Args;
use serde::Serialize;
use std::io::BufWriter;
use std::path::PathBuf;
use std::thread;
use vtql_parser::Diagnostic;

const EXAMPLES: &str = "\
Examples:
  vtql check                                       every query below this folder
  vtql check queries/ src/report.php --snapshot vtql.snapshot.json
  vtql check --fix                                 apply the safe fixes
  vtql check --deny V2xx --allow V309              other levels than usual
  vtql check --format sarif > vtql.sarif           for code scanning
  echo \"select lastnme from Contacts;\" | vtql check -
  vtql check - --stdin-filename src/report.php < src/report.php
  vtql check --diff                                what --fix would change, as a patch
  vtql check --baseline old.json --write-baseline  from now on, report new findings only
  vtql check --watch                               again whenever a file changes
  vtql check --jsonl --dialect wire --snapshot describe/ < queries.jsonl

Files: .vtql, and the strings of programs: Bash, C#, Go, Java, JavaScript, Kotlin, Objective-C, PHP, Python, Ruby, \
Rust, Scala, Swift, TypeScript; the strings of JSON and YAML, the fences of Markdown, the scripts of HTML, Vue and \
Svelte. What a program joins, fills in or adds to is one query; what only the running program knows silences the \
checks that depend on it and no others. A text is taken for VTQL when something speaks for it: a module and its \
fields, the call or the address that it stands in, a mark (vtql!, a comment `vtql` before it, a fence ```vtql); \
--embedded says otherwise, --explain-skips shows what was left alone and why, and a comment `vtql: ignore` leaves a \
text out. Texts in .vtql and .rs are in the surface dialect; those of vtql_wire! and in other languages go to the \
server as they are.

Folders are read without what .gitignore leaves out, and without node_modules, vendor, target, dist, virtual \
environments, minified files and folders that begin with a dot; --include takes them back. A file that is named is \
read whatever is left out.

A rule is switched off for one statement by a comment in it: -- vtql: allow(V301)

Names and types are checked against a snapshot (`vtql snapshot pull`); without one, everything else is.

With --jsonl each line is a JSON object with the query under \"q\", and gets one line in the same order:
  {\"ok\":false,\"diagnostics\":[{\"code\":\"V102\",\"severity\":\"error\",\"message\":\"…\",
    \"span\":{\"start\":7,\"end\":14},\"label\":…,\"related\":[…],\"help\":[…],\"fixes\":[…]}]}
`ok` says that there is no error; warnings and notes may be there. The exit code is then 0. A line may say which \
parts of \"q\" a program fills in, in bytes, and that the text goes on: \"holes\":[[7,10],…], \"open\":true. Then \
what holds whatever is filled in is reported.

Settings in vtql.toml: snapshot = \"…\", [levels] V301 = \"allow\", [check] embedded = \"marked\", dialect = \"surface\" (or a fork: \"corebos\", \"berlicrm\"), \
semicolon = \"added\", cache = \"target/vtql.cache\", \
exclude = \"old/, *.gen.js\" and include = \"vendor/ours/\". The macros of Rust read the snapshot and the levels there as well, so that the compiler finds the same.

Exit codes: 0 nothing found, 1 findings (notes do not count), 2 could not run.";

/// The arguments of `vtql check`.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of the command line")]
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
    #[arg(long, value_name = "FILE", alias = "stdin-name")]
    stdin_filename: Option<PathBuf>,
    /// Apply the fixes after which a query reads as before; - goes to standard output
    #[arg(long)]
    fix: bool,
    /// With --fix: apply those as well that change a query into what was probably meant
    #[arg(long)]
    unsafe_fixes: bool,
    /// Show what --fix would change as a patch, and change nothing; ends with 1 when there is a patch, or findings are left
    #[arg(long, conflicts_with_all = ["fix", "jsonl"])]
    diff: bool,
    /// Check again whenever a file changes
    #[arg(long, conflicts_with_all = ["fix", "jsonl", "diff"])]
    watch: bool,
    /// Leave out these files and folders as well: patterns as in .gitignore
    #[arg(long, value_name = "PATTERN", value_delimiter = ',')]
    exclude: Vec<String>,
    /// Read these files and folders though they are left out otherwise
    #[arg(long, value_name = "PATTERN", value_delimiter = ',')]
    include: Vec<String>,
    /// Show the texts that look like queries and were left alone, and why
    #[arg(long)]
    explain_skips: bool,
    /// Show how many findings there are of each rule
    #[arg(long)]
    statistics: bool,
    /// Leave out the findings that this file lists
    #[arg(long, value_name = "FILE")]
    baseline: Option<PathBuf>,
    /// Write the findings of now to the file of --baseline
    #[arg(long, requires = "baseline")]
    write_baseline: bool,
    /// Keep in this file in which files nothing was found, by their contents, the settings and the snapshot
    #[arg(long, value_name = "FILE", conflicts_with_all = ["fix", "jsonl", "diff"])]
    cache: Option<PathBuf>,
    /// The language of all texts [default: surface; as sent (wire) in languages other than Rust]
    #[arg(long, value_enum)]
    dialect: Option<CheckDialectArg>,
    /// Which strings in the sources of programs are checked [default: known]
    #[arg(long, value_enum)]
    embedded: Option<EmbeddingArg>,
    /// Whether texts that go to the server as they are need the semicolon at their end [default: auto]
    #[arg(long, value_enum)]
    semicolon: Option<SemicolonArg>,
    #[command(flatten)]
    snapshot: SnapshotArg,
    #[command(flatten)]
    levels: LevelArgs,
}

pub(crate) fn run(args: &CheckArgs, config: &Config, terminal: &Terminal) -> Result<Outcome, Failure> {
    let flags = Flags {
        dialect: args.dialect.map(Into::into),
        embedding: args.embedded.map(Into::into),
        semicolon: args.semicolon.map(Into::into),
        levels: args.levels.clone(),
    };
    let checker = || Setups::new(flags, &args.snapshot, config).map(|setups| Checker { setups });
    if args.jsonl {
        return check_lines(args, &checker()?);
    }
    let cache =
        args.cache.clone().or_else(|| config.check.cache.as_deref().map(|it| config.project.path(it)));
    // What is changed or explained is looked at.
    let cache = cache.filter(|_| !(args.fix || args.diff || args.explain_skips));
    let selection = selection(
        &[config.check.exclude.as_slice(), args.exclude.as_slice()].concat(),
        &[config.check.include.as_slice(), args.include.as_slice()].concat(),
    )?;
    if args.watch {
        let checker = checker()?;
        let check =
            || run::check_files(args, &checker, run::find(args, &selection)?, cache.as_deref(), terminal);
        return watch::watch(check, &args.paths, &selection);
    }
    // The snapshot is read while the files are found.
    let (checker, files) = thread::scope(|scope| {
        let checker = scope.spawn(checker);
        let files = run::find(args, &selection);
        (checker.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)), files)
    });
    run::check_files(args, &checker?, files?, cache.as_deref(), terminal)
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
        lines::answer(lines::open(file)?, BufWriter::new(Data::stdout()), |asked| {
            let diagnostics = asked.map_or_else(|error| vec![error], |asked| checker.asked(asked));
            Answer { ok: !diagnostics.iter().any(Diagnostic::is_error), diagnostics }
        })?;
    }
    Ok(Outcome::Clean)
}
