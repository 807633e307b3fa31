//! Negation down to the predicates; predicates of the surface dialect written out.

use super::build::compare;
use crate::ast::{CompareOp, Condition, InValues, Like, Literal, Predicate, Spanned, Terms, Value};
use crate::codes;
use crate::diagnostic::Diagnostic;

/// The condition without `Not`, `Between`, `Empty`, `Includes` of a value, and negated predicates.
pub(super) fn normal(condition: Condition, errors: &mut Vec<Diagnostic>) -> Condition {
    polarity(condition, false, errors)
}

fn polarity(condition: Condition, negate: bool, errors: &mut Vec<Diagnostic>) -> Condition {
    match condition {
        Condition::Predicate(predicate) => self::predicate(predicate, negate, errors),
        Condition::Not(not) => polarity(*not.condition, !negate, errors),
        Condition::And(terms) => group(terms.into_vec(), negate, !negate, errors),
        Condition::Or(terms) => group(terms.into_vec(), negate, negate, errors),
        unknown @ Condition::Unknown(_) => unknown,
    }
}

fn group(terms: Vec<Condition>, negate: bool, conjunction: bool, errors: &mut Vec<Diagnostic>) -> Condition {
    let terms = terms.into_iter().map(|term| polarity(term, negate, errors)).collect();
    join(terms, conjunction)
}

/// Joins terms, members of a group of the same kind among them.
fn join(terms: Vec<Condition>, conjunction: bool) -> Condition {
    let mut flat = Vec::with_capacity(terms.len());
    for term in terms {
        match term {
            Condition::And(inner) if conjunction => flat.extend(inner.into_vec()),
            Condition::Or(inner) if !conjunction => flat.extend(inner.into_vec()),
            other => flat.push(other),
        }
    }
    match flat.len() {
        1 => flat.remove(0),
        _ if conjunction => Condition::And(Terms::parsed(flat)),
        _ => Condition::Or(Terms::parsed(flat)),
    }
}

fn predicate(predicate: Predicate, negate: bool, errors: &mut Vec<Diagnostic>) -> Condition {
    match predicate {
        Predicate::Compare(mut it) => {
            if negate {
                it.op = it.op.negate();
            }
            Condition::Predicate(Predicate::Compare(it))
        }
        Predicate::Like(it) => {
            if it.negated != negate {
                errors.push(not_like(&it));
            }
            Condition::Predicate(Predicate::Like(Like { negated: false, ..it }))
        }
        Predicate::In(mut it) => {
            let negated = std::mem::take(&mut it.negated) != negate;
            match &it.values {
                InValues::List(values) if negated => {
                    let unequal = values
                        .iter()
                        .map(|value| compare(it.field.clone(), CompareOp::Ne, value.clone(), it.span));
                    join(unequal.collect(), true)
                }
                // A list that is not known yet: written out once it is bound.
                InValues::Param(_) => {
                    it.negated = negated;
                    Condition::Predicate(Predicate::In(it))
                }
                InValues::List(_) | InValues::Gap(_) => Condition::Predicate(Predicate::In(it)),
            }
        }
        unknown @ Predicate::Unknown(_) => Condition::Predicate(unknown),
        Predicate::Includes(it) => super::includes::includes(it, negate, errors),
        Predicate::Between(it) => {
            let it = *it;
            let outside = it.negated != negate;
            let (low, high) =
                if outside { (CompareOp::Lt, CompareOp::Gt) } else { (CompareOp::Ge, CompareOp::Le) };
            let terms = vec![
                compare(it.field.clone(), low, it.low, it.span),
                compare(it.field, high, it.high, it.span),
            ];
            join(terms, !outside)
        }
        Predicate::Empty(it) => {
            let op = if it.negated == negate { CompareOp::Eq } else { CompareOp::Ne };
            compare(it.field, op, Value::Literal(Literal::string("")), it.span)
        }
    }
}

fn not_like(like: &Like) -> Diagnostic {
    let message = format!("the server cannot be asked which rows are not like a pattern (`{}`)", like.field);
    Diagnostic::error(codes::NOT_EXPRESSIBLE, Predicate::Like(like.clone()).span(), message)
        .help("compare with `!=` or `not in` if the pattern stands for known values")
        .help("or leave the condition out and drop the rows after they are fetched")
}
