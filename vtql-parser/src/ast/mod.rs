//! The syntax tree, one for both dialects.
//!
//! Every node carries the [`Span`] that it was parsed from. Equality of nodes is equality of meaning:
//! **spans do not take part**, so a parsed tree equals the same tree built in code.
//!
//! A text that is wrong, or has holes, has a tree as well: what is not known of it are its [`Gap`]s.
//!
//! Trees are built with constructors that check what a printer relies on: a [`Name`] is a word, a
//! [`List`] is never empty, an [`Terms`] group has at least two members.
//!
//! ```
//! use vtql_parser::ast::{Condition, Direction, Name, Query, Select};
//!
//! let query = Query::new(Select::fields(["id", "lastname"])?, Name::new("Contacts")?)
//!     .filter(Condition::eq("mailingcity", "L'Aquila")?.and(Condition::like("lastname", "S%")?))
//!     .order_by("lastname", Direction::Desc)?
//!     .limit(20);
//! assert_eq!(
//!     query.to_string(),
//!     "select id, lastname from Contacts where mailingcity = 'L''Aquila' and lastname like 'S%' \
//!      order by lastname desc limit 20;"
//! );
//! # Ok::<(), vtql_parser::ast::InvalidNode>(())
//! ```

mod condition;
mod gap;
mod list;
mod name;
mod predicate;
mod query;
mod record_id;
mod text;
mod value;

pub use condition::{And, Condition, Connective, Not, Or, Terms, UnknownCondition};
pub use gap::{Clause, Gap, GapKind, Hole, Rest};
pub use list::List;
pub use name::Name;
pub use predicate::{
    Between, Compare, CompareOp, Emptiness, In, InValues, Includes, Like, Predicate, UnknownTest,
};
pub use query::{Count, Direction, Limit, OrderBy, Query, Select};
pub use record_id::RecordId;
pub(crate) use text::Text;
pub use value::{Literal, LiteralKind, Param, Value};

use crate::span::Span;
use std::fmt;

/// A tree that was asked for cannot be written in VTQL.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum InvalidNode {
    /// A name is made of ASCII letters, digits and `_`, and is not empty.
    Name(String),
    /// A list needs at least one member, a group of conditions two.
    EmptyList,
    /// A group of conditions has no member that is a group of the same connective.
    Nested,
    /// A number is a run of digits with at most one sign in front and one point inside.
    Number(String),
    /// A record id is `digits x digits`, as `12x345`.
    RecordId(String),
    /// A parameter is written in braces and holds none.
    Param(String),
    /// The text of a tree, which does not read as that tree.
    Text(String),
}

impl fmt::Display for InvalidNode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            InvalidNode::Name(text) => {
                write!(f, "`{text}` is not a name: a name is made of ASCII letters, digits and `_`")
            }
            InvalidNode::EmptyList => f.write_str("a list needs at least one member"),
            InvalidNode::Nested => {
                f.write_str("a group of conditions inside one of the same connective is part of that one")
            }
            InvalidNode::Number(text) => write!(f, "`{text}` is not a number that VTQL can carry"),
            InvalidNode::RecordId(text) => {
                write!(f, "`{text}` is not a record id: write digits, `x`, digits, as in `12x345`")
            }
            InvalidNode::Text(text) => write!(f, "the tree prints as `{text}`, which does not read as it"),
            InvalidNode::Param(text) => write!(f, "`{text}` cannot stand between the braces of a parameter"),
        }
    }
}

impl std::error::Error for InvalidNode {}

/// Equality of the named fields only: the span is left out.
macro_rules! eq_without_span {
    ($($node:ident { $($field:ident),* })+) => {$(
        impl PartialEq for $node {
            fn eq(&self, other: &Self) -> bool {
                $(self.$field == other.$field)&&*
            }
        }
        impl Eq for $node {}
    )+};
}
use eq_without_span;

/// Something that was parsed from a place in the text.
pub trait Spanned {
    /// Where the node stands; [`Span::NONE`] for a node built in code.
    fn span(&self) -> Span;
}
