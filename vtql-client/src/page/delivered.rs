use crate::error::{Error, ErrorKind, Progress, Result};
use crate::record::Table;
use std::collections::HashSet;
use vtql_parser::ast::RecordId;

/// The rows that were handed on, by the number in their id: none is handed on twice, and no more than
/// asked for. It costs some 20 bytes a row.
#[derive(Clone, Debug)]
pub(super) struct Delivered {
    seen: HashSet<u64>,
    last: Option<RecordId>,
    remaining: Option<u64>,
}

impl Delivered {
    pub(super) fn new(limit: Option<u64>) -> Self {
        Delivered { seen: HashSet::new(), last: None, remaining: limit }
    }

    /// Takes rows in this sequence, each an index with its id, and returns the indices that are new.
    pub(super) fn take(&mut self, rows: impl Iterator<Item = (usize, RecordId)>) -> Vec<usize> {
        let mut new = Vec::new();
        for (row, id) in rows {
            if self.is_complete() {
                break;
            }
            if self.seen.insert(id.record) {
                self.last = Some(id);
                self.remaining = self.remaining.map(|rows| rows - 1);
                new.push(row);
            }
        }
        new
    }

    /// Whether one of these rows was handed on before.
    pub(super) fn knows_any(&self, ids: &[RecordId]) -> bool {
        ids.iter().any(|id| self.seen.contains(&id.record))
    }

    /// Whether the limit is met.
    pub(super) fn is_complete(&self) -> bool {
        self.remaining == Some(0)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.seen.is_empty()
    }

    /// How many rows are still to come at most.
    pub(super) fn remaining(&self) -> u64 {
        self.remaining.unwrap_or(u64::MAX)
    }

    pub(super) fn progress(&self) -> Progress {
        Progress::new(self.seen.len() as u64, self.last)
    }
}

/// The ids of a page's rows.
pub(super) fn ids(page: &Table) -> Result<Vec<RecordId>> {
    (0..page.len()).map(|row| page.id(row).ok_or_else(without_id)).collect()
}

pub(super) fn without_id() -> Error {
    Error::new(ErrorKind::UnexpectedAnswer, "a row has no record id, so the rows cannot be paged through")
}
