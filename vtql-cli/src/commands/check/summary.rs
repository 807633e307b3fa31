//! What was done, in words: on standard error, so that the findings can be piped.

use super::CheckArgs;
use super::file::Outcome;
use crate::analysis::Checker;
use crate::input::name;
use crate::output::count;
use crate::output::findings::Report;
use crate::terminal::Terminal;
use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::Path;
use vtql_parser::Severity;

/// The files of folders whose language is not known, by the ends of their names.
#[derive(Debug, Default)]
pub(super) struct Unknown {
    ends: BTreeMap<String, usize>,
}

/// Files that nobody expects to be checked for queries.
#[rustfmt::skip]
const NO_CODE: &[&str] = &[
    "lock", "txt", "png", "jpg", "jpeg", "gif", "svg", "ico", "webp", "pdf", "css", "scss", "less", "woff", "woff2",
    "ttf", "eot", "map", "zip", "gz", "toml", "ini", "cfg", "conf", "xml", "csv", "tsv", "po", "mo", "log", "stderr",
    "snap", "fixture", "mp3", "mp4", "wasm", "d", "o", "rlib", "rmeta", "pem", "crt", "properties", "gradle", "sum",
    "mod", "license", "example", "dist", "tpl", "1",
];

impl Unknown {
    pub(super) fn add(&mut self, path: &Path) {
        let Some(end) = path.extension().and_then(|end| end.to_str()) else { return };
        let end = end.to_ascii_lowercase();
        if !NO_CODE.contains(&end.as_str()) && end.len() <= 12 {
            *self.ends.entry(end).or_default() += 1;
        }
    }

    fn in_words(&self) -> Option<String> {
        let total: usize = self.ends.values().sum();
        let mut ends: Vec<(&String, &usize)> = self.ends.iter().collect();
        ends.sort_by_key(|(end, count)| (std::cmp::Reverse(**count), *end));
        let names: Vec<String> = ends.iter().take(6).map(|(end, _)| format!(".{end}")).collect();
        let more = if ends.len() > 6 { ", …" } else { "" };
        let files = count(total, "file", "files");
        (total > 0).then(|| format!("{files} of languages that are not known: {}{more}", names.join(", ")))
    }
}

/// What was read, what was not, what was found, what was fixed.
pub(super) fn notes(
    args: &CheckArgs,
    checker: &Checker,
    outcomes: &[Outcome],
    reports: &[Report],
    unknown: &Unknown,
    terminal: &Terminal,
) {
    for outcome in outcomes {
        if outcome.is_unknown {
            let file = name(Some(&outcome.file));
            terminal.note(format!("note: {file} was not checked: its language is not known"));
        }
        for why in &outcome.checked.not_read {
            let file = name(Some(&outcome.file));
            terminal.note(format!("note: {file} {}, and was not checked", why.reason()));
        }
    }
    outcomes.iter().flat_map(|it| &it.skips).for_each(|skip| terminal.note(skip.clone()));
    if let Some(unknown) = unknown.in_words() {
        terminal.note(format!("note: {unknown}"));
    }
    let of = |severity| reports.iter().map(|report| report.count(severity)).sum::<usize>();
    let cured: usize = outcomes.iter().map(|it| it.cured).sum();
    terminal.note(format!(
        "{} checked: {}, {}{}",
        count(reports.len(), "file", "files"),
        count(of(Severity::Error), "error", "errors"),
        count(of(Severity::Warning), "warning", "warnings"),
        fixes(args, reports, cured),
    ));
    let sum = |of: fn(&Outcome) -> usize| outcomes.iter().map(of).sum::<usize>();
    let (strings, queries) = (sum(|it| it.checked.strings), sum(|it| it.checked.queries));
    let skipped = sum(|it| it.checked.left_alone);
    let left = match skipped {
        0 => String::new(),
        _ if args.explain_skips => format!(", {skipped} left alone"),
        _ => format!(", {skipped} left alone (--explain-skips says why)"),
    };
    let seen =
        if strings > 0 { format!(" in {}", count(strings, "string", "strings")) } else { String::new() };
    let queries = count(queries, "query", "queries");
    let names = if checker.setups.has_snapshot() {
        ""
    } else {
        "; names and types were not: there is no snapshot (see `vtql snapshot pull --help`)"
    };
    terminal.note(format!("{queries}{seen} checked{left}{names}"));
}

/// How many findings were fixed, and how many more can be.
fn fixes(args: &CheckArgs, reports: &[Report], cured: usize) -> String {
    let findings = reports.iter().flat_map(|report| &report.findings);
    let left = findings.filter(|finding| !finding.fixes.is_empty()).count();
    match (args.fix, left) {
        (true, _) if args.unsafe_fixes => format!("; {cured} fixed"),
        (true, 0) => format!("; {cured} fixed"),
        (true, left) => format!("; {cured} fixed, {left} more with --unsafe-fixes"),
        (false, _) => String::new(),
    }
}

/// How many findings there are of each rule, the most first.
pub(super) fn statistics(out: &mut dyn Write, reports: &[Report]) -> io::Result<()> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for finding in reports.iter().flat_map(|report| &report.findings) {
        *counts.entry(finding.code.as_str()).or_default() += 1;
    }
    let mut counts: Vec<(&str, usize)> = counts.into_iter().collect();
    counts.sort_by_key(|(code, count)| (std::cmp::Reverse(*count), *code));
    for (code, count) in counts {
        writeln!(out, "{count:6}  {code}  {}", title(code))?;
    }
    Ok(())
}

fn title(code: &str) -> &'static str {
    let rule = vtql_schema::rules::find(code).map(vtql_schema::rules::Rule::title);
    let of_language =
        || vtql_parser::codes::ALL.iter().find(|it| it.code.as_str() == code).map(|it| it.title);
    rule.or_else(of_language).unwrap_or_default()
}
