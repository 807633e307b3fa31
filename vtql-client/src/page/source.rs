use crate::error::{Error, ErrorKind, Result};
use vtql_parser::ast::{InvalidNode, Param, Query};
use vtql_parser::bind::bind;
use vtql_parser::{Dialect, lower, parse_query};

/// What [`Client::query`](crate::Client::query) takes: a text in the surface dialect, or a tree.
pub trait IntoQuery {
    /// The tree of the query.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Query`] with all diagnostics when a text does not parse.
    fn into_query(self) -> Result<Query>;
}

impl IntoQuery for &str {
    fn into_query(self) -> Result<Query> {
        parse_query(self, Dialect::Surface).map_err(Error::query)
    }
}

impl IntoQuery for &String {
    fn into_query(self) -> Result<Query> {
        self.as_str().into_query()
    }
}

impl IntoQuery for String {
    fn into_query(self) -> Result<Query> {
        self.as_str().into_query()
    }
}

impl IntoQuery for Query {
    fn into_query(self) -> Result<Query> {
        Ok(self)
    }
}

impl IntoQuery for &Query {
    fn into_query(self) -> Result<Query> {
        Ok(self.clone())
    }
}

/// Refuses a query that has parameters without a value, or no form on the wire.
pub(super) fn check(query: &Query) -> Result<()> {
    let no_value = |param: &Param| Err(format!("the parameter `{{{}}}` has no value", param.expression()));
    let _ = bind(query.clone(), no_value).map_err(Error::query)?;
    wire_text(query).map(drop)
}

/// The text that goes to the server.
pub(super) fn wire_text(query: &Query) -> Result<String> {
    Ok(lower::lower(query).map_err(Error::query)?.to_string())
}

impl From<InvalidNode> for Error {
    fn from(error: InvalidNode) -> Self {
        Error::new(ErrorKind::Query, error.to_string()).with_source(error)
    }
}
