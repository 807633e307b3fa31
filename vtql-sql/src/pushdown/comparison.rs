//! Comparisons with values, one kind of field at a time.

use super::literal::{literal, moment, number, record_id, seconds};
use super::{Kind, Pushed};
use datafusion::common::ScalarValue;
use vtql_parser::ast::{CompareOp, Condition, InValues, Literal, Predicate};
use vtql_schema::{Field, Module};

/// The earliest day. A date of zeros, which old databases have, is before it, and NULL here.
const FIRST_DAY: &str = "0001-01-01";
const FIRST_MOMENT: &str = "0001-01-01 00:00:00";

/// Up to here MySQL's comparison of a number with a text, which is one of floating numbers, is exact: for whole
/// numbers, and for those with eight digits after the point.
const EXACT_INTEGER: f64 = 9_007_199_254_740_992.0;
const EXACT_DECIMAL: f64 = 10_000_000.0;

/// `field op value`.
pub(super) fn compare(field: &Field, module: &Module, op: CompareOp, value: &ScalarValue) -> Option<Pushed> {
    let kind = Kind::of(field)?;
    match kind {
        Kind::Text => {
            // The server's `<>` leaves texts out that are not the same; its order is another.
            (op == CompareOp::Eq).then(|| simple(field, op, literal(kind, value)?, false)).flatten()
        }
        Kind::Id => {
            let is_own = module.id_prefix == Some(record_id(value)?.module);
            match op {
                CompareOp::Eq => simple(field, op, literal(kind, value)?, is_own),
                CompareOp::Ne if is_own => simple(field, op, literal(kind, value)?, true),
                _ => None,
            }
        }
        // An unset reference may be NULL there and an empty text here, so `<>` is not the same.
        Kind::Reference => {
            (op == CompareOp::Eq).then(|| simple(field, op, literal(kind, value)?, false)).flatten()
        }
        Kind::Boolean | Kind::Switch => match (op, value) {
            (CompareOp::Eq, _) => simple(field, op, literal(kind, value)?, true),
            (CompareOp::Ne, ScalarValue::Boolean(Some(is))) => {
                simple(field, CompareOp::Eq, literal(kind, &ScalarValue::Boolean(Some(!is)))?, true)
            }
            _ => None,
        },
        Kind::Integer | Kind::Decimal => numbers(field, kind, op, value),
        Kind::Date => since_first(field, op, literal(kind, value)?, FIRST_DAY),
        Kind::DateTime => moments(field, op, value),
    }
}

/// `field in (values)`. A NULL among them finds nothing.
pub(super) fn one_of(field: &Field, module: &Module, values: &[&ScalarValue]) -> Option<Pushed> {
    let found = values.iter().filter(|value| !value.is_null());
    let each: Option<Vec<Pushed>> = found.map(|value| compare(field, module, CompareOp::Eq, value)).collect();
    let each = each.filter(|each| !each.is_empty())?;
    let exact = each.iter().all(|one| one.exact);
    let literals: Option<Vec<Literal>> = each.iter().map(|one| compared_with(&one.condition)).collect();
    Some(Pushed { condition: Condition::one_of(&field.name, literals?).ok()?, exact })
}

/// Two conditions of which one has to hold as one list, where both say which values a field may have: DataFusion writes
/// short lists out.
pub(super) fn one_list(one: &Condition, other: &Condition) -> Option<Condition> {
    let ((field, mut values), (same, more)) = (allowed(one)?, allowed(other)?);
    values.extend(more);
    (field == same).then(|| Condition::one_of(field, values).ok()).flatten()
}

/// The field of a condition, and the values that it may have.
fn allowed(condition: &Condition) -> Option<(&str, Vec<Literal>)> {
    match condition {
        Condition::Predicate(Predicate::Compare(compare)) if compare.op == CompareOp::Eq => {
            Some((compare.field.as_str(), vec![compare.value.literal()?.clone()]))
        }
        Condition::Predicate(Predicate::In(list)) if !list.negated => {
            let InValues::List(values) = &list.values else { return None };
            let literals: Option<Vec<Literal>> =
                values.iter().map(|value| value.literal().cloned()).collect();
            Some((list.field.as_str(), literals?))
        }
        _ => None,
    }
}

/// The value of a comparison.
fn compared_with(condition: &Condition) -> Option<Literal> {
    allowed(condition)?.1.pop()
}

/// `field not in (values)`.
pub(super) fn none_of(field: &Field, module: &Module, values: &[&ScalarValue]) -> Option<Pushed> {
    let each: Option<Vec<Pushed>> =
        values.iter().map(|value| compare(field, module, CompareOp::Ne, value)).collect();
    let each = each?;
    let exact = each.iter().all(|one| one.exact);
    Some(Pushed { condition: Condition::all(each.into_iter().map(|one| one.condition)).ok()?, exact })
}

fn simple(field: &Field, op: CompareOp, value: Literal, exact: bool) -> Option<Pushed> {
    Some(Pushed { condition: Condition::compare(&field.name, op, value).ok()?, exact })
}

fn numbers(field: &Field, kind: Kind, op: CompareOp, value: &ScalarValue) -> Option<Pushed> {
    let size = number(value)?.parse::<f64>().ok()?.abs();
    let bound = if kind == Kind::Integer { EXACT_INTEGER } else { EXACT_DECIMAL };
    let exact = size < bound;
    // Beyond it, two numbers may be one to the server: ask for both.
    let op = match op {
        _ if exact => op,
        CompareOp::Lt => CompareOp::Le,
        CompareOp::Gt => CompareOp::Ge,
        CompareOp::Ne => return None,
        op => op,
    };
    simple(field, op, literal(kind, value)?, exact)
}

/// A comparison that a date of zeros, which is NULL here, does not meet.
fn since_first(field: &Field, op: CompareOp, value: Literal, first: &str) -> Option<Pushed> {
    let pushed = simple(field, op, value, true)?;
    match op {
        CompareOp::Lt | CompareOp::Le | CompareOp::Ne => {
            let set = Condition::compare(&field.name, CompareOp::Ge, first).ok()?;
            Some(Pushed { condition: pushed.condition.and(set), exact: true })
        }
        _ => Some(pushed),
    }
}

/// Columns hold whole seconds; the value may be between two of them.
fn moments(field: &Field, op: CompareOp, value: &ScalarValue) -> Option<Pushed> {
    let (second, rest) = seconds(value)?;
    let op = match (op, rest) {
        (op, 0) => op,
        (CompareOp::Lt | CompareOp::Le, _) => CompareOp::Le,
        (CompareOp::Gt | CompareOp::Ge, _) => CompareOp::Gt,
        _ => return None,
    };
    since_first(field, op, moment(second)?, FIRST_MOMENT)
}
