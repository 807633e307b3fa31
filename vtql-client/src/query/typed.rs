use super::reading::{PlacesOfPage, Reading, Typed};
use super::{DecodeError, QueryError, Row};
use crate::record::Record;
use std::fmt;
use std::sync::Arc;
use vtql_parser::ast;
use vtql_parser::lower::lower;
use vtql_parser::{Diagnostic, Span, codes};

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
pub(crate) enum Bound {
    /// It can be sent.
    Runs(ast::Query),
    /// No record can match: there is no tree to send, but one that says what would have been selected. Its
    /// condition is one that no record meets.
    MatchesNothing(ast::Query),
    /// A value is missing or does not fit.
    Failed(QueryError),
}

impl<R: Row> Query<R> {
    /// A query from a tree in the surface dialect. It has to select every field of `R::COLUMNS`; the
    /// macro sees to that.
    pub fn new(ast: ast::Query) -> Self {
        Query::from_bound(Bound::Runs(ast))
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

    /// The tree of the query, or of the same selection of no records.
    #[cfg(feature = "http")]
    pub(crate) fn selection(&self) -> Result<&ast::Query, QueryError> {
        match &self.bound {
            Bound::Runs(ast) | Bound::MatchesNothing(ast) => Ok(ast),
            Bound::Failed(error) => Err(error.clone()),
        }
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
        let module = self.bound.tree().map_or("", |query| query.module.as_str());
        let mut places = PlacesOfPage::default();
        let places = places.of(record.table(), self.reading.columns());
        self.reading.read(record, places, module)
    }
}

impl CountQuery {
    /// A query from a tree in the surface dialect that selects `count(*)`.
    pub fn new(ast: ast::Query) -> Self {
        CountQuery::from_bound(Bound::Runs(ast))
    }

    pub(crate) fn from_bound(bound: Bound) -> Self {
        CountQuery { bound }
    }
}

macro_rules! common_questions {
    ($($generics:tt)*) => {
        impl $($generics)* {
            /// The query as a tree in the surface dialect, without parameters.
            ///
            /// # Errors
            ///
            /// A value could not be written in VTQL, or the query
            /// [matches nothing](Self::matches_nothing): then there is no query to send.
            pub fn ast(&self) -> Result<&ast::Query, QueryError> {
                match &self.bound {
                    Bound::Runs(ast) => Ok(ast),
                    Bound::MatchesNothing(_) => Err(matches_nothing()),
                    Bound::Failed(error) => Err(error.clone()),
                }
            }

            /// Whether no record can match, because a list that a field must be in is empty. Such a
            /// query is answered without asking the server, which knows no empty list.
            pub fn matches_nothing(&self) -> bool {
                matches!(self.bound, Bound::MatchesNothing(_))
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
    /// What is selected from which module, unless it is not known.
    pub(crate) fn tree(&self) -> Option<&ast::Query> {
        match self {
            Bound::Runs(ast) | Bound::MatchesNothing(ast) => Some(ast),
            Bound::Failed(_) => None,
        }
    }

    fn debug(&self, name: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Bound::Runs(ast) => write!(f, "{name}({ast})"),
            Bound::MatchesNothing(ast) => write!(f, "{name}(no records of {})", ast.module),
            Bound::Failed(error) => write!(f, "{name}({error})"),
        }
    }
}

fn matches_nothing() -> QueryError {
    let message = "no record can match: a list that a field must be in is empty";
    let finding = Diagnostic::error(codes::NOT_EXPRESSIBLE, Span::NONE, message);
    QueryError::new(vec![finding.help("ask `matches_nothing` first; its rows are none, and need no request")])
}
