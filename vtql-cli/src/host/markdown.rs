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
    for (info, body) in fences(source) {
        let name = info.split(|char: char| !char.is_alphanumeric()).next().unwrap_or_default();
        let verbatim = || {
            let mut text = HostText::default();
            text.push_verbatim(source.get(body.clone()).unwrap_or_default(), body.start);
            text
        };
        match name.to_ascii_lowercase().as_str() {
            "vtql" => found.push(Embedded::new(&verbatim(), &[], Dialect::Surface)),
            "sql" if filter.embedding != Embedding::Marked => {
                found.extend(recognize(verbatim(), None, Dialect::Surface, filter));
            }
            name => match Language::named(name) {
                Some(Language::Markdown) | None => {}
                Some(language) => found.extend(code::queries(source, body, language, filter)),
            },
        }
    }
    found
}

/// The fences with the words behind their marks.
fn fences(source: &str) -> Vec<(&str, Range<usize>)> {
    let mut fences = Vec::new();
    let mut open: Option<(&str, &str, usize)> = None;
    let mut at = 0;
    for line in source.split_inclusive('\n') {
        let start = at;
        at += line.len();
        let text = line.trim_start_matches([' ', '\t', '>']).trim_end();
        let mark_length = text.len() - text.trim_start_matches(['`', '~']).len();
        let (mark, info) = text.split_at(mark_length);
        match open {
            None if mark.len() >= 3 && !info.contains('`') => open = Some((mark, info.trim(), at)),
            Some((opened, name, body)) if mark.starts_with(opened) && info.is_empty() => {
                fences.push((name, body..start));
                open = None;
            }
            _ => {}
        }
    }
    if let Some((_, name, body)) = open {
        fences.push((name, body..source.len()));
    }
    fences
}
