//! Which of the rows that match are asked for.

use crate::error::{Error, Result};
use vtql_parser::ast::{Limit, Query, Spanned, Value};
use vtql_parser::{Diagnostic, codes};

/// The rows that the query itself asks for, out of all that match.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Window {
    pub(super) offset: u64,
    /// `None`: all.
    pub(super) limit: Option<u64>,
}

impl Window {
    pub(super) fn of(query: &Query) -> Result<Window> {
        let Some(limit) = &query.limit else { return Ok(Window { offset: 0, limit: None }) };
        let offset = limit.offset.as_ref().map_or(Ok(0), number)?;
        Ok(Window { offset, limit: Some(number(&limit.count)?) })
    }
}

fn number(value: &Value) -> Result<u64> {
    value.as_u64().ok_or_else(|| {
        let message = "a number of rows is written with digits alone";
        Error::query(vec![Diagnostic::error(codes::NOT_EXPRESSIBLE, value.span(), message)])
    })
}

/// `limit [offset,] count`.
pub(super) fn limit(offset: Option<u64>, count: u64) -> Limit {
    let number = |value: u64| i64::try_from(value).unwrap_or(i64::MAX).into();
    Limit::new(offset.map(number), number(count))
}
