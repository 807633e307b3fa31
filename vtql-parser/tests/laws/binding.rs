//! Binding keeps the meaning of a condition, whatever lists are empty and whatever is left out.

use super::cases;
use super::database::{Cell, Row, holds};
use proptest::prelude::*;
use vtql_parser::ast::{Condition, In, InValues, Name, Param, Predicate, Query, Select};
use vtql_parser::bind::{Bound, Outcome, bind};
use vtql_parser::lower::lower;
use vtql_parser::{Dialect, parse_query};

/// A condition whose values are lists that may be empty. `{p0}` is an empty list, `{p3}` one of three.
#[derive(Clone, Debug)]
enum Shape {
    In { field: usize, negated: bool, values: Option<usize>, optional: bool },
    All(Vec<Shape>),
    Any(Vec<Shape>),
    Not(Box<Shape>),
}

const FIELDS: [&str; 2] = ["a", "b"];
const VALUES: [&str; 3] = ["x", "y", "z"];

fn shape() -> impl Strategy<Value = Shape> {
    let values = prop_oneof![3 => Just(Some(0)), 3 => (1_usize..4).prop_map(Some), 1 => Just(None)];
    let list = (0_usize..2, any::<bool>(), values).prop_map(|(field, negated, values)| Shape::In {
        field,
        negated,
        values,
        optional: values.is_none(),
    });
    list.prop_recursive(4, 14, 3, |inner| {
        let terms = || proptest::collection::vec(inner.clone(), 2..4);
        prop_oneof![
            terms().prop_map(Shape::All),
            terms().prop_map(Shape::Any),
            inner.clone().prop_map(|shape| Shape::Not(Box::new(shape))),
        ]
    })
}

fn condition(shape: &Shape) -> Condition {
    match shape {
        Shape::In { field, negated, values, optional } => {
            let name = values.map_or("none".to_owned(), |count| format!("p{count}"));
            let mut param = Param::new(&name).expect("a name");
            param.optional = *optional;
            let (field, values) = (Name::new(FIELDS[*field]).expect("a word"), InValues::Param(param));
            let span = vtql_parser::Span::NONE;
            Condition::Predicate(Predicate::In(In { field, negated: *negated, values, span }))
        }
        Shape::All(terms) => Condition::all(terms.iter().map(condition)).expect("not empty"),
        Shape::Any(terms) => Condition::any(terms.iter().map(condition)).expect("not empty"),
        Shape::Not(inner) => condition(inner).not(),
    }
}

/// Whether a condition holds; `None` when that is unknown.
type Truth = Option<bool>;

/// Whether the condition holds; `None` when there is no such condition.
fn meant(shape: &Shape, row: &Row) -> Option<Truth> {
    match shape {
        Shape::In { values: None, .. } => None,
        Shape::In { values: Some(0), negated, .. } => Some(Some(*negated)),
        Shape::In { field, negated, values: Some(count), .. } => Some(match &row[FIELDS[*field]] {
            Cell::Text(text) => Some(VALUES[..*count].contains(&text.as_str()) != *negated),
            _ => None,
        }),
        Shape::All(terms) => terms.iter().filter_map(|term| meant(term, row)).reduce(and),
        Shape::Any(terms) => terms
            .iter()
            .filter_map(|term| meant(term, row))
            .reduce(|one, other| not(and(not(one), not(other)))),
        Shape::Not(inner) => meant(inner, row).map(not),
    }
}

fn and(one: Option<bool>, other: Option<bool>) -> Option<bool> {
    match (one, other) {
        (Some(false), _) | (_, Some(false)) => Some(false),
        (Some(true), Some(true)) => Some(true),
        _ => None,
    }
}

fn not(value: Option<bool>) -> Option<bool> {
    value.map(|value| !value)
}

fn rows() -> Vec<Row> {
    let cells =
        || [Cell::Null].into_iter().chain(["", "x", "y", "z", "w"].map(|text| Cell::Text(text.to_owned())));
    cells().flat_map(|a| cells().map(move |b| Row::from([("a", a.clone()), ("b", b)]))).collect()
}

fn value(param: &Param) -> Bound {
    match param.expression() {
        "none" => Bound::LeftOut,
        other => {
            let count: usize = other[1..].parse().expect("a number");
            Bound::Many(VALUES[..count].iter().map(|value| (*value).into()).collect())
        }
    }
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn a_bound_query_finds_what_was_meant_or_there_is_none(shape in shape()) {
        let query = Query::new(Select::all(), Name::new("M").expect("a word")).filter(condition(&shape));
        let outcome = bind(query, |param| Ok(value(param))).expect("a value for each");
        for row in rows() {
            let meant = meant(&shape, &row).unwrap_or(Some(true)) == Some(true);
            let (found, sent) = match &outcome {
                Outcome::MatchesNothing => (false, false),
                Outcome::Runs(query) => {
                    let wire = lower(query).expect("it has a wire form");
                    let finds = |filter: &Option<Condition>| {
                        filter.as_ref().is_none_or(|filter| holds(filter, &row) == Some(true))
                    };
                    (finds(&query.filter), finds(&wire.filter))
                }
            };
            prop_assert_eq!((found, sent), (meant, meant), "{:?} at {:?}", outcome, row);
        }
    }
}

#[test]
fn a_query_that_could_not_be_bound_is_gone() {
    let query =
        parse_query("select id from M where a in {none} and b = {b}", Dialect::Surface).expect("valid");
    let errors = bind(query, |param| match param.expression() {
        "none" => Ok(Bound::Many(Vec::new())),
        other => Err(format!("no value for {other}")),
    });
    assert_eq!(errors.expect_err("b has no value").len(), 1);
}
