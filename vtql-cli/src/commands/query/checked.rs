//! Whether a query may be sent.

use super::params::{self, Param};
use crate::config::Config;
use crate::failure::Failure;
use crate::output::findings::human;
use std::io;
use vtql_parser::ast::Query;
use vtql_parser::bind::Outcome;
use vtql_parser::{Diagnostic, Dialect, Errors, Group, Severity, parse_query};
use vtql_schema::rules::Levels;
use vtql_schema::{Checker, Snapshot};

/// What queries are checked against before they are sent.
#[derive(Debug)]
pub(in crate::commands) struct Basis {
    pub(in crate::commands) snapshot: Option<Snapshot>,
    pub(in crate::commands) levels: Levels,
    pub(in crate::commands) colors: bool,
}

impl Basis {
    /// These rules as the settings have them, and names and types of this snapshot.
    pub(in crate::commands) fn new(snapshot: Option<Snapshot>, config: &Config, colors: bool) -> Self {
        Basis { snapshot, levels: config.check.levels.clone(), colors }
    }

    /// The query of a text with its values, which are looked at as literals are; or what is so wrong with it that
    /// it is not sent. Warnings are shown on standard error.
    pub(in crate::commands) fn check(
        &self,
        text: &str,
        values: &[Param],
    ) -> Result<Result<Outcome, Vec<Diagnostic>>, Failure> {
        let checker = Checker::new(Dialect::Surface).snapshot(self.snapshot.as_ref()).levels(&self.levels);
        let checked = checker.text(text);
        if checked.diagnostics.iter().any(Diagnostic::is_error) {
            return Ok(Err(checked.diagnostics));
        }
        let [query] = checked.statements.as_slice() else {
            return Ok(
                Err(parse_query(text, Dialect::Surface).map_or_else(Errors::into_vec, |_| Vec::new())),
            );
        };
        let outcome = match params::fill(query.clone(), values) {
            Ok(outcome) => outcome,
            Err(findings) => return Ok(Err(findings)),
        };
        let mut findings = checked.diagnostics;
        if let Outcome::Runs(filled) = &outcome {
            findings.extend(about_values(&checker, query, filled, text));
        }
        if findings.iter().any(Diagnostic::is_error) {
            return Ok(Err(findings));
        }
        findings.retain(|finding| finding.severity == Severity::Warning);
        self.report(text, &findings)?;
        Ok(Ok(outcome))
    }

    /// Shows findings on standard error.
    pub(in crate::commands) fn report(&self, text: &str, findings: &[Diagnostic]) -> Result<(), Failure> {
        Ok(human::report(&mut io::stderr(), "<query>", text, findings, self.colors)?)
    }

    /// Says what a refusal by the snapshot may be due to.
    pub(in crate::commands) fn cure(&self, findings: &[Diagnostic]) -> Option<&'static str> {
        let by_snapshot = findings.iter().any(|it| it.is_error() && it.code.group() == Group::Schema);
        (self.snapshot.is_some() && by_snapshot).then_some(
            "checked against the snapshot: `vtql snapshot pull` makes it anew, --no-snapshot sends the query all the same",
        )
    }
}

/// What is found in a query with its values, and was not without them.
fn about_values(checker: &Checker<'_>, query: &Query, filled: &Query, text: &str) -> Vec<Diagnostic> {
    let known = checker.query_in(query, text);
    let mut found = checker.query_in(filled, text);
    found.retain(|finding| !known.contains(finding));
    found
}
