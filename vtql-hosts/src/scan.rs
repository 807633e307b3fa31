//! From a file to its queries.

use crate::documents::{html, json, markdown, yaml};
use crate::finding::address::Part;
use crate::finding::evidence::{FileEvidence, Known};
use crate::finding::recognize::recognize;
use crate::finding::template::{Template, templates};
use crate::finding::verdict::{Accepted, Verdicts};
use crate::found::{Found, Skipped};
use crate::map::Map;
use crate::mark::Mark;
use crate::memory::Memory;
use crate::mention::mentions_select;
use crate::options::{Embedding, Options};
use crate::output::{Candidate, Nested, NotRead, Output};
use crate::profile::Profile;
use crate::query::{Hole, Query};
use crate::text::Text;
use crate::{Language, code};
use std::ops::Range;
use vtql_parser::Dialect;

/// The queries in a source file.
///
/// It takes no longer than some seconds and no more than some hundred bytes for each of the file's,
/// whatever it holds: what is too large or too slow is told in [`Found::not_read`].
///
/// ```
/// use vtql_hosts::{Language, Options, scan};
///
/// let file = "$rows = $client->doQuery('select id from Contacts where lastname = ' . $city . ';');";
/// let found = scan(&format!("<?php {file}"), Language::Php, &Options::default());
/// assert_eq!(found.queries[0].text(), "select id from Contacts where lastname = {$city};");
/// ```
pub fn scan(source: &str, language: Language, options: &Options<'_>) -> Found {
    let evidence = || FileEvidence::of(source.as_bytes(), options.path);
    scan_by(source, options, |output| collect(source, language, output), evidence, None)
}

/// The queries in a source file that is read again and again while it changes: `memory` keeps what is not to be
/// found out anew.
pub(crate) fn scan_again(
    source: &str,
    language: Language,
    options: &Options<'_>,
    memory: &mut Memory,
) -> Found {
    let Memory { reading, evidence, verdicts, .. } = memory;
    let collect = |output: &mut Output| match language.syntax_of(source) {
        Some(syntax) => {
            reading.scan(source, syntax, output)?;
            comments(source, language, output);
            Ok(())
        }
        None => collect(source, language, output),
    };
    scan_by(source, options, collect, || evidence.again(source.as_bytes(), options.path), Some(verdicts))
}

/// Adds what the comments of a program hold that are pages.
fn comments(source: &str, language: Language, output: &mut Output) {
    if language == Language::Rust {
        markdown::scan_docs(source, output);
    }
}

fn scan_by(
    source: &str,
    options: &Options<'_>,
    collect: impl FnOnce(&mut Output) -> Result<(), NotRead>,
    evidence: impl FnOnce() -> FileEvidence,
    verdicts: Option<&mut Verdicts>,
) -> Found {
    let mut found = Found::default();
    if options.embedding == Embedding::Off || !mentions_select(source.as_bytes()) {
        return found;
    }
    let mut output = Output::default();
    if let Err(why) = collect(&mut output) {
        output.not_read.push(why);
    }
    read_nested(source, &mut output);
    bodies(&mut output);
    read_nested(source, &mut output);
    let file = evidence();
    let known = Known::new(options.snapshot);
    let candidates = std::mem::take(&mut output.candidates);
    let mut fresh = Verdicts::default();
    let verdicts = verdicts.unwrap_or(&mut fresh);
    let mut accepted: Vec<Accepted> = Vec::new();
    for candidate in &candidates {
        let extent = candidate.text.extent();
        let is_written = options
            .cursor
            .zip(extent.as_ref())
            .is_some_and(|(at, extent)| extent.start <= at && at <= extent.end);
        let mut judge = || {
            let names = output.names.len();
            let part = recognize(candidate, &mut output, file, known, options.embedding, is_written)?;
            Some(part.map(|part| {
                let queries = queries(candidate, &part, source, &output);
                Accepted::new(part, output.names.len() > names, queries)
            }))
        };
        let verdict = if is_written { judge() } else { verdicts.of(candidate, file, judge) };
        match verdict {
            None => {}
            Some(Err(reason)) => found.skipped.extend(extent.map(|range| Skipped { range, reason })),
            Some(Ok(part)) => match accepted.iter_mut().rev().take(50).find(|it| it.is_same(&part)) {
                // A query that stands in a longer text as well: in the address that it is sent to.
                Some(known) if part.is_parameter() => *known = part,
                Some(_) => {}
                None => accepted.push(part),
            },
        }
    }
    verdicts.end();
    let is_query =
        |skipped: &Skipped| accepted.iter().any(|part| part.extent().as_ref() == Some(&skipped.range));
    found.skipped.retain(|skipped| !is_query(skipped));
    found.queries = accepted.into_iter().flat_map(|part| part.queries).collect();
    found.queries.sort_by_key(|query| query.host_range(0..query.text.len()).start);
    found.skipped.sort_by_key(|skipped| skipped.range.start);
    (found.strings, found.not_read) = (output.strings, output.not_read);
    let is_sent = |query: &&Query| query.dialect == Dialect::Wire && !query.is_settled;
    let spoken_by = || found.queries.iter().filter(is_sent).find_map(|it| Profile::spoken_by(&it.text));
    found.profile = match file.profile {
        Profile::Vtiger => spoken_by().unwrap_or_default(),
        known => known,
    };
    found
}

