//! What the requests of a query select.

use vtql_parser::ast::{Query, RecordId};

/// What does not change from page to page.
#[derive(Debug)]
pub(super) struct Texts {
    /// What to select and the query's condition.
    pub(super) base: Query,
    /// The same with little selected but the id and what is ordered by, so that the server joins no more rows than it
    /// must. Each selects other fields than the other and than `base`, if the module has some to add: requests that
    /// follow each other take them in turn, so that an answer that repeats the one before shows other fields.
    pub(super) light: [Query; 2],
    pub(super) added_fields: Vec<String>,
    /// The most ids that a page leaves out by naming them, as long as there is a choice.
    pub(super) most_excluded: usize,
    /// Where the part of the ids that this is for ends; `None`: nowhere.
    pub(super) until: Option<RecordId>,
}

/// [`Texts::base`] among what requests select.
pub(super) const BASE: usize = 2;

impl Texts {
    /// What a request selects: one of [`Texts::light`], else the base.
    pub(super) fn selecting(&self, what: usize) -> &Query {
        self.light.get(what).unwrap_or(&self.base)
    }
}
