//! A text and everything that is wrong with it.

use vtql_parser::ast::Query;
use vtql_parser::{Diagnostic, Dialect, parse, parse_query};
use vtql_schema::rules::Levels;
use vtql_schema::{Snapshot, check_text};

/// What queries are checked against.
#[derive(Debug)]
pub(crate) struct Checker {
    pub(crate) dialect: Dialect,
    pub(crate) snapshot: Option<Snapshot>,
    pub(crate) levels: Levels,
}

impl Checker {
    /// The findings about a text that holds one query.
    pub(crate) fn query(&self, source: &str) -> Vec<Diagnostic> {
        let checked = check_text(source, self.dialect, self.snapshot.as_ref(), &self.levels);
        match (checked.is_ok(), checked.statements.len()) {
            // The rules know nothing of texts without a query, or with more than the one expected.
            (true, count) if count != 1 => parse_query(source, self.dialect).err().unwrap_or_default(),
            _ => checked.diagnostics,
        }
    }

    /// The findings about a text of any number of queries.
    pub(crate) fn text(&self, source: &str) -> Vec<Diagnostic> {
        check_text(source, self.dialect, self.snapshot.as_ref(), &self.levels).diagnostics
    }
}

/// The query that a text holds, with the warnings about it; else everything that is wrong.
pub(crate) fn one_query(source: &str, dialect: Dialect) -> Result<(Query, Vec<Diagnostic>), Vec<Diagnostic>> {
    let mut parsed = parse(source, dialect);
    if parsed.is_ok() && parsed.statements.len() == 1 {
        Ok((parsed.statements.remove(0), parsed.diagnostics))
    } else {
        parse_query(source, dialect).map(|query| (query, Vec::new()))
    }
}
