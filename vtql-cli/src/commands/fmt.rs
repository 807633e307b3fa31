//! `vtql fmt`

use crate::config::{Config, Keywords};
use crate::dialect::DialectArg;
use crate::failure::{Failure, Outcome};
use crate::input::{STDIN, Source, files, is_query_file, selection};
use crate::output::count;
use crate::output::findings::human;
use crate::plain::Data;
use crate::terminal::Terminal;
use crate::write::write_atomically;
use clap::Args;
use similar::TextDiff;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use vtql_parser::print::{self, Case, Style};
use vtql_parser::{Dialect, Errors, parse};

const EXAMPLES: &str = "\
Examples:
  vtql fmt                           every .vtql file below this folder, in place
  vtql fmt --check queries/          what would change; exit code 1 if anything would
  vtql fmt - < draft.vtql            to standard output
  vtql fmt --keywords upper --width 80 report.vtql

Comments stay. A file with syntax errors is left as it is. Files are replaced in one step. \
Settings in vtql.toml: [fmt] width = 100, indent = 2, keywords = \"lower\".

Exit codes: 0 done, 1 (--check) something would change, 2 a text could not be laid out.";

/// The arguments of `vtql fmt`.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct FmtArgs {
    /// Files and folders; - is standard input [default: this folder]
    #[arg(value_name = "PATH", default_value = ".", hide_default_value = true)]
    paths: Vec<PathBuf>,
    /// Change nothing: show what would change
    #[arg(long)]
    check: bool,
    /// Wrap lines beyond this many characters [default: 100]
    #[arg(long, value_name = "CHARACTERS")]
    width: Option<usize>,
    /// Spaces a step of indentation [default: 2]
    #[arg(long, value_name = "SPACES")]
    indent: Option<usize>,
    /// How keywords are written [default: lower]
    #[arg(long, value_enum)]
    keywords: Option<Keywords>,
    /// The language of the texts
    #[arg(long, value_enum, default_value_t)]
    dialect: DialectArg,
}

pub(crate) fn run(args: &FmtArgs, config: &Config, terminal: &Terminal) -> Result<Outcome, Failure> {
    let style = style(args, config);
    let files = files(&args.paths, &selection(&[], &[])?, is_query_file)?;
    let (mut changed, mut failed) = (0, 0);
    for file in &files {
        let source = Source::of(file)?;
        let laid_out = match lay_out(&source, args.dialect.into(), &style) {
            Ok(laid_out) => laid_out,
            Err(errors) => {
                failed += 1;
                let color = terminal.colors_stderr();
                human::report(&mut io::stderr(), &source.name(), &source.text, &errors, color)?;
                continue;
            }
        };
        changed += usize::from(laid_out != source.text);
        match &source.path {
            _ if args.check => difference(&source, &laid_out)?,
            None => Data::stdout().write_all(source.with_text(&laid_out).as_bytes())?,
            Some(_) if laid_out == source.text => {}
            Some(path) => write_atomically(path, &source.with_text(&laid_out))?,
        }
    }
    summary(args, files.len(), changed, terminal);
    if failed > 0 {
        let texts = count(failed, "text has", "texts have");
        return Err(Failure::new("SYNTAX", format!("{texts} errors and could not be laid out")));
    }
    Ok(Outcome::findings(args.check && changed > 0))
}

fn style(args: &FmtArgs, config: &Config) -> Style {
    let mut style = Style::default();
    style.width = args.width.or(config.fmt.width).unwrap_or(style.width);
    style.indent = args.indent.or(config.fmt.indent).unwrap_or(style.indent);
    style.keywords = match args.keywords.or(config.fmt.keywords) {
        Some(Keywords::Upper) => Case::Upper,
        Some(Keywords::Lower) => Case::Lower,
        None => style.keywords,
    };
    style
}

/// The text laid out anew, with the line ends that it has.
fn lay_out(source: &Source, dialect: Dialect, style: &Style) -> Result<String, Errors> {
    let laid_out = print::format(&source.text, dialect, style)?;
    debug_assert_eq!(
        parse(&laid_out, dialect).statements,
        parse(&source.text, dialect).statements,
        "the layout changes nothing but the layout"
    );
    let text = &source.text;
    let crlf = text.contains("\r\n") && text.matches('\n').count() == text.matches("\r\n").count();
    // A line break inside a literal is a part of it, and was CR LF as well.
    Ok(if crlf { laid_out.replace("\r\n", "\n").replace('\n', "\r\n") } else { laid_out })
}

fn difference(source: &Source, laid_out: &str) -> io::Result<()> {
    if source.text == laid_out {
        return Ok(());
    }
    let name = source.name();
    let (old, new) = (format!("{name} (now)"), format!("{name} (laid out)"));
    let diff = TextDiff::from_lines(source.text.as_str(), laid_out);
    write!(Data::stdout(), "{}", diff.unified_diff().header(&old, &new))
}

fn summary(args: &FmtArgs, seen: usize, changed: usize, terminal: &Terminal) {
    if args.paths.iter().all(|path| path == Path::new(STDIN)) && !args.check {
        return;
    }
    let would = if args.check { "would be laid out anew" } else { "laid out anew" };
    terminal.note(format!("{changed} of {} {would}", count(seen, "text", "texts")));
}
