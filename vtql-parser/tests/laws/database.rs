//! What MySQL makes of a condition at one row: three-valued logic, and its rules for comparing.
//!
//! Written from MySQL's documentation and from what was observed of the server, not from the code that it tests.

#![expect(clippy::manual_try_fold, reason = "unknown and false is false: a fold must not stop at unknown")]

use std::cmp::Ordering;
use std::collections::BTreeMap;
use vtql_parser::ast::{CompareOp, Condition, InValues, Literal, LiteralKind, Predicate, Value};
use vtql_parser::encode::mysql_text;

#[derive(Clone, Debug)]
pub(crate) enum Cell {
    Null,
    Text(String),
    Number(f64),
}

pub(crate) type Row = BTreeMap<&'static str, Cell>;

/// Whether the condition holds: `None` is SQL's unknown.
pub(crate) fn holds(condition: &Condition, row: &Row) -> Option<bool> {
    match condition {
        Condition::Predicate(predicate) => test(predicate, row),
        Condition::And(terms) => terms.iter().fold(Some(true), |all, term| and(all, holds(term, row))),
        Condition::Or(terms) => {
            not(terms.iter().fold(Some(true), |none, term| and(none, not(holds(term, row)))))
        }
        Condition::Not(inner) => not(holds(&inner.condition, row)),
        other => panic!("{other:?}"),
    }
}

fn and(left: Option<bool>, right: Option<bool>) -> Option<bool> {
    match (left, right) {
        (Some(false), _) | (_, Some(false)) => Some(false),
        (Some(true), Some(true)) => Some(true),
        _ => None,
    }
}

fn not(value: Option<bool>) -> Option<bool> {
    value.map(|value| !value)
}

fn test(predicate: &Predicate, row: &Row) -> Option<bool> {
    let cell = &row[predicate.field().as_str()];
    let negated = |negated: bool, value: Option<bool>| if negated { not(value) } else { value };
    match predicate {
        Predicate::Compare(it) => compare(cell, it.op, &text_of(&it.value)),
        Predicate::Like(it) => negated(it.negated, like(cell, &text_of(&it.pattern))),
        Predicate::Includes(it) => negated(it.negated, includes(cell, &text_of(&it.value))),
        Predicate::Between(it) => {
            let low = compare(cell, CompareOp::Ge, &text_of(&it.low));
            negated(it.negated, and(low, compare(cell, CompareOp::Le, &text_of(&it.high))))
        }
        Predicate::Empty(it) => negated(it.negated, compare(cell, CompareOp::Eq, "")),
        Predicate::In(it) => {
            let InValues::List(values) = &it.values else { panic!("bound") };
            let none = values.iter().fold(Some(true), |none, value| {
                and(none, not(compare(cell, CompareOp::Eq, &text_of(value))))
            });
            negated(!it.negated, none)
        }
        other => panic!("{other:?}"),
    }
}

/// What the database sees of a literal: every value is sent as a quoted string.
fn text_of(value: &Value) -> String {
    let literal: &Literal = value.literal().expect("bound");
    match literal.kind() {
        LiteralKind::WireString => mysql_text(literal.text()).expect("a complete string"),
        _ => literal.text().to_owned(),
    }
}

/// Whether one of the choices is equal to the value.
fn includes(cell: &Cell, value: &str) -> Option<bool> {
    match cell {
        Cell::Null => None,
        Cell::Number(_) => panic!("a number has no choices"),
        Cell::Text(text) => Some(text.split(" |##| ").any(|choice| folded(choice) == folded(value))),
    }
}

fn compare(cell: &Cell, op: CompareOp, value: &str) -> Option<bool> {
    let order = match cell {
        Cell::Null => return None,
        Cell::Text(text) => folded(text).cmp(&folded(value)),
        Cell::Number(number) => number.partial_cmp(&leading_number(value)).expect("finite"),
    };
    Some(match op {
        CompareOp::Eq => order == Ordering::Equal,
        CompareOp::Ne => order != Ordering::Equal,
        CompareOp::Lt => order == Ordering::Less,
        CompareOp::Le => order != Ordering::Greater,
        CompareOp::Gt => order == Ordering::Greater,
        CompareOp::Ge => order != Ordering::Less,
    })
}

/// Case and trailing spaces do not count.
fn folded(text: &str) -> String {
    text.trim_end_matches(' ').to_lowercase()
}

/// A text compared with a number counts as the number that it begins with, or 0.
fn leading_number(text: &str) -> f64 {
    let text = text.trim_start_matches(' ');
    let digits =
        text.char_indices().take_while(|(at, c)| c.is_ascii_digit() || *c == '.' || (*at == 0 && *c == '-'));
    let mut prefix = &text[..digits.map(|(at, _)| at + 1).last().unwrap_or(0)];
    while !prefix.is_empty() {
        if let Ok(number) = prefix.parse() {
            return number;
        }
        prefix = &prefix[..prefix.len() - 1];
    }
    0.0
}

fn like(cell: &Cell, pattern: &str) -> Option<bool> {
    let text = match cell {
        Cell::Null => return None,
        Cell::Text(text) => text.clone(),
        Cell::Number(number) => number.to_string(),
    };
    let (text, pattern) = (text.to_lowercase(), pattern.to_lowercase());
    Some(matches(&text.chars().collect::<Vec<_>>(), &pattern.chars().collect::<Vec<_>>()))
}

/// `%` any text, `_` one character, `\` takes the meaning of what follows away. Trailing spaces count.
pub(crate) fn matches(text: &[char], pattern: &[char]) -> bool {
    match pattern {
        [] => text.is_empty(),
        ['%', rest @ ..] => (0..=text.len()).any(|at| matches(&text[at..], rest)),
        ['_', rest @ ..] => !text.is_empty() && matches(&text[1..], rest),
        ['\\', escaped, rest @ ..] => text.first() == Some(escaped) && matches(&text[1..], rest),
        [one, rest @ ..] => text.first() == Some(one) && matches(&text[1..], rest),
    }
}
