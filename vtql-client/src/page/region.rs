//! The conditions that bound a page: rows behind another in an order, and rows that tie with it.
//!
//! A condition is a list of branches, of which one has to hold: the wire has no parentheses, so the query's own
//! condition is multiplied out with them.

use super::order::Order;
use super::place::Place;
use crate::error::Result;
use vtql_parser::ast::{CompareOp, Condition, Direction, Literal, RecordId};

/// Tests that have to hold together.
pub(super) type Branch = Vec<Condition>;

/// Every row.
pub(super) fn everything() -> Vec<Branch> {
    vec![Branch::new()]
}

/// `field op value` for a field of the order.
fn compare(order: &Order, field: usize, op: CompareOp, value: Literal) -> Result<Condition> {
    Ok(Condition::compare(order.fields[field].name.as_str(), op, value)?)
}

/// `id op id`.
pub(super) fn id(op: CompareOp, id: RecordId) -> Result<Condition> {
    Ok(Condition::compare("id", op, id)?)
}

/// Whether every value of the row can be a bound.
pub(super) fn is_writable(order: &Order, row: &Place) -> bool {
    let mut fields = order.fields.iter().enumerate();
    fields.all(|(at, field)| row.value(at).is_none_or(|value| field.kind.literal(value).is_some()))
}

/// Whether a row that cannot be a bound may stand behind one that is.
pub(super) fn may_come_behind(order: &Order, row: &Place, bound: &Place) -> bool {
    !is_writable(order, row) && !order.is_surely_before(row, bound)
}

/// Rows equal to one in the first `count` fields. Equality with NULL cannot be written and is left out: rows with
/// a value there get in, and are told by [`is_foreign`].
pub(super) fn equal(order: &Order, row: &Place, count: usize) -> Result<Branch> {
    let fields = order.fields.iter().enumerate().take(count);
    let tests = fields.filter_map(|(at, field)| Some((at, field.kind.literal(row.value(at)?)?)));
    tests.map(|(at, value)| compare(order, at, CompareOp::Eq, value)).collect()
}

/// Rows equal to one in the fields before one, and behind it in that field.
pub(super) fn behind_in(
    order: &Order,
    row: &Place,
    field: usize,
    direction: Direction,
) -> Result<Vec<Branch>> {
    let before = equal(order, row, field)?;
    let kind = order.fields[field].kind;
    let with = |op, value| -> Result<Branch> {
        let mut branch = before.clone();
        branch.push(compare(order, field, op, value)?);
        Ok(branch)
    };
    match (row.value(field).and_then(|value| kind.literal(value)), direction) {
        (Some(value), Direction::Asc) => Ok(vec![with(CompareOp::Gt, value)?]),
        (Some(value), Direction::Desc) => Ok(vec![with(CompareOp::Lt, value)?]),
        // What is not NULL, which is either equal to any value or not.
        (None, Direction::Asc) => {
            let value = kind.some_literal();
            Ok(vec![with(CompareOp::Ne, value.clone())?, with(CompareOp::Eq, value)?])
        }
        // Nothing is lower than NULL.
        (None, Direction::Desc) => Ok(Vec::new()),
    }
}

/// Rows behind one in the first `count` fields, all ascending.
pub(super) fn behind(order: &Order, row: &Place, count: usize) -> Result<Vec<Branch>> {
    let mut branches = Vec::new();
    for field in 0..count {
        branches.extend(behind_in(order, row, field, Direction::Asc)?);
    }
    Ok(branches)
}

/// Whether a row got in through an equality that was left out: it has a value where `anchor` has NULL.
pub(super) fn is_foreign(row: &Place, anchor: &Place, count: usize) -> bool {
    (0..count).any(|field| anchor.value(field).is_none() && row.value(field).is_some())
}

/// Adds tests to every branch.
pub(super) fn with_all(branches: &mut [Branch], tests: &[Condition]) {
    for branch in branches {
        branch.extend(tests.iter().cloned());
    }
}

/// The branches as one condition; `None` when every row meets it.
pub(super) fn condition(branches: Vec<Branch>) -> Result<Option<Condition>> {
    if branches.iter().any(Vec::is_empty) {
        return Ok(None);
    }
    let branches = branches.into_iter().map(Condition::all).collect::<Result<Vec<_>, _>>()?;
    Ok(Some(Condition::any(branches)?))
}
