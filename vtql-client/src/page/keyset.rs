use super::cursor::limit;
use super::delivered::without_id;
use super::plan::id_direction;
use crate::error::{Error, ErrorKind, Progress, Result};
use crate::record::Table;
use vtql_parser::ast::{CompareOp, Condition, Direction, List, Name, OrderBy, Query, RecordId};

/// Pages by id: each asks for the ids beyond the last one seen.
///
/// The server compares ids by their number, whatever their prefix (observed), so the id that a page
/// ends with is the bound of the next one.
#[derive(Clone, Debug)]
pub(super) struct Keyset {
    base: Query,
    direction: Direction,
    page_size: u32,
    /// Where the part of the ids that this is for ends; `None`: nowhere.
    until: Option<RecordId>,
    remaining: Option<u64>,
    rows: u64,
    last: Option<RecordId>,
    ended: bool,
}

impl Keyset {
    pub(super) fn new(query: &Query, limit: Option<u64>, page_size: u32) -> Result<Self> {
        let direction = id_direction(query);
        let mut base = query.clone();
        let written = (direction == Direction::Desc).then_some(direction);
        base.order_by = Some(OrderBy::new(List::one(Name::new("id")?), written));
        let ended = limit == Some(0);
        Ok(Keyset { base, direction, page_size, until: None, remaining: limit, rows: 0, last: None, ended })
    }

    /// The same query, for the ids beyond one.
    pub(super) fn after(mut self, last: RecordId) -> Self {
        self.last = Some(last);
        self
    }

    /// The same query, for the ids up to one, which is the last in the order of the query.
    pub(super) fn until(mut self, until: Option<RecordId>) -> Self {
        self.until = until;
        self
    }

    /// The same query after a first page that is full.
    pub(super) fn after_full(mut self, last: RecordId) -> Self {
        let page = u64::from(self.page_size);
        self.remaining = self.remaining.map(|rows| rows.saturating_sub(page));
        self.ended = self.remaining == Some(0);
        self.after(last)
    }

    pub(super) fn next_page(&self) -> Result<Option<Query>> {
        if self.ended {
            return Ok(None);
        }
        let mut page = self.base.clone();
        if let Some(last) = self.last {
            // Lowering carries the bound into every branch of an `or`.
            page = page.filter(self.beyond(last)?);
        }
        if let Some(until) = self.until {
            let within = match self.direction {
                Direction::Asc => CompareOp::Le,
                Direction::Desc => CompareOp::Ge,
            };
            page = page.filter(Condition::compare("id", within, until)?);
        }
        let wanted = u64::from(self.page_size).min(self.remaining.unwrap_or(u64::MAX));
        page.limit = Some(limit(None, wanted));
        Ok(Some(page))
    }

    /// The condition of the ids that come after one.
    pub(super) fn beyond(&self, last: RecordId) -> Result<Condition> {
        let beyond = match self.direction {
            Direction::Asc => CompareOp::Gt,
            Direction::Desc => CompareOp::Lt,
        };
        Ok(Condition::compare("id", beyond, last)?)
    }

    pub(super) fn accept(&mut self, page: &Table) -> Result<Vec<usize>> {
        let mut kept = Vec::with_capacity(page.len());
        for row in 0..page.len() {
            if self.remaining == Some(0) {
                break;
            }
            let id = page.id(row).ok_or_else(without_id)?;
            match self.last {
                Some(last) if last.record == id.record && !kept.is_empty() => continue,
                Some(last) if !self.is_beyond(id, last) => return Err(out_of_order(id, last)),
                _ => {}
            }
            self.last = Some(id);
            self.rows += 1;
            self.remaining = self.remaining.map(|rows| rows - 1);
            kept.push(row);
        }
        let at_the_end = self.last.zip(self.until).is_some_and(|(last, until)| !self.is_beyond(until, last));
        self.ended = page.len() == 0 || self.remaining == Some(0) || at_the_end;
        Ok(kept)
    }

    pub(super) fn progress(&self) -> Progress {
        Progress::new(self.rows, self.last)
    }

    fn is_beyond(&self, id: RecordId, last: RecordId) -> bool {
        match self.direction {
            Direction::Asc => id.record > last.record,
            Direction::Desc => id.record < last.record,
        }
    }
}

fn out_of_order(id: RecordId, last: RecordId) -> Error {
    let message = format!(
        "the server returned {id} after {last} although ids beyond the latter were asked for in order: it \
         does not honour conditions on `id` for this module. `order by` another field to page by number"
    );
    Error::new(ErrorKind::UnexpectedAnswer, message)
}
