//! Generated trees and rows over a few fields, with values that meet each other often.

use proptest::prelude::*;
use std::convert::Infallible;
use std::ops::ControlFlow;
use vtql_parser::ast::{CompareOp, Condition, Direction, Literal, Param, Predicate, Query, Select, Value};
use vtql_parser::visit::VisitMut;

pub(crate) const TEXT_FIELDS: [&str; 3] = ["city", "lastname", "from_"];
pub(crate) const CHOICE_FIELDS: [&str; 2] = ["colours", "sizes"];
pub(crate) const NUMBER_FIELDS: [&str; 2] = ["amount", "employees"];

pub(crate) fn field() -> impl Strategy<Value = &'static str> {
    prop_oneof![
        3 => proptest::sample::select(&TEXT_FIELDS[..]),
        2 => proptest::sample::select(&NUMBER_FIELDS[..]),
        1 => proptest::sample::select(&CHOICE_FIELDS[..]),
    ]
}

/// Texts that MySQL's rules treat in a way of their own: case, trailing spaces, quotes, backslashes,
/// wildcards, digits in front.
pub(crate) fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        6 => proptest::sample::select(vec![
            "", " ", "a", "A", "a ", "b", "ab", "aB", "O'Brien", "'", "''", r"\", r"a\", r"\'", "5", "05", "5.0", "-1", "10",
            "5x", "%", "_", r"\%", "100%", "a_b", "é", "ß", "日本", "\n", "a\tb", "WHERE", "select", "--", "/*", "{x}", "x'; --",
        ]).prop_map(str::to_owned),
        1 => "[ a-bA-B0-1'\\\\%_]{0,6}",
        1 => any::<String>().prop_map(|text| text.replace('\0', "0")),
    ]
}

/// Choices of a multipicklist that are parts of each other, hold wildcards, or look like what stands
/// between two of them.
pub(crate) fn choice() -> impl Strategy<Value = String> {
    prop_oneof![
        6 => proptest::sample::select(vec![
            "Red", "red", "Dark Red", "Red Wine", "Re", "d", "R_d", "R%", "%", "_", r"\", r"\%", r"Red\", "O'Brien", "5", "05",
            "|", "##", "|##", "##|", "Red |", "| Red", " Red", "日本", "é", "x'; --",
        ]).prop_map(str::to_owned),
        1 => "[ Rd|#%_\\\\]{0,4}[Rd|#%_\\\\]".prop_filter("the mark between choices", |text| !text.contains("|##|")),
    ]
}

fn literal() -> impl Strategy<Value = Value> {
    prop_oneof![
        5 => text().prop_map(|text| Value::from(text.as_str())),
        2 => (-20_i64..20).prop_map(Value::from),
        1 => (0_u32..40, 0_u32..99).prop_map(|(whole, cents)| {
            Value::from(Literal::decimal(&format!("{whole}.{cents:02}")).expect("digits"))
        }),
        1 => (1_u32..30, 1_u64..30).prop_map(|(module, record)| {
            Value::from(vtql_parser::ast::RecordId::new(module, record))
        }),
    ]
}

fn pattern() -> impl Strategy<Value = String> {
    prop_oneof!["[ab%_]{1,5}", text().prop_filter("patterns are not empty", |text| !text.is_empty())]
}

fn op() -> impl Strategy<Value = CompareOp> {
    use CompareOp::{Eq, Ge, Gt, Le, Lt, Ne};
    proptest::sample::select(vec![Eq, Ne, Lt, Le, Gt, Ge])
}

