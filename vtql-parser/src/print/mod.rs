//! Tree to text. [`compact`] is one line, what goes on the wire; [`pretty`] puts clauses on lines;
//! [`format()`] does so for a whole text and keeps its comments.
//!
//! A printed tree reads as the same tree, and printing what was read prints the same text.

mod comments;
mod inline;
mod pretty;
mod style;

pub use pretty::{format, pretty};
pub use style::{Case, Style};

use crate::ast::{
    Between, Compare, CompareOp, Condition, Connective, Count, Direction, Emptiness, In, InValues, Includes,
    Like, Limit, Literal, Not, OrderBy, Param, Predicate, Query, Select, Terms, Value,
};
use inline::Inline;
use std::fmt;

/// The query on one line, with its semicolon and as few parentheses as its meaning needs.
///
/// ```
/// use vtql_parser::{Dialect, parse_query, print};
///
/// let query = parse_query("SELECT id\nFROM Leads\nWHERE (city = 'Rome' OR (city='Paris'))", Dialect::Surface)?;
/// assert_eq!(print::compact(&query), "select id from Leads where city = 'Rome' or city = 'Paris';");
/// # Ok::<(), vtql_parser::Errors>(())
/// ```
pub fn compact(query: &Query) -> String {
    let mut line = Inline::new(256);
    line.query(query);
    line.finish()
}

/// The form that `query_related` needs: `WHERE` in capitals, no semicolon.
pub(crate) fn related(query: &Query) -> String {
    let mut line = Inline::new(256);
    line.clauses(query, "WHERE");
    line.finish()
}

impl fmt::Display for Query {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&compact(self))
    }
}

macro_rules! display_inline {
    ($($node:ty => $method:ident),+) => {$(
        impl fmt::Display for $node {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                let mut line = Inline::new(0);
                line.$method(self);
                f.write_str(&line.finish())
            }
        }
    )+};
}

display_inline! {
    Select => select, Count => count, OrderBy => order_by, Limit => limit, Condition => condition,
    Not => not, Predicate => predicate, InValues => in_values, Value => value, Literal => literal,
    Param => param
}

macro_rules! display_predicate {
    ($($node:ident),+) => {$(
        impl fmt::Display for $node {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                let mut line = Inline::new(0);
                line.predicate(&Predicate::$node(self.clone().into()));
                f.write_str(&line.finish())
            }
        }
    )+};
}

display_predicate! { Compare, Like, In, Between, Includes }

impl fmt::Display for Emptiness {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Predicate::Empty(self.clone()).fmt(f)
    }
}

impl<C: Connective> fmt::Display for Terms<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        C::group(self.clone()).fmt(f)
    }
}

impl fmt::Display for CompareOp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Display for Direction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(inline::direction_word(*self))
    }
}
