//! What the macros' expansions call. Not for use by hand: it changes with them.

use super::anonymous_row::{self, AnonymousRow};
use super::fields::Part;
use super::param::Argument;
use super::typed::Bound;
use super::{CountQuery, ModuleRow, Query, QueryError, RelatedQuery, Row};
use std::marker::PhantomData;
use vtql_parser::ast;
use vtql_parser::ast::{Literal, Param};
use vtql_parser::bind::{self, Outcome};
use vtql_parser::{Diagnostic, Dialect, Span, codes, parse_query};

/// A query that was checked: parameter `n` is written `{n}` in its text. Its rows are made of the values of
/// `columns`, a name a line.
pub fn select<R: 'static, G: Part + 'static>(
    text: &str,
    columns: &'static str,
    arguments: &[Argument],
    make: fn(G) -> R,
) -> Query<AnonymousRow<R>> {
    Query::with_reading(bound(text, arguments), anonymous_row::reading(columns, make))
}

/// A query that was checked, like [`select`], whose rows have a type that knows its fields.
pub fn query<R: Row>(text: &str, arguments: &[Argument], _row: PhantomData<R>) -> Query<R> {
    Query::from_bound(bound(text, arguments))
}

/// A query that was checked for related records.
pub fn related<R>(query: Query<R>) -> RelatedQuery<R> {
    RelatedQuery::checked(query)
}

/// A `count(*)` query that was checked.
pub fn count(text: &str, arguments: &[Argument]) -> CountQuery {
    CountQuery::from_bound(bound(text, arguments))
}

fn bound(text: &str, arguments: &[Argument]) -> Bound {
    match parse_query(text, Dialect::Surface) {
        Ok(query) => bind(query, arguments),
        Err(errors) => Bound::Failed(QueryError::new(errors)),
    }
}

/// The query with its parameters filled: `{n}` is argument `n`.
pub(crate) fn bind(query: ast::Query, arguments: &[Argument]) -> Bound {
    let nothing = nothing_of(&query);
    match bind::bind(query, |param| value_of(param, arguments)) {
        Ok(Outcome::Runs(query)) => Bound::Runs(query),
        Ok(Outcome::MatchesNothing) => nothing,
        Err(errors) => Bound::Failed(QueryError::new(errors)),
    }
}

/// The same selection of no records.
fn nothing_of(query: &ast::Query) -> Bound {
    // No record has the number 0.
    match ast::Condition::eq("id", ast::RecordId::new(1, 0)) {
        Ok(never) => {
            let (select, module) = (query.select.clone(), query.module.clone());
            Bound::MatchesNothing(ast::Query::new(select, module).filter(never))
        }
        Err(error) => Bound::Failed(invalid(&error)),
    }
}

/// A part that no tree can have.
pub(crate) fn invalid(error: &ast::InvalidNode) -> QueryError {
    QueryError::new(vec![Diagnostic::error(codes::SYNTAX, Span::NONE, error.to_string())])
}

fn argument_of<'a>(param: &Param, arguments: &'a [Argument]) -> Option<&'a Argument> {
    param.expression().parse::<usize>().ok().and_then(|number| arguments.get(number))
}

fn value_of(param: &Param, arguments: &[Argument]) -> Result<bind::Bound, String> {
    match argument_of(param, arguments) {
        Some(Argument::One(encoded)) => encoded.clone().map(bind::Bound::One),
        Some(Argument::Many(encoded)) => {
            encoded.clone().map(|literals: Vec<Literal>| bind::Bound::Many(literals))
        }
        Some(Argument::LeftOut) => Ok(bind::Bound::LeftOut),
        None => Err(format!("there is no value for `{}`", param.expression())),
    }
}

/// An enum that `vtql_picklist!` wrote.
pub trait Picklist {
    /// The value of that text.
    fn of(value: &str) -> Self;

    /// The text of the value.
    fn text(&self) -> &str;
}

/// What an enum of a picklist can be used for, beside what it is.
#[doc(hidden)]
#[macro_export]
macro_rules! __picklist {
    ($name:ident) => {
        impl $crate::decode::Decode for $name {
            const EXPECTED: &'static str = "a value of a picklist";
            fn decode(cell: $crate::__private::Option<&str>) -> $crate::__private::Option<Self> {
                cell.map(<Self as $crate::__private::Picklist>::of)
            }
            fn placeholder() -> Self {
                <Self as $crate::__private::Picklist>::of("")
            }
        }
        impl<F> $crate::decode::fit::FromText<F> for $name {}
        impl<F> $crate::query::param::TextValue<F> for $name {
            fn encode(&self) -> $crate::query::param::Encoded {
                $crate::query::param::TextValue::<F>::encode(<Self as $crate::__private::Picklist>::text(
                    self,
                ))
            }
        }
    };
}

/// Fails to compile with `message` unless both are the same module. A row of no module has mistakes that are told
/// already.
#[track_caller]
pub const fn assert_module(row: &str, query: &str, message: &str) {
    assert!(row.is_empty() || same(row, query), "{}", message);
}

/// Fails to compile with `message` unless `column` is one of the `columns` of a row of `module`.
#[track_caller]
pub const fn assert_read(module: &str, columns: &[&str], column: &str, message: &str) {
    assert!(module.is_empty() || contains(columns, column), "{}", message);
}

/// Fails to compile unless all columns of `R` are among those `selected`.
#[track_caller]
pub const fn assert_selected<R: ModuleRow>(selected: &[&str]) {
    let mut at = 0;
    while at < R::COLUMNS.len() {
        assert!(contains(selected, R::COLUMNS[at]), "{}", R::UNSELECTED[at]);
        at += 1;
    }
}

const fn contains(columns: &[&str], column: &str) -> bool {
    let mut at = 0;
    while at < columns.len() {
        if same(columns[at], column) {
            return true;
        }
        at += 1;
    }
    false
}

/// Equality of strings, which `==` is not while compiling.
const fn same(one: &str, other: &str) -> bool {
    let (one, other) = (one.as_bytes(), other.as_bytes());
    if one.len() != other.len() {
        return false;
    }
    let mut at = 0;
    while at < one.len() {
        if one[at] != other[at] {
            return false;
        }
        at += 1;
    }
    true
}
