//! From a file to its queries.

use crate::documents::{html, json, markdown, nested, yaml};
use crate::finding::evidence::{FileEvidence, Known};
use crate::finding::recognize::recognize;
use crate::finding::template::{Template, templates};
use crate::output::{Candidate, Mark, NotRead, Output};
use crate::query::{Hole, Query};
use crate::text::Text;
use crate::{Language, code};
use regex::bytes::Regex;
use std::ops::Range;
use std::path::Path;
use std::sync::OnceLock;
use vtql_parser::Dialect;
use vtql_schema::Snapshot;

/// Which texts that look like queries are taken for VTQL, and not for the SQL of another database.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Embedding {
    /// None: a file has no queries.
    Off,
    /// Those that are marked: `vtql!`, a comment `vtql` before the string, a fence ` ```vtql `.
    Marked,
    /// Those as well that something speaks for: the module and its fields, the call, the address.
    #[default]
    Known,
    /// Every `select … from …`.
    All,
}

impl Embedding {
    /// What settings and arguments call each.
    pub const WORDS: &[(&str, Embedding)] = &[
        ("off", Embedding::Off),
        ("marked", Embedding::Marked),
        ("known", Embedding::Known),
        ("all", Embedding::All),
    ];
}

/// How a file is read.
#[derive(Clone, Copy, Debug, Default)]
#[non_exhaustive]
pub struct Options<'a> {
    /// Which texts are taken for VTQL.
    pub embedding: Embedding,
    /// The modules of the instance; those that every Vtiger has are known without it.
    pub snapshot: Option<&'a Snapshot>,
    /// The name of the file, which can speak of Vtiger.
    pub path: Option<&'a Path>,
}

impl<'a> Options<'a> {
    /// With these texts taken for VTQL.
    pub fn embedding(mut self, embedding: Embedding) -> Self {
        self.embedding = embedding;
        self
    }

    /// With the modules of an instance.
    pub fn snapshot(mut self, snapshot: Option<&'a Snapshot>) -> Self {
        self.snapshot = snapshot;
        self
    }

    /// With the name of the file.
    pub fn path(mut self, path: Option<&'a Path>) -> Self {
        self.path = path;
        self
    }
}

/// What a file was found to hold.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Found {
    /// The queries, in order of the file.
    pub queries: Vec<Query>,
    /// Texts that begin as queries do and were left alone, in order of the file.
    pub skipped: Vec<Skipped>,
    /// How many strings were seen; none in a file that does not mention `select`.
    pub strings: usize,
    /// Why the file, or a part of it, was not read.
    pub not_read: Vec<NotRead>,
}

/// A text that was left alone.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Skipped {
    /// Where it stands in the file, in bytes.
    pub range: Range<usize>,
    /// Why.
    pub reason: Reason,
}

/// Why a text that begins as a query does is left alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Reason {
    /// A comment says so: `vtql: ignore`.
    Ignored,
    /// Only marked texts were asked for.
    NotMarked,
    /// It has no `from`.
    NoFrom,
    /// It leaves something out: `…`.
    Sketch,
    /// It is a sentence.
    Prose,
    /// It is the SQL of another database.
    OtherDatabase,
    /// It asks no module that is known.
    UnknownModule,
    /// It asks a module, and names no field of it.
    NoFieldFits,
    /// It asks a module, and nothing else speaks for Vtiger.
    NothingSpeaksForIt,
}

impl Reason {
    /// What to tell people: `is written for another database`.
    pub fn in_words(self) -> &'static str {
        match self {
            Reason::Ignored => "a comment says to ignore it",
            Reason::NotMarked => "it is not marked as VTQL",
            Reason::NoFrom => "it has no `from`",
            Reason::Sketch => "it leaves something out (`…`)",
            Reason::Prose => "it is a sentence",
            Reason::OtherDatabase => "it is written for another database",
            Reason::UnknownModule => "it asks no module that is known",
            Reason::NoFieldFits => "it names no field of the module",
            Reason::NothingSpeaksForIt => "nothing says that it is for Vtiger",
        }
    }
}

/// Whether a file can hold a query at all. Others need not be read.
pub fn mentions_select(source: &[u8]) -> bool {
    static PATTERN: OnceLock<Option<Regex>> = OnceLock::new();
    PATTERN.get_or_init(|| Regex::new("(?i-u)select").ok()).as_ref().is_none_or(|it| it.is_match(source))
}

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
    let mut found = Found::default();
    if options.embedding == Embedding::Off || !mentions_select(source.as_bytes()) {
        return found;
    }
    let mut output = Output::default();
    if let Err(why) = collect(source, language, &mut output) {
        output.not_read.push(why);
    }
    bodies(source, &mut output);
    let file = FileEvidence::of(source.as_bytes(), options.path);
    let known = Known::new(options.snapshot);
    let candidates = std::mem::take(&mut output.candidates);
    for candidate in &candidates {
        match recognize(candidate, &mut output, file, known, options.embedding) {
            None => {}
            Some(Err(reason)) => {
                found.skipped.extend(extent(candidate).map(|range| Skipped { range, reason }));
            }
            Some(Ok(part)) => {
                let mark = candidate.context.mark.or(part.mark);
                let (dialect, is_settled) = match mark {
                    Some(Mark::Settled(dialect)) => (dialect, true),
                    _ => (candidate.dialect, false),
                };
                let is_sent = part.is_parameter && part.before.contains("webservice.php");
                for (index, template) in templates(&part.text, source, &output).into_iter().enumerate() {
                    let query = Facts { candidate, dialect, is_settled, is_sent, is_alternative: index > 0 };
                    found.queries.push(query.query(template, &output));
                }
            }
        }
    }
    found.queries.sort_by_key(|query| query.host_range(0..query.text.len()).start);
    found.skipped.sort_by_key(|skipped| skipped.range.start);
    (found.strings, found.not_read) = (output.strings, output.not_read);
    found
}

/// Adds what strings hold that are JSON: the bodies of requests.
fn bodies(source: &str, output: &mut Output) {
    let starts = |candidate: &&Candidate| {
        let first = candidate.text.units.iter().find(|unit| !unit.char.is_whitespace());
        first.is_some_and(|unit| unit.char == '{' || unit.char == '[')
            && !candidate.text.plain().contains("{{")
    };
    let texts: Vec<Text> = output.candidates.iter().filter(starts).map(|it| it.text.clone()).collect();
    for text in texts {
        let not_read = output.not_read.len();
        nested::scan(&text, source, Language::Json, output);
        // What is no JSON after all is a text as all others are.
        output.not_read.truncate(not_read);
    }
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
pub(crate) fn collect(source: &str, language: Language, output: &mut Output) -> Result<(), NotRead> {
    match (language, language.syntax_of(source)) {
        (_, Some(syntax)) => {
            code::scan(source, syntax, output)?;
            if language == Language::Rust {
                markdown::scan_docs(source, output);
            }
            Ok(())
        }
        (Language::Json, _) => json::scan(source, output),
        (Language::Yaml, _) => yaml::scan(source, output),
        (Language::Html, _) => html::scan(source, output),
        _ => markdown::scan(source, output),
    }
}

fn extent(candidate: &Candidate) -> Option<Range<usize>> {
    let start = candidate.text.units.iter().map(|unit| unit.start).min()?;
    let end = candidate.text.units.iter().map(|unit| unit.end).max()?;
    Some(start as usize..end as usize)
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
            special: sources.into_iter().map(|it| (it, output.special(it).to_owned())).collect(),
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
