use super::reading::{PlacesOfPage, Reading, Typed};
use super::{DecodeError, QueryError, Row};
use crate::record::Record;
use std::fmt;
use std::sync::Arc;
use vtql_parser::ast;
use vtql_parser::lower::lower;

/// A query whose rows have the type `R`, all parameters filled in.
///
/// `vtql!` makes one from a text that was checked while compiling; [`Query::new`] makes
/// one from a tree built in code.
#[must_use = "a query does nothing until it is sent"]
pub struct Query<R> {
    bound: Bound,
    reading: Reading<R>,
}

/// `select count(*)`: a query that is answered by a number.
#[must_use = "a query does nothing until it is sent"]
#[derive(Clone)]
pub struct CountQuery {
    bound: Bound,
}

/// A tree without parameters, or why there is none.
#[derive(Clone)]
pub(crate) struct Bound {
    pub(crate) ast: Result<ast::Query, QueryError>,
    pub(crate) matches_nothing: bool,
}

impl<R: Row> Query<R> {
    /// A query from a tree in the surface dialect. It has to select every field of `R::COLUMNS`; the
    /// macro sees to that.
    pub fn new(ast: ast::Query) -> Self {
        Query::from_bound(Bound { ast: Ok(ast), matches_nothing: false })
    }

    pub(crate) fn from_bound(bound: Bound) -> Self {
        Query { bound, reading: Arc::new(Typed) }
    }
}

impl<R> Query<R> {
    pub(crate) fn with_reading(bound: Bound, reading: Reading<R>) -> Self {
        Query { bound, reading }
    }

    /// How its rows are read.
    #[cfg(feature = "http")]
    pub(crate) fn reading(&self) -> Reading<R> {
        Arc::clone(&self.reading)
    }

    /// The fields that a row is made of, by the names that describe gives them.
    pub fn columns(&self) -> &[&'static str] {
        self.reading.columns()
    }

    /// A record as a row of this query, for answers that were recorded, or fetched by other means than this
    /// crate's client.
    ///
    /// # Errors
    ///
    /// A field of the record does not hold what its type promises.
    pub fn decode(&self, record: Record) -> Result<R, DecodeError> {
        let module = self.bound.ast.as_ref().map_or("", |query| query.module.as_str());
        let mut places = PlacesOfPage::default();
        let places = places.of(record.table(), self.reading.columns());
        self.reading.read(record, places, module)
    }
}

impl CountQuery {
    /// A query from a tree in the surface dialect that selects `count(*)`.
    pub fn new(ast: ast::Query) -> Self {
        CountQuery::from_bound(Bound { ast: Ok(ast), matches_nothing: false })
    }

    pub(crate) fn from_bound(bound: Bound) -> Self {
        CountQuery { bound }
    }
}

macro_rules! common_questions {
    ($($generics:tt)*) => {
        impl $($generics)* {
            /// The query as a tree in the surface dialect, without parameters.
            pub fn ast(&self) -> Result<&ast::Query, QueryError> {
                self.bound.ast.as_ref().map_err(Clone::clone)
            }

            /// Whether no record can match, because a list that a field must be in is empty. Such a
            /// query is answered without asking the server, which knows no empty list.
            pub fn matches_nothing(&self) -> bool {
                self.bound.matches_nothing
            }

            /// The text that the server understands, as one statement: what the query says, without
            /// the changes that paging makes. The server caps the rows of one statement at 100.
            pub fn wire(&self) -> Result<String, QueryError> {
                let wire = lower(self.ast()?).map_err(QueryError::new)?;
                Ok(wire.to_string())
            }
        }
    };
}

common_questions!(<R> Query<R>);
common_questions!(CountQuery);

impl<R> Clone for Query<R> {
    fn clone(&self) -> Self {
        Query { bound: self.bound.clone(), reading: Arc::clone(&self.reading) }
    }
}

/// The query as text.
impl<R> fmt::Debug for Query<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.bound.debug("Query", f)
    }
}

/// The query as text.
impl fmt::Debug for CountQuery {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.bound.debug("CountQuery", f)
    }
}

impl Bound {
    fn debug(&self, name: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.ast {
            Ok(ast) => write!(f, "{name}({ast})"),
            Err(error) => write!(f, "{name}({error})"),
        }
    }
}
