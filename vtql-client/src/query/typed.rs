use super::{QueryError, Row};
use std::marker::PhantomData;
use vtql_parser::ast;

/// A query whose rows have the type `R`, all parameters filled in.
///
/// `vtql!` makes one from a text that was checked while compiling; [`Query::new`] makes
/// one from a tree built in code.
#[must_use = "a query does nothing until it is sent"]
pub struct Query<R> {
    bound: Bound,
    row: PhantomData<fn() -> R>,
}

/// `select count(*)`: a query that is answered by a number.
#[must_use = "a query does nothing until it is sent"]
#[derive(Clone, Debug)]
pub struct CountQuery {
    bound: Bound,
}

/// A tree without parameters, or why there is none.
#[derive(Clone, Debug)]
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
        Query { bound, row: PhantomData }
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
        }
    };
}

common_questions!(<R> Query<R>);
common_questions!(CountQuery);

impl<R> Clone for Query<R> {
    fn clone(&self) -> Self {
        Query { bound: self.bound.clone(), row: PhantomData }
    }
}

impl<R> std::fmt::Debug for Query<R> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Query").field(&self.bound).finish()
    }
}
