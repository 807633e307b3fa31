//! `vtql explain`

use crate::failure::{Failure, Outcome};
use crate::input::lines;
use clap::Args;
use std::io::{self, Write};
use vtql_parser::Code;
use vtql_schema::{rules, suggest};

const EXAMPLES: &str = "\
Examples:
  vtql explain V102
  vtql explain unknown-field
  vtql explain                 all codes";

/// The arguments of `vtql explain`.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct ExplainArgs {
    /// A code, or the name of a rule; all are listed without it
    #[arg(value_name = "CODE")]
    code: Option<String>,
}

/// What can be explained: its code, the name of the rule, and its title.
type Entry = (Code, &'static str, &'static str);

pub(crate) fn run(args: &ExplainArgs) -> Result<Outcome, Failure> {
    let mut out = io::stdout().lock();
    let Some(wanted) = args.code.as_deref().map(str::trim) else {
        for (code, name, title) in entries() {
            writeln!(out, "{code}  {name:<26} {title}")?;
        }
        return Ok(Outcome::Clean);
    };
    let Some(page) = page(wanted) else { return Err(unknown(wanted)) };
    writeln!(out, "{}", page.trim_end())?;
    Ok(Outcome::Clean)
}

fn entries() -> impl Iterator<Item = Entry> {
    let codes = lines::CODES.iter().chain(rules::codes()).map(|info| (info.code, "", info.title));
    let rules = rules::all().iter().map(|rule| (rule.code(), rule.name(), rule.title()));
    codes.chain(rules)
}

fn page(wanted: &str) -> Option<String> {
    let line = lines::CODES.iter().find(|info| info.code.as_str().eq_ignore_ascii_case(wanted));
    let page = line.map(|info| format!("# {} {}\n\n{}", info.code, info.title, info.explanation));
    page.or_else(|| rules::explain(wanted))
}

fn unknown(wanted: &str) -> Failure {
    let failure = Failure::new("USAGE", format!("there is no code or rule `{wanted}`"));
    let names: Vec<String> =
        entries().flat_map(|(code, name, _)| [code.to_string(), name.to_owned()]).collect();
    match suggest::closest(wanted, names.iter().map(String::as_str).filter(|name| !name.is_empty())) {
        Some(near) => failure.help(format!("did you mean `{near}`?")),
        None => failure.help("`vtql explain` lists all codes"),
    }
}
