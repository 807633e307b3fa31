//! Queries for the `query_related` operation, which changes the text that it is given.

use super::WireQuery;
use crate::ast::{Condition, Query};
use crate::diagnostic::Diagnostic;

/// The texts to send to `query_related`, whose rows together are the query's.
pub fn related(_query: &WireQuery) -> Result<Vec<String>, Vec<Diagnostic>> {
    let _: Option<(Query, Condition)> = None;
    Ok(Vec::new())
}
