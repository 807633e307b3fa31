//! Nodes that lowering writes.

use crate::ast::{Compare, CompareOp, Condition, Name, Predicate, Value};
use crate::span::Span;

/// `field op value`.
pub(super) fn compare(field: Name, op: CompareOp, value: Value, span: Span) -> Condition {
    Condition::Predicate(Predicate::Compare(Compare { field, op, value, span }))
}
