//! A text and everything that is wrong with it.

use crate::host::{Embedding, Filter, Language, queries};
use crate::input::lines::Asked;
use std::path::Path;
use vtql_parser::ast::Query;
use vtql_parser::{Diagnostic, Dialect, Errors, parse, parse_query};
use vtql_schema::Snapshot;
use vtql_schema::rules::Levels;

/// What queries are checked against.
#[derive(Debug)]
pub(crate) struct Checker {
    /// The dialect of all texts; without it, surface, and in host files what their language writes.
    pub(crate) dialect: Option<Dialect>,
    pub(crate) snapshot: Option<Snapshot>,
    pub(crate) levels: Levels,
    pub(crate) embedding: Embedding,
}

impl Checker {
    fn checker(&self, dialect: Dialect) -> vtql_schema::Checker<'_> {
        vtql_schema::Checker::new(dialect).snapshot(self.snapshot.as_ref()).levels(&self.levels)
    }

    /// The findings about the query of a line.
    pub(crate) fn asked(&self, asked: &Asked<'_>) -> Vec<Diagnostic> {
        if asked.is_template() {
            let checker = self.checker(self.dialect.unwrap_or_default());
            return checker.template(&asked.text, &asked.holes, asked.open_end).diagnostics;
        }
        self.query(&asked.text)
    }

    /// The findings about a text that holds one query.
    fn query(&self, source: &str) -> Vec<Diagnostic> {
        let dialect = self.dialect.unwrap_or_default();
        let checked = self.checker(dialect).text(source);
        match (checked.is_ok(), checked.statements.len()) {
            // The rules know nothing of texts without a query, or with more than the one expected.
            (true, count) if count != 1 => {
                parse_query(source, dialect).map_or_else(Errors::into_vec, |_| Vec::new())
            }
            _ => checked.diagnostics,
        }
    }

    /// The findings about a file: all of its text, or the queries in it, by the end of its name.
    pub(crate) fn file(&self, path: Option<&Path>, source: &str) -> Vec<Diagnostic> {
        match path.and_then(Language::of) {
            Some(language) => self.host(source, language),
            None => self.text(source, self.dialect.unwrap_or_default()),
        }
    }

    fn text(&self, source: &str, dialect: Dialect) -> Vec<Diagnostic> {
        self.checker(dialect).text(source).diagnostics
    }

    fn host(&self, source: &str, language: Language) -> Vec<Diagnostic> {
        let filter = Filter { embedding: self.embedding, snapshot: self.snapshot.as_ref() };
        let mut findings = Vec::new();
        for query in queries(source, language, filter) {
            let found = self.text(&query.text, query.dialect_or(self.dialect));
            let found = query.without_holes(found);
            findings.extend(found.into_iter().map(|finding| query.in_host(finding, source)));
        }
        findings
    }
}

/// The query that a text holds, with the warnings about it; else everything that is wrong.
pub(crate) fn one_query(source: &str, dialect: Dialect) -> Result<(Query, Vec<Diagnostic>), Errors> {
    let mut parsed = parse(source, dialect);
    if parsed.is_ok() && parsed.statements.len() == 1 {
        Ok((parsed.statements.remove(0), parsed.diagnostics))
    } else {
        parse_query(source, dialect).map(|query| (query, Vec::new()))
    }
}
