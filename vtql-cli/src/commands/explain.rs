//! `vtql explain`

use crate::failure::{Failure, Outcome};
use crate::input::lines;
use clap::Args;
use std::io::{self, Write};
use vtql_parser::codes;
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

/// One thing that can be explained.
struct Page {
    code: &'static str,
    name: Option<&'static str>,
    title: &'static str,
    /// As Markdown, without the title.
    text: String,
}

pub(crate) fn run(args: &ExplainArgs) -> Result<Outcome, Failure> {
    let pages = pages();
    let mut out = io::stdout().lock();
    let Some(wanted) = args.code.as_deref().map(str::trim) else {
        for page in &pages {
            writeln!(out, "{}  {}", page.code, page.title)?;
        }
        return Ok(Outcome::Clean);
    };
    let is_it = |name: &str| name.eq_ignore_ascii_case(wanted);
    match pages.iter().find(|page| is_it(page.code) || page.name.is_some_and(is_it)) {
        Some(page) => {
            let name = page.name.map(|name| format!(" ({name})")).unwrap_or_default();
            writeln!(out, "# {}{name}: {}\n\n{}", page.code, page.title, page.text.trim())?;
            Ok(Outcome::Clean)
        }
        None => Err(unknown(wanted, &pages)),
    }
}

fn pages() -> Vec<Page> {
    let language = codes::ALL.iter().map(|info| Page {
        code: info.code.as_str(),
        name: None,
        title: info.title,
        text: info.explanation.lines().map(str::trim).collect::<Vec<_>>().join("\n"),
    });
    let rules = rules::all().iter().map(|rule| Page {
        code: rule.code().as_str(),
        name: Some(rule.name()),
        title: rule.title(),
        text: rule.documentation().lines().skip(1).collect::<Vec<_>>().join("\n"),
    });
    let lines = lines::CODES.iter().map(|(code, title, text)| Page {
        code: code.as_str(),
        name: None,
        title,
        text: (*text).to_owned(),
    });
    lines.chain(language).chain(rules).collect()
}

fn unknown(wanted: &str, pages: &[Page]) -> Failure {
    let failure = Failure::new("USAGE", format!("there is no code or rule `{wanted}`"));
    let names = pages.iter().flat_map(|page| [Some(page.code), page.name]).flatten();
    match suggest::closest(wanted, names) {
        Some(near) => failure.help(format!("did you mean `{near}`?")),
        None => failure.help("`vtql explain` lists all codes"),
    }
}
