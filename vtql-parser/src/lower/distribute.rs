//! A disjunction of conjunctions, within a bound, and without what it says twice.

use super::includes::ALTERNATIVES;
use crate::ast::{Condition, InValues, Predicate, Spanned, Terms};
use crate::codes;
use crate::diagnostic::Diagnostic;

/// Up to this many alternatives, each is compared with every other.
const ABSORB_LIMIT: usize = 512;

/// The flat form of a condition in normal form.
pub(super) fn distribute(condition: Condition, max_terms: usize) -> Result<Condition, Diagnostic> {
    if is_flat(&condition) && !matches!(condition, Condition::Or(_)) {
        return Ok(conjunction(simplified(predicates(condition))));
    }
    let span = condition.span();
    let (alternatives, written) = (count(&condition), leaves(&condition));
    if alternatives > max_terms.max(written) {
        let message = if alternatives == usize::MAX {
            "without parentheses this condition has more alternatives than can be counted".to_owned()
        } else {
            format!(
                "without parentheses this condition has {alternatives} alternatives, more than {max_terms}"
            )
        };
        return Err(Diagnostic::error(codes::TOO_MANY_TERMS, span, message)
            .help("write alternatives of one field as `in (…)`: that is a single term")
            .help("or split the query in two and join the rows"));
    }
    let alternatives = absorb(expand(condition));
    let mut conditions: Vec<Condition> = alternatives.into_iter().map(conjunction).collect();
    Ok(match conditions.len() {
        1 => conditions.remove(0),
        _ => Condition::Or(Terms::parsed(conditions)),
    })
}

fn is_flat(condition: &Condition) -> bool {
    let is_predicate = |term: &Condition| match term {
        // It becomes alternatives once it is bound.
        Condition::Predicate(predicate) => !matches!(predicate, Predicate::Includes(_)),
        _ => false,
    };
    match condition {
        Condition::Predicate(_) => is_predicate(condition),
        Condition::And(terms) => terms.iter().all(is_predicate),
        _ => false,
    }
}

/// How many alternatives the flat form has, once its parameters are bound.
fn count(condition: &Condition) -> usize {
    match condition {
        Condition::And(terms) => terms.iter().map(count).fold(1, usize::saturating_mul),
        Condition::Or(terms) => terms.iter().map(count).fold(0, usize::saturating_add),
        Condition::Predicate(Predicate::Includes(_)) => ALTERNATIVES,
        Condition::Predicate(_) | Condition::Not(_) => 1,
    }
}

fn leaves(condition: &Condition) -> usize {
    match condition {
        Condition::And(_) | Condition::Or(_) => condition.parts().iter().map(leaves).sum(),
        Condition::Predicate(Predicate::Includes(_)) => ALTERNATIVES,
        Condition::Predicate(_) | Condition::Not(_) => 1,
    }
}

fn predicates(condition: Condition) -> Vec<Predicate> {
    match condition {
        Condition::Predicate(predicate) => vec![predicate],
        Condition::And(terms) => terms.into_vec().into_iter().flat_map(predicates).collect(),
        Condition::Or(terms) => terms.into_vec().into_iter().flat_map(predicates).collect(),
        Condition::Not(not) => predicates(*not.condition),
    }
}

fn expand(condition: Condition) -> Vec<Vec<Predicate>> {
    match condition {
        Condition::Or(terms) => terms.into_vec().into_iter().flat_map(expand).collect(),
        Condition::And(terms) => {
            let mut product: Vec<Vec<Predicate>> = vec![Vec::new()];
            for term in terms.into_vec() {
                let alternatives = expand(term);
                if let [only] = &alternatives[..] {
                    product.iter_mut().for_each(|conjunction| conjunction.extend(only.iter().cloned()));
                    continue;
                }
                product = product
                    .iter()
                    .flat_map(|left| {
                        alternatives.iter().map(move |right| left.iter().chain(right).cloned().collect())
                    })
                    .collect();
            }
            product
        }
        other => vec![predicates(other)],
    }
}

fn conjunction(mut predicates: Vec<Predicate>) -> Condition {
    if predicates.len() == 1 {
        Condition::Predicate(predicates.remove(0))
    } else {
        Condition::And(Terms::parsed(predicates.into_iter().map(Condition::Predicate).collect()))
    }
}

/// A conjunction without what it says twice.
fn simplified(predicates: Vec<Predicate>) -> Vec<Predicate> {
    if predicates.len() > ABSORB_LIMIT {
        return predicates;
    }
    let mut kept: Vec<Predicate> = Vec::with_capacity(predicates.len());
    for predicate in predicates {
        if !kept.contains(&predicate) {
            kept.push(predicate);
        }
    }
    kept
}

/// The alternatives without those that can add no row: one that holds at no row, and one whose terms
/// include all terms of another. When none can hold, the first stays: it finds nothing, as it should.
fn absorb(alternatives: Vec<Vec<Predicate>>) -> Vec<Vec<Predicate>> {
    if alternatives.len() > ABSORB_LIMIT {
        return alternatives;
    }
    let mut alternatives: Vec<_> = alternatives.into_iter().map(simplified).collect();
    if alternatives.iter().all(|terms| is_contradictory(terms)) {
        alternatives.truncate(1);
        return alternatives;
    }
    alternatives.retain(|terms| !is_contradictory(terms));
    let mut kept: Vec<Vec<Predicate>> = Vec::with_capacity(alternatives.len());
    for terms in alternatives {
        if kept.iter().any(|other| includes(&terms, other)) {
            continue;
        }
        kept.retain(|other| !includes(other, &terms));
        kept.push(terms);
    }
    kept
}

fn includes(terms: &[Predicate], others: &[Predicate]) -> bool {
    others.len() <= terms.len() && others.iter().all(|other| terms.contains(other))
}

/// Whether two of the terms are a comparison and its negation, word for word: no row satisfies both.
/// Comparisons of different values are left alone: which values are equal is the database's to say.
fn is_contradictory(terms: &[Predicate]) -> bool {
    terms.iter().enumerate().any(|(index, term)| {
        let Predicate::Compare(left) = term else { return false };
        terms[index + 1..].iter().any(|other| match other {
            Predicate::Compare(right) => {
                left.field == right.field && left.value == right.value && left.op == right.op.negate()
            }
            Predicate::In(right) if left.op == crate::ast::CompareOp::Ne => {
                left.field == right.field
                    && matches!(&right.values, InValues::List(values) if values.iter().all(|value| *value == left.value))
            }
            _ => false,
        })
    })
}
