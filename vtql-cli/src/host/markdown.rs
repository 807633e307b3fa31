//! Markdown: queries and code in fences.

use super::recognize::recognize;
use super::syntax::Language;
use super::text::{Embedded, HostText};
use super::{Embedding, Filter, code};
use std::ops::Range;
use vtql_parser::Dialect;

/// The queries in the fences of a page. A fence ` ```vtql ` holds queries, ` ```sql ` one that may be
/// ours, and those of host languages are read as files of these.
pub(super) fn queries(source: &str, filter: Filter<'_>) -> Vec<Embedded> {
    let mut found = Vec::new();
    for fence in fences(source, quote_margin) {
        match fence.language().as_str() {
            "vtql" => found.push(Embedded::new(&fence.text(source), &[], Dialect::Surface)),
            "sql" if filter.embedding != Embedding::Marked => {
                found.extend(recognize(fence.text(source), None, Dialect::Surface, filter));
            }
            name => match Language::named(name) {
                Some(Language::Markdown) | None => {}
                Some(language) => found.extend(code::queries(source, fence.body(), language, filter)),
            },
        }
    }
    found
}

/// The queries in the fences ` ```vtql ` of the documentation in a source of Rust, whose code is compiled
/// and so is none of ours.
pub(super) fn queries_in_docs(source: &str) -> impl Iterator<Item = Embedded> {
    let fences = fences(source, doc_margin).into_iter().filter(|fence| fence.language() == "vtql");
    fences.map(|fence| Embedded::new(&fence.text(source), &[], Dialect::Surface))
}

struct Fence<'a> {
    /// The words behind its mark.
    info: &'a str,
    /// What each line holds, without the margin, in order.
    lines: Vec<Range<usize>>,
}

impl Fence<'_> {
    fn language(&self) -> String {
        let name = self.info.split(|char: char| !char.is_alphanumeric()).next();
        name.unwrap_or_default().to_ascii_lowercase()
    }

    fn text(&self, source: &str) -> HostText {
        let mut text = HostText::default();
        for line in &self.lines {
            text.push_verbatim(source.get(line.clone()).unwrap_or_default(), line.start);
        }
        text
    }

    fn body(&self) -> Range<usize> {
        let start = self.lines.first().map_or(0, |line| line.start);
        start..self.lines.last().map_or(start, |line| line.end)
    }
}

/// The fences of a text, each line of which begins with a margin; one without a margin ends what is open.
fn fences(source: &str, margin: fn(&str) -> Option<usize>) -> Vec<Fence<'_>> {
    let mut fences = Vec::new();
    let mut open: Option<(&str, Fence<'_>)> = None;
    let mut at = 0;
    for line in source.split_inclusive('\n') {
        let start = at;
        at += line.len();
        let Some(margin) = margin(line) else {
            open = None;
            continue;
        };
        let text = line[margin..].trim();
        let mark_length = text.len() - text.trim_start_matches(['`', '~']).len();
        let (mark, info) = text.split_at(mark_length);
        match &mut open {
            Some((opened, _)) if mark.starts_with(*opened) && info.is_empty() => {
                fences.extend(open.take().map(|(_, fence)| fence));
            }
            Some((_, fence)) => fence.lines.push(start + margin..at),
            None if mark.len() >= 3 && !info.contains('`') => {
                open = Some((mark, Fence { info: info.trim(), lines: Vec::new() }));
            }
            None => {}
        }
    }
    fences.extend(open.map(|(_, fence)| fence));
    fences
}

/// The marks `>` of a quotation.
#[expect(clippy::unnecessary_wraps, reason = "every line of a page belongs to it")]
fn quote_margin(line: &str) -> Option<usize> {
    let behind = line.trim_start_matches([' ', '\t', '>']);
    Some(line[..line.len() - behind.len()].rfind('>').map_or(0, |mark| mark + 1))
}

/// The mark of documentation, `///` or `//!`.
fn doc_margin(line: &str) -> Option<usize> {
    let text = line.trim_start();
    let behind = text.strip_prefix("///").or_else(|| text.strip_prefix("//!"))?;
    Some(line.len() - behind.len())
}