fn predicate(with_like: bool) -> BoxedStrategy<Condition> {
    let compare = (field(), op(), literal())
        .prop_map(|(field, op, value)| Condition::compare(field, op, value).expect("a word"));
    let list = (field(), proptest::collection::vec(literal(), 1..4))
        .prop_map(|(field, values)| Condition::one_of(field, values).expect("not empty"));
    let between = (field(), literal(), literal())
        .prop_map(|(field, low, high)| Condition::between(field, low, high).expect("a word"));
    let empty = field().prop_map(|field| Condition::empty(field).expect("a word"));
    let like = (field(), pattern())
        .prop_map(|(field, pattern)| Condition::like(field, pattern.as_str()).expect("a word"));
    let includes = (proptest::sample::select(&CHOICE_FIELDS[..]), choice(), "[ ]{0,2}").prop_map(
        |(field, choice, spaces)| Condition::includes(field, format!("{choice}{spaces}")).expect("a word"),
    );
    if with_like {
        prop_oneof![4 => compare, 2 => list, 1 => between, 1 => empty, 2 => like, 2 => includes].boxed()
    } else {
        prop_oneof![4 => compare, 2 => list, 1 => between, 1 => empty].boxed()
    }
}

/// Conditions of every shape. `like` and `includes` never stand under `not`: the server cannot be asked
/// for that.
pub(crate) fn condition() -> BoxedStrategy<Condition> {
    let negatable = nested(predicate(false), true);
    nested(prop_oneof![predicate(true), negatable.prop_map(Condition::not)].boxed(), false)
}

fn nested(leaf: BoxedStrategy<Condition>, with_not: bool) -> BoxedStrategy<Condition> {
    leaf.prop_recursive(3, 12, 3, move |inner| {
        let terms = || proptest::collection::vec(inner.clone(), 2..4);
        let and = terms().prop_map(|terms| Condition::all(terms).expect("not empty"));
        let or = terms().prop_map(|terms| Condition::any(terms).expect("not empty"));
        if with_not {
            prop_oneof![and, or, inner.clone().prop_map(Condition::not)].boxed()
        } else {
            prop_oneof![and, or].boxed()
        }
    })
    .boxed()
}

/// Queries in which some comparisons are optional.
pub(crate) fn query_with_options() -> impl Strategy<Value = Query> {
    (query(), proptest::collection::vec(any::<bool>(), 1..9)).prop_map(|(mut query, choices)| {
        let mut optional = Optional { choices, next: 0 };
        let _ = optional.visit_query_mut(&mut query);
        query
    })
}

/// Makes comparisons optional, by turns.
struct Optional {
    choices: Vec<bool>,
    next: usize,
}

impl VisitMut for Optional {
    type Break = Infallible;

    fn visit_predicate_mut(&mut self, predicate: &mut Predicate) -> ControlFlow<Infallible> {
        self.next += 1;
        if let Predicate::Compare(it) = predicate
            && self.choices[self.next % self.choices.len()]
        {
            let mut param = Param::new(&format!("p{}", self.next)).expect("a name");
            param.optional = true;
            it.value = Value::Param(param);
        }
        ControlFlow::Continue(())
    }
}

pub(crate) fn query() -> impl Strategy<Value = Query> {
    let select = prop_oneof![
        Just(Select::all()),
        Just(Select::count()),
        proptest::collection::vec(field(), 1..5).prop_map(|names| Select::fields(names).expect("words")),
    ];
    let order = proptest::option::of((proptest::collection::vec(field(), 1..3), any::<bool>()));
    let limit = proptest::option::of((proptest::option::of(0_u32..5_000), 0_u32..1_000));
    (select, proptest::option::of(condition()), order, limit).prop_map(|(select, filter, order, limit)| {
        let mut query = Query::new(select, vtql_parser::ast::Name::new("Contacts").expect("a word"));
        query.filter = filter;
        if let Some((fields, descending)) = order {
            let direction = if descending { Direction::Desc } else { Direction::Asc };
            for field in fields {
                query = query.order_by(field, direction).expect("a word");
            }
        }
        match limit {
            Some((Some(offset), count)) => query.offset_limit(offset, count),
            Some((None, count)) => query.limit(count),
            None => query,
        }
    })
}
