//! Alternatives without what they say twice.

use super::leaves::Leaves;

/// Up to this many alternatives, those that another one covers are left out.
const ABSORB_LIMIT: usize = 512;

/// The alternatives, each term once, without those that can add no row: one that holds at no row, and one
/// whose terms include all terms of another. When none can hold, the first stays: it finds nothing, as it
/// should.
pub(super) fn simplify(
    mut alternatives: Vec<Vec<usize>>,
    leaves: &Leaves,
    steps: &mut usize,
) -> Vec<Vec<usize>> {
    let mut seen = Marks::new(leaves);
    for terms in &mut alternatives {
        *steps += terms.len();
        seen.clear();
        terms.retain(|leaf| seen.insert(*leaf));
    }
    if alternatives.len() > 1 {
        remove_contradictory(&mut alternatives, leaves, steps);
    }
    if alternatives.len() > 1 && alternatives.len() <= ABSORB_LIMIT {
        absorb(&mut alternatives, leaves, steps);
    }
    alternatives
}

fn remove_contradictory(alternatives: &mut Vec<Vec<usize>>, leaves: &Leaves, steps: &mut usize) {
    let opposites = leaves.opposites();
    let mut seen = Marks::new(leaves);
    let mut contradictory = |terms: &Vec<usize>| {
        *steps += 2 * terms.len();
        seen.clear();
        terms.iter().any(|leaf| {
            seen.insert(*leaf);
            // At most two predicates have one text as comparisons, and so few are opposite to another.
            opposites[*leaf].iter().any(|opposite| seen.contains(*opposite))
        })
    };
    let possible: Vec<bool> = alternatives.iter().map(|terms| !contradictory(terms)).collect();
    if !possible.contains(&true) {
        return alternatives.truncate(1);
    }
    let mut possible = possible.into_iter();
    alternatives.retain(|_| possible.next().unwrap_or(true));
}

/// Removes each alternative that includes all terms of another; of equal ones the first stays.
///
/// An alternative is compared only with those whose rarest term it has.
fn absorb(alternatives: &mut Vec<Vec<usize>>, leaves: &Leaves, steps: &mut usize) {
    let mut frequency = vec![0_usize; leaves.len()];
    alternatives.iter().flatten().for_each(|leaf| frequency[*leaf] += 1);
    let mut by_rarest: Vec<Vec<usize>> = vec![Vec::new(); leaves.len()];
    for (number, terms) in alternatives.iter().enumerate() {
        if let Some(rarest) = terms.iter().min_by_key(|leaf| frequency[**leaf]) {
            by_rarest[*rarest].push(number);
        }
    }
    let mut seen = Marks::new(leaves);
    let mut is_covered = |number: usize, terms: &[usize]| {
        seen.clear();
        terms.iter().for_each(|leaf| {
            seen.insert(*leaf);
        });
        *steps += terms.len();
        terms.iter().flat_map(|leaf| &by_rarest[*leaf]).any(|other| {
            *steps += 1;
            let others = &alternatives[*other];
            let smaller = others.len() < terms.len() || (others.len() == terms.len() && *other < number);
            smaller
                && others.iter().all(|leaf| {
                    *steps += 1;
                    seen.contains(*leaf)
                })
        })
    };
    let covered: Vec<bool> =
        alternatives.iter().enumerate().map(|(number, terms)| is_covered(number, terms)).collect();
    let mut covered = covered.into_iter();
    alternatives.retain(|_| !covered.next().unwrap_or(false));
}

/// A set of predicates that is emptied in one step.
struct Marks {
    round: usize,
    rounds: Vec<usize>,
}

impl Marks {
    fn new(leaves: &Leaves) -> Self {
        Marks { round: 1, rounds: vec![0; leaves.len()] }
    }

    fn clear(&mut self) {
        self.round += 1;
    }

    /// Whether it was not there before.
    fn insert(&mut self, leaf: usize) -> bool {
        std::mem::replace(&mut self.rounds[leaf], self.round) != self.round
    }

    fn contains(&self, leaf: usize) -> bool {
        self.rounds[leaf] == self.round
    }
}
