//! From the text of the page to a query that may be sent.

use crate::answer::Problem;
use crate::state::State;
use serde::Deserialize;
use std::collections::BTreeMap;
use vtql_parser::ast::Query;
use vtql_parser::bind::Outcome;
use vtql_parser::{Diagnostic, Dialect, Errors, parse_query};
use vtql_schema::Checker;

/// A query as the page sends it.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Asked {
    pub(crate) text: String,
    /// The values of its parameters; more than one for the list of an `in`.
    #[serde(default)]
    pub(crate) values: BTreeMap<String, Vec<String>>,
}

/// The query with its values; `None` when it is known that no row matches. Names and values are checked before
/// anything is sent.
pub(crate) fn prepare(state: &State, asked: &Asked) -> Result<Option<Query>, Problem> {
    let snapshot = state.snapshot();
    let checker = Checker::new(Dialect::Surface).snapshot(snapshot.as_deref()).levels(&state.settings.levels);
    let checked = checker.text(&asked.text);
    if checked.diagnostics.iter().any(Diagnostic::is_error) {
        return Err(Problem::of_query(checked.diagnostics));
    }
    let query =
        parse_query(&asked.text, Dialect::Surface).map_err(|it| Problem::of_query(Errors::into_vec(it)))?;
    let values: Vec<(String, String)> = asked
        .values
        .iter()
        .flat_map(|(name, values)| values.iter().map(|value| (name.clone(), value.clone())))
        .collect();
    let outcome = match state.settings.fill {
        Some(fill) => fill(query.clone(), &values).map_err(Problem::of_query)?,
        None => Outcome::Runs(query.clone()),
    };
    let Outcome::Runs(filled) = outcome else { return Ok(None) };
    let known = checker.query_in(&query, &asked.text);
    let mut about_values = checker.query_in(&filled, &asked.text);
    about_values.retain(|finding| finding.is_error() && !known.contains(finding));
    if about_values.is_empty() { Ok(Some(filled)) } else { Err(Problem::of_query(about_values)) }
}
