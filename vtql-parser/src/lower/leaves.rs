//! The predicates of a condition, each distinct one once, and the condition over their numbers.

use super::includes::ALTERNATIVES;
use crate::ast::{Compare, CompareOp, Condition, In, InValues, Predicate};
use std::collections::HashMap;

/// How large a condition is in flat form: its alternatives, and their length in bytes with the connectives.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Size {
    pub(super) alternatives: usize,
    pub(super) bytes: usize,
}

/// A condition over the numbers of its predicates.
#[derive(Debug)]
pub(super) enum Tree {
    Leaf(usize),
    And(Vec<Tree>),
    Or(Vec<Tree>),
}

/// The distinct predicates of a condition in wire form, where equal ones have equal texts.
#[derive(Debug, Default)]
pub(super) struct Leaves {
    predicates: Vec<Predicate>,
    /// How many alternatives each predicate is once it is bound, and their length with the connectives.
    sizes: Vec<Size>,
    numbers: HashMap<String, usize>,
    /// How large the condition is as it stands: its predicates, counted each time, in place of alternatives.
    pub(super) written: Size,
}

impl Leaves {
    pub(super) fn of(condition: Condition) -> (Self, Tree) {
        let mut leaves = Leaves::default();
        let tree = leaves.tree(condition);
        (leaves, tree)
    }

    fn tree(&mut self, condition: Condition) -> Tree {
        match condition {
            Condition::Predicate(predicate) => Tree::Leaf(self.number(predicate)),
            Condition::And(terms) => Tree::And(self.trees(terms.into_vec())),
            Condition::Or(terms) => Tree::Or(self.trees(terms.into_vec())),
            // Normal form has no negations.
            Condition::Not(not) => self.tree(*not.condition),
            // Refused before.
            Condition::Unknown(_) => Tree::And(Vec::new()),
        }
    }

    fn trees(&mut self, terms: Vec<Condition>) -> Vec<Tree> {
        terms.into_iter().map(|term| self.tree(term)).collect()
    }

    fn number(&mut self, predicate: Predicate) -> usize {
        let text = text(&predicate);
        let alternatives = match predicate {
            Predicate::Includes(_) => ALTERNATIVES,
            _ => 1,
        };
        let size = Size { alternatives, bytes: alternatives * (text.len() + " and ".len()) };
        self.written.alternatives += size.alternatives;
        self.written.bytes += size.bytes;
        *self.numbers.entry(text).or_insert_with(|| {
            self.predicates.push(predicate);
            self.sizes.push(size);
            self.predicates.len() - 1
        })
    }

    pub(super) fn len(&self) -> usize {
        self.predicates.len()
    }

    pub(super) fn predicate(&self, leaf: usize) -> &Predicate {
        &self.predicates[leaf]
    }

    pub(super) fn size(&self, leaf: usize) -> Size {
        self.sizes[leaf]
    }

    /// For each predicate those that hold at no row where it holds: a comparison and its negation, word for
    /// word. Comparisons of different values are left out: which values are equal is the database's to say.
    pub(super) fn opposites(&self) -> Vec<Vec<usize>> {
        let mut of_text: HashMap<String, Vec<usize>> = HashMap::new();
        let comparisons: Vec<Option<Compare>> = self.predicates.iter().map(comparison).collect();
        for (leaf, it) in comparisons.iter().enumerate() {
            if let Some(it) = it {
                of_text.entry(text(&Predicate::Compare(it.clone()))).or_default().push(leaf);
            }
        }
        let opposite = |it: Option<Compare>| {
            let mut it = it?;
            it.op = it.op.negate();
            of_text.get(&text(&Predicate::Compare(it))).cloned()
        };
        comparisons.into_iter().map(|it| opposite(it).unwrap_or_default()).collect()
    }
}

/// The predicate as a comparison: a list of equal values is one with the value.
fn comparison(predicate: &Predicate) -> Option<Compare> {
    match predicate {
        Predicate::Compare(it) => Some(it.clone()),
        Predicate::In(In { field, negated: false, values: InValues::List(values), span }) => {
            let first = values.first().filter(|first| values.iter().all(|value| value == *first))?;
            Some(Compare { field: field.clone(), op: CompareOp::Eq, value: first.clone(), span: *span })
        }
        _ => None,
    }
}

/// What tells a predicate from others.
fn text(predicate: &Predicate) -> String {
    let mut text = predicate.to_string();
    if predicate.is_optional() {
        text.push('?');
    }
    text
}
