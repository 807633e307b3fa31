//! What the macros' expansions call. Not for use by hand: it changes with them.

use super::param::Argument;
use super::typed::Bound;
use super::{CountQuery, Query, QueryError, Row};
use std::marker::PhantomData;
use vtql_parser::ast::{Literal, Param};
use vtql_parser::bind::{self, Outcome};
use vtql_parser::{Dialect, parse_query};

/// A query that was checked: parameter `n` is written `{n}` in its text.
pub fn query<R: Row>(text: &str, arguments: &[Argument], _row: PhantomData<R>) -> Query<R> {
    Query::from_bound(bound(text, arguments))
}

/// A `count(*)` query that was checked.
pub fn count(text: &str, arguments: &[Argument]) -> CountQuery {
    CountQuery::from_bound(bound(text, arguments))
}

fn bound(text: &str, arguments: &[Argument]) -> Bound {
    let mut matches_nothing = false;
    let ast = parse_query(text, Dialect::Surface).and_then(|mut query| {
        let outcome = bind::bind(&mut query, |param| value_of(param, arguments))?;
        matches_nothing = outcome == Outcome::MatchesNothing;
        Ok(query)
    });
    Bound { ast: ast.map_err(QueryError::new), matches_nothing }
}

fn value_of(param: &Param, arguments: &[Argument]) -> Result<bind::Bound, String> {
    let argument = param.expression().parse::<usize>().ok().and_then(|number| arguments.get(number));
    match argument {
        Some(Argument::One(encoded)) => encoded.clone().map(bind::Bound::One),
        Some(Argument::Many(encoded)) => {
            encoded.clone().map(|literals: Vec<Literal>| bind::Bound::Many(literals))
        }
        None => Err(format!("there is no value for `{}`", param.expression())),
    }
}

/// `Debug` of a row, as a derive would write it.
pub fn debug_row(
    f: &mut std::fmt::Formatter<'_>,
    name: &str,
    columns: &[&str],
    values: &[&dyn std::fmt::Debug],
) -> std::fmt::Result {
    let mut row = f.debug_struct(name);
    for (column, value) in columns.iter().zip(values) {
        row.field(column, value);
    }
    row.finish()
}