/// Reads the texts in languages of their own, and those inside of these.
fn read_nested(source: &str, output: &mut Output) {
    while let Some(nested) = output.nested.pop() {
        let Nested { text, language, depth, is_operation, is_guess } = nested;
        let mut inner = String::with_capacity(text.units.len());
        let mut map = Map::default();
        for unit in &text.units {
            inner.push(unit.char);
            map.push_unit(*unit, source);
        }
        let place = output.place();
        output.depth = depth;
        // What cannot be read as a language that was guessed is a text as all others are.
        if let Err(why) = collect(&inner, language, output)
            && !is_guess
        {
            output.not_read.push(why);
        }
        output.depth = 0;
        if is_operation {
            output.mark_operation(place, output.place());
        }
        output.lift(place, &map);
    }
}

/// Keeps the strings that are JSON: the bodies of requests.
fn bodies(output: &mut Output) {
    let starts = |candidate: &&Candidate| {
        let first = candidate.text.units.iter().find(|unit| !unit.char.is_whitespace());
        first.is_some_and(|unit| unit.char == '{' || unit.char == '[')
            && !candidate.text.plain().contains("{{")
    };
    let texts: Vec<Text> = output.candidates.iter().filter(starts).map(|it| it.text.clone()).collect();
    texts.into_iter().for_each(|text| output.nest(text, Language::Json, true));
}

/// How many places of a source file cannot be read by its grammar. A fix may not make more of them.
/// `None` where the language has no grammar of ours or the file was not read.
pub fn syntax_errors(source: &str, language: Language) -> Option<usize> {
    match language.syntax_of(source) {
        Some(syntax) => code::errors(source, syntax),
        None => match language {
            Language::Json => json::errors(source),
            Language::Yaml => Some(yaml::errors(source)),
            _ => Some(0),
        },
    }
}

/// Adds what a text in a language may hold.
fn collect(source: &str, language: Language, output: &mut Output) -> Result<(), NotRead> {
    match (language, language.syntax_of(source)) {
        (_, Some(syntax)) => {
            code::scan(source, syntax, output)?;
            comments(source, language, output);
            Ok(())
        }
        (Language::Json, _) => json::scan(source, output),
        (Language::Yaml, _) => yaml::scan(source, output),
        (Language::Html, _) => html::scan(source, output),
        _ => markdown::scan(source, output),
    }
}

/// The queries that a text is: with and without its parts that are there in some runs of the program only.
fn queries(candidate: &Candidate, part: &Part, source: &str, output: &Output) -> Vec<Query> {
    let (dialect, is_settled) = match candidate.context.mark.or(part.mark) {
        Some(Mark::Settled(dialect)) => (dialect, true),
        _ => (candidate.dialect, false),
    };
    let is_sent = part.is_parameter && part.before.contains("webservice.php");
    let templates = templates(&part.text, source, output).into_iter().enumerate();
    let query = |(index, template)| {
        let query = Facts { candidate, dialect, is_settled, is_sent, is_alternative: index > 0 };
        query.query(template, output)
    };
    templates.map(query).collect()
}

/// What is known of a query besides its text.
struct Facts<'a> {
    candidate: &'a Candidate,
    dialect: Dialect,
    is_settled: bool,
    is_sent: bool,
    is_alternative: bool,
}

impl Facts<'_> {
    fn query(&self, template: Template, output: &Output) -> Query {
        let text = template.text;
        let open_end = template.open_end || is_unfinished(&text, &template.holes);
        let quoted = in_quotes(&text, &template.holes);
        let holes = template.holes.into_iter().zip(quoted);
        let mut sources: Vec<u32> = template.map.touched(0..text.len()).map(|it| it.source).collect();
        sources.sort_unstable();
        sources.dedup();
        Query {
            holes: holes.map(|((range, name), is_quoted)| Hole { range, name, is_quoted }).collect(),
            open_end,
            is_alternative: self.is_alternative,
            dialect: self.dialect,
            is_settled: self.is_settled,
            is_sent: self.is_sent,
            names: self.candidate.context.names.clone(),
            writings: sources.into_iter().map(|it| (it, output.writing(it))).collect(),
            map: template.map,
            text,
        }
    }
}

/// Whether a text is meant to be gone on with: it ends where a query cannot, and with a blank or a word
/// that more belongs to.
fn is_unfinished(text: &str, holes: &[(Range<usize>, String)]) -> bool {
    let end = text.trim_end();
    if holes.last().is_some_and(|(hole, _)| hole.end == end.len()) || end.ends_with(';') {
        return false;
    }
    let lower = end.to_ascii_lowercase();
    let word = lower.rsplit(|char: char| !char.is_alphanumeric() && char != '_').next().unwrap_or_default();
    let expects_more = ["where", "and", "or", "from", "select", "by", "limit", "in", "like", "order", "not"];
    // A line break at the end belongs to the layout of the file.
    let ends_with_blank = text.len() > end.len() && !text[end.len()..].contains('\n');
    let opens = end.matches('\'').count() % 2 == 1;
    expects_more.contains(&word)
        || lower.ends_with(['=', '<', '>', ',', '(', '!'])
        || opens
        || ends_with_blank
}

/// Which holes stand inside of quotes.
fn in_quotes(text: &str, holes: &[(Range<usize>, String)]) -> Vec<bool> {
    let mut quote: Option<char> = None;
    let mut at = 0;
    let mut found = Vec::with_capacity(holes.len());
    for (hole, _) in holes {
        for char in text.get(at..hole.start).unwrap_or_default().chars() {
            match quote {
                Some(open) if open == char => quote = None,
                None if matches!(char, '\'' | '"') => quote = Some(char),
                _ => {}
            }
        }
        found.push(quote.is_some());
        at = hole.end;
    }
    found
}
