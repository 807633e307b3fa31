//! What shows that the first page of a query that was resumed is the right one.

use super::super::place::Place;
use super::{ByValue, Task};

/// Whether an answer is that to its request. Within a process the answers before are known, so that one of them is
/// detected when it comes again. Of those of an earlier process nothing is known: the first page of a query that was
/// resumed begins with the row that it goes on behind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Proof {
    Needless,
    /// The next page has to begin with `row`.
    Wanted,
    /// It did not: because that was deleted, or because it is another page.
    Failed,
}

impl ByValue {
    /// Whether the first page begins with the row that it goes on behind, and that shows that it is the right one. A row
    /// that has to be checked was perhaps alone on the page before, and that page would seem to have found it.
    pub(in super::super) fn is_proven_by_page(&self) -> bool {
        self.proof == Proof::Wanted
            && self.order.is_total()
            && self.state.checked
            && self.state.row.is_some()
            && self.state.region.is_none_or(|region| region == self.order.fields.len())
            && self.next_task() == Task::Page
    }

    /// Whether the first page did not begin with the row that it goes on behind.
    pub(in super::super) fn is_unproven(&self) -> bool {
        self.proof == Proof::Failed
    }

    /// Something else has shown that answers are those to their requests.
    pub(in super::super) fn prove(&mut self) {
        self.proof = Proof::Needless;
    }

    /// Whether `row` itself is asked for with the rows behind it.
    pub(super) fn shows_row(&self) -> bool {
        !self.state.checked || self.proof == Proof::Wanted
    }

    /// The rows of a page behind that which the query was resumed behind. `None` when that has not come first.
    pub(super) fn proven(&mut self, places: &[Place]) -> Option<Vec<usize>> {
        let row = self.state.row.as_ref()?;
        let is_first = places.first().is_some_and(|first| first.id.record == row.id.record);
        self.proof = if is_first { Proof::Needless } else { Proof::Failed };
        is_first.then(|| (1..places.len()).collect())
    }
}
