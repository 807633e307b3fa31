//! A query, or a text of queries, in a document.

use super::names::{Named, named};
use std::ops::Range;
use std::sync::{Arc, OnceLock};
use vtql_hosts::Query;
use vtql_parser::diagnostic::{Edit, Fix, Safety};
use vtql_parser::{Dialect, Parsed, Span, Token, parse, parse_template};

/// A text of VTQL and where it stands in its document.
#[derive(Debug)]
pub(crate) struct Region {
    pub(crate) text: Arc<str>,
    pub(crate) dialect: Dialect,
    /// The query in a host file; `None` where the document is the text.
    host: Option<Query>,
    parsed: OnceLock<Parsed>,
}

impl Region {
    /// All of a document.
    pub(super) fn whole(text: Arc<str>, dialect: Dialect) -> Self {
        Region { text, dialect, host: None, parsed: OnceLock::new() }
    }

    /// A query in a host file.
    pub(super) fn of_host(query: Query, dialect: Option<Dialect>) -> Self {
        let dialect = query.dialect_or(dialect);
        Region { text: query.text().into(), dialect, host: Some(query), parsed: OnceLock::new() }
    }

    /// The query in a host file; `None` where the document is the text.
    pub(crate) fn host(&self) -> Option<&Query> {
        self.host.as_ref()
    }

    /// Whether it is the query before it with a part that is not there in every run.
    pub(crate) fn is_alternative(&self) -> bool {
        self.host.as_ref().is_some_and(Query::is_alternative)
    }

    /// The parts that a program fills in.
    pub(crate) fn holes(&self) -> Vec<Range<usize>> {
        let holes = self.host.iter().flat_map(Query::holes);
        holes.map(|hole| hole.range.clone()).collect()
    }

    /// Whether more may follow that is not known.
    pub(crate) fn open_end(&self) -> bool {
        self.host.as_ref().is_some_and(Query::open_end)
    }

    /// Its trees, with what is missing in them.
    pub(crate) fn parsed(&self) -> &Parsed {
        self.parsed.get_or_init(|| match self.host {
            Some(_) => parse_template(&self.text, self.dialect, &self.holes(), self.open_end()),
            None => parse(&self.text, self.dialect),
        })
    }

    /// Its tokens, holes included.
    pub(crate) fn tokens(&self) -> Vec<Token> {
        self.parsed().tokens(&self.text)
    }

    /// The modules and fields that it names, in order of the text.
    pub(crate) fn names(&self) -> Vec<Named<'_>> {
        self.parsed().statements.iter().flat_map(named).collect()
    }

    /// The name at a byte of the text, or right before it.
    pub(crate) fn name_at(&self, offset: usize) -> Option<Named<'_>> {
        let at = |it: &Named<'_>| it.span().range().start <= offset && offset <= it.span().range().end;
        self.names().into_iter().find(at)
    }

    /// The byte of the text at a byte of the document; `None` where the document does not write it.
    pub(crate) fn offset(&self, document: usize) -> Option<usize> {
        let Some(query) = &self.host else { return (document <= self.text.len()).then_some(document) };
        let offset = query.text_offset(document)?;
        let in_hole = |hole: &vtql_hosts::Hole| {
            let host = query.host_range(hole.range.clone());
            host.start < document && document < host.end
        };
        (!query.holes().iter().any(in_hole)).then_some(offset)
    }

    /// The part of the document that a part of the text stands for.
    pub(crate) fn in_document(&self, span: Span) -> Span {
        self.host.as_ref().map_or(span, |query| query.host_span(span))
    }

    /// All of it in the document.
    pub(crate) fn extent(&self) -> Span {
        self.in_document(Span::new(0, self.text.len()))
    }

    /// Edits of the text as edits of the document; `None` where the document cannot be edited so.
    pub(crate) fn edits(&self, edits: Vec<Edit>, document: &str) -> Option<Vec<Edit>> {
        let Some(query) = &self.host else { return Some(edits) };
        let fix = Fix { title: String::new(), safety: Safety::Unsafe, edits };
        Some(query.host_fix(&fix, document)?.edits)
    }

    /// Whether the document has the same bytes, in one place.
    pub(crate) fn is_verbatim(&self, document: &str) -> bool {
        self.holes().is_empty() && self.extent().slice(document) == &*self.text
    }
}
