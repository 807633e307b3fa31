use super::by_value::ByValue;
use super::seen::Seen;
use crate::error::Progress;
use crate::record::{Record, Table};
use std::sync::Arc;
use vtql_parser::ast::RecordId;

/// Records that came together, and what was delivered before them.
#[derive(Debug)]
pub(super) struct Chunk {
    pub(super) records: Vec<Record>,
    pub(super) station: Arc<Station>,
}

/// How far a query has come within a chunk. That is found out when somebody asks.
#[derive(Debug)]
pub(super) struct Station {
    /// The rows delivered before the chunk.
    pub(super) before: Progress,
    pub(super) way: Way,
}

/// How the progress within a chunk is told.
#[derive(Debug)]
pub(super) enum Way {
    /// By the ids of its records.
    Ids,
    /// By their values: where the query stood before the page and after it, the page, and which of its rows the
    /// records are.
    Values(Box<(ByValue, ByValue)>, Arc<Table>, Vec<usize>),
    /// By all records that were handed on.
    Seen(Seen),
}

impl Chunk {
    pub(super) fn new(records: Vec<Record>, before: Progress, way: Way) -> Self {
        Chunk { records, station: Arc::new(Station { before, way }) }
    }
}

impl Station {
    /// The progress once the first `taken` records were taken, the last of which is `last`.
    pub(super) fn after(&self, taken: usize, last: Option<RecordId>) -> Progress {
        let rows = self.before.rows + taken as u64;
        if rows == 0 {
            return self.before.clone();
        }
        let last = last.or(self.before.last);
        let position = match &self.way {
            Way::Ids => None,
            Way::Seen(seen) => seen.position_after(last),
            Way::Values(ways, ..) if taken == 0 => ways.0.position(),
            Way::Values(ways, _, rows) if taken >= rows.len() => ways.1.position(),
            Way::Values(ways, page, rows) => ways.0.position_within(page, &rows[..taken]),
        };
        Progress::new(rows, last).at(position)
    }
}
