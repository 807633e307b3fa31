//! A text and everything that is wrong with it.

use vtql_parser::ast::Query;
use vtql_parser::lower::lower;
use vtql_parser::{Diagnostic, Dialect, parse, parse_query};
use vtql_schema::Snapshot;

/// What queries are checked against.
#[derive(Debug)]
pub(crate) struct Checker {
    pub(crate) dialect: Dialect,
    pub(crate) snapshot: Option<Snapshot>,
}

impl Checker {
    /// The findings about a text that holds one query.
    pub(crate) fn query(&self, source: &str) -> Vec<Diagnostic> {
        match one_query(source, self.dialect) {
            Ok(_) => self.text(source),
            Err(errors) if errors.iter().any(|error| error.code == vtql_parser::codes::MANY_STATEMENTS) => {
                errors
            }
            Err(errors) => in_order(errors.into_iter().chain(self.text(source)).collect()),
        }
    }

    /// The findings about a text of any number of queries.
    pub(crate) fn text(&self, source: &str) -> Vec<Diagnostic> {
        let parsed = parse(source, self.dialect);
        let mut findings = parsed.diagnostics;
        for query in &parsed.statements {
            findings.extend(vtql_schema::check(query, source, self.dialect, self.snapshot.as_ref()));
            if self.dialect == Dialect::Surface {
                findings.extend(lower(query).err().unwrap_or_default());
            }
        }
        in_order(findings)
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

fn in_order(mut findings: Vec<Diagnostic>) -> Vec<Diagnostic> {
    findings.sort_by_key(|finding| (finding.span, finding.code));
    findings.dedup();
    findings
}
