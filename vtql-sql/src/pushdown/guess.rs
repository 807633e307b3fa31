//! Guesses about conditions, for the order of joins. Nothing is asked for them.

use vtql_parser::ast::{CompareOp, Condition, InValues, Predicate};

/// How likely a row meets a condition, by its form.
pub(crate) fn selectivity(condition: &Condition) -> f64 {
    match condition {
        Condition::Predicate(predicate) => of_predicate(predicate),
        Condition::And(terms) => terms.iter().map(selectivity).product(),
        Condition::Or(terms) => terms.iter().map(selectivity).sum::<f64>().min(1.0),
        _ => 1.0,
    }
}

#[expect(clippy::cast_precision_loss, reason = "it is a guess")]
fn of_predicate(predicate: &Predicate) -> f64 {
    let one = if *Predicate::field(predicate) == "id" { 1e-6 } else { 1e-3 };
    match predicate {
        Predicate::Compare(compare) => match compare.op {
            CompareOp::Eq => one,
            CompareOp::Ne => 1.0,
            _ => 0.3,
        },
        Predicate::In(list) => match &list.values {
            InValues::List(values) => (values.iter().count() as f64 * one).min(1.0),
            _ => 1.0,
        },
        Predicate::Like(_) => 0.1,
        _ => 1.0,
    }
}
