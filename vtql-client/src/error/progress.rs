use vtql_parser::ast::RecordId;

/// How far a query has come: all rows up to here were delivered. [`Fetch::resume_after`](crate::Fetch)
/// goes on from there, also in another process: the two values are all that it takes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Progress {
    /// Rows delivered.
    pub rows: u64,
    /// The id of the last one; `None` before the first.
    pub last: Option<RecordId>,
}

impl Progress {
    /// So many rows, the last of them with this id.
    pub fn new(rows: u64, last: Option<RecordId>) -> Self {
        Progress { rows, last }
    }

    /// This far, and then that much farther.
    pub(crate) fn and(self, more: Progress) -> Self {
        Progress { rows: self.rows + more.rows, last: more.last.or(self.last) }
    }
}
