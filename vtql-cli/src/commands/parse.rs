//! `vtql parse`

use crate::analysis::one_query;
use crate::dialect::DialectArg;
use crate::failure::{Failure, Outcome};
use crate::input::lines::{self, Asked};
use crate::input::{STDIN, Source};
use crate::output::findings::human;
use crate::plain::Data;
use crate::terminal::Terminal;
use clap::Args;
use serde::Serialize;
use std::io::{self, BufWriter, Write};
use std::path::PathBuf;
use vtql_parser::ast::Query;
use vtql_parser::lower::lower;
use vtql_parser::{Diagnostic, Dialect, Errors, parse};
use vtql_schema::Checker;

const EXAMPLES: &str = "\
Examples:
  echo \"select id from Leads where not (city = 'Rome' or city = 'Paris')\" | vtql parse
  vtql parse --ast queries/contacts.vtql
  vtql parse --jsonl --dialect wire < queries.jsonl

With --jsonl each line is a JSON object with the query under \"q\"; other keys are ignored. Each gets one \
line, in the same order, and the first is answered before the second is read:
  {\"ok\":true,\"ast\":{…},\"wire\":\"select … ;\",\"diagnostics\":[…]}
  {\"ok\":false,\"diagnostics\":[{\"code\":\"V001\",\"severity\":\"error\",\"message\":\"…\",
    \"span\":{\"start\":9,\"end\":13},\"label\":…,\"related\":[…],\"help\":[…],\"fixes\":[…]}]}
The diagnostics of an accepted query are what the rules say of its text without a snapshot: traps (V2xx), \
cost and style (V3xx). Spans are byte offsets into the query. A line may say which parts of \"q\" a program fills \
in, in bytes, and that the text goes on: \"holes\":[[7,10],…], \"open\":true. Its tree has gaps there, and it has no \
wire text. With --jsonl the exit code is 0 whatever the lines hold.";

/// The arguments of `vtql parse`.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct ParseArgs {
    /// The text to read; - is standard input
    #[arg(default_value = STDIN, value_name = "FILE")]
    file: PathBuf,
    /// Read JSON lines and answer with JSON lines
    #[arg(long, conflicts_with = "ast")]
    jsonl: bool,
    /// Print the tree of each query as JSON, not its wire text
    #[arg(long)]
    ast: bool,
    /// The language of the text
    #[arg(long, value_enum, default_value_t)]
    dialect: DialectArg,
}

pub(crate) fn run(args: &ParseArgs, terminal: &Terminal) -> Result<Outcome, Failure> {
    let dialect = args.dialect.into();
    if args.jsonl {
        lines::answer(lines::open(&args.file)?, BufWriter::new(Data::stdout()), |asked| match asked {
            Ok(asked) if asked.is_template() => Answer::of_template(asked, dialect),
            Ok(asked) => Answer::of(&asked.text, dialect),
            Err(error) => Answer::refusal(vec![error]),
        })?;
        return Ok(Outcome::Clean);
    }
    let source = Source::of(&args.file)?;
    print(&source, dialect, args.ast, terminal)
}

/// One line of the answer.
#[derive(Serialize)]
struct Answer {
    ok: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    ast: Option<Query>,
    #[serde(skip_serializing_if = "Option::is_none")]
    wire: Option<String>,
    diagnostics: Vec<Diagnostic>,
}

impl Answer {
    fn of(source: &str, dialect: Dialect) -> Self {
        let read = || -> Result<_, Errors> {
            let (query, warnings) = one_query(source, dialect)?;
            let wire = wire_text(&query, dialect)?;
            Ok((query, wire, warnings))
        };
        match read() {
            Ok((query, wire, mut diagnostics)) => {
                diagnostics.extend(Checker::new(dialect).query_in(&query, source));
                Answer { ok: true, ast: Some(query), wire: Some(wire), diagnostics }
            }
            Err(errors) => Answer::refusal(errors.into_vec()),
        }
    }

    /// A template has a tree with gaps, and no wire text yet.
    fn of_template(asked: &Asked<'_>, dialect: Dialect) -> Self {
        let mut checked = Checker::new(dialect).template(&asked.text, &asked.holes, asked.open_end);
        let ok = checked.is_ok() && checked.statements.len() == 1;
        let ast = checked.statements.pop().filter(|_| ok);
        Answer { ok, ast, wire: None, diagnostics: checked.diagnostics }
    }

    fn refusal(diagnostics: Vec<Diagnostic>) -> Self {
        Answer { ok: false, ast: None, wire: None, diagnostics }
    }
}

/// What goes to the server: the text itself in one form of it, or what it is compiled to. Parameters
/// stay where they are.
fn wire_text(query: &Query, dialect: Dialect) -> Result<String, Errors> {
    match dialect {
        Dialect::Wire => Ok(query.to_string()),
        Dialect::Surface => lower(query).map(|wire| wire.to_string()),
    }
}

fn print(source: &Source, dialect: Dialect, ast: bool, terminal: &Terminal) -> Result<Outcome, Failure> {
    let parsed = parse(&source.text, dialect);
    let mut findings = parsed.diagnostics;
    let mut out = Data::stdout();
    for query in parsed.statements.iter().filter(|query| query.gaps().is_empty()) {
        match wire_text(query, dialect) {
            Ok(_) if ast => {
                serde_json::to_writer_pretty(&mut out, query)?;
                writeln!(out)?;
            }
            Ok(wire) => writeln!(out, "{wire}")?,
            Err(errors) => findings.extend(errors),
        }
    }
    human::report(&mut io::stderr(), &source.name(), &source.text, &findings, terminal.colors_stderr())?;
    Ok(Outcome::findings(findings.iter().any(Diagnostic::is_error)))
}
