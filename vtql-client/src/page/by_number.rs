use super::order::Order;
use super::place::{MOST_UNORDERED, ignored, unordered, without_id};
use super::region;
use super::seen::Seen;
use super::window::{Window, limit};
use crate::error::{Error, ErrorKind, Result};
use crate::record::Table;
use vtql_parser::ast::{CompareOp, Direction, Query, RecordId};

/// Pages by the number of their first row, for orders that cannot be continued by value.
///
/// The server counts rows of its joins, of which it keeps one a record, and rows that tie may come in another
/// sequence on every page. So each record is handed on once, by its id; the next page begins as many rows further as
/// records came, which skips none; and when no more rows come, what was missed is read by id: it comes last, whatever
/// its place in the order.
#[derive(Clone, Debug)]
pub(super) struct ByNumber {
    base: Query,
    order: Order,
    added_fields: Vec<String>,
    page_size: u64,
    next: Next,
    seen: Seen,
    skip: u64,
    left: Option<u64>,
    rows: u64,
    last: Option<RecordId>,
    /// How many pages have brought no new record, one after the other.
    idle: u64,
    /// How often no row came by its number, and one by its id.
    unordered: u8,
}

/// What the next request is for.
#[derive(Clone, Copy, Debug)]
enum Next {
    /// The rows from this number on.
    Number(u64),
    /// All rows with an id beyond this one.
    Missed(Option<RecordId>),
    End,
}

impl ByNumber {
    /// The rows in `window` of those that are not in `seen`.
    pub(super) fn new(query: &Query, window: Window, page_size: u32, seen: &[RecordId]) -> Self {
        let order = Order::of(query);
        let mut base = query.clone();
        (base.order_by, base.limit) = (None, None);
        let added_fields = order.select_in(&mut base);
        let known = Seen::new(&order);
        for id in seen {
            known.insert(id.record);
        }
        ByNumber {
            base,
            order,
            added_fields,
            page_size: page_size.into(),
            next: Next::Number(0),
            seen: known,
            skip: window.offset,
            left: window.limit,
            rows: 0,
            last: None,
            idle: 0,
            unordered: 0,
        }
    }

    /// The same, after so many rows that were delivered otherwise.
    pub(super) fn after(mut self, rows: u64, last: Option<RecordId>) -> Self {
        (self.rows, self.last) = (rows, last);
        self
    }

    /// Goes on behind the records of a position that an equal query had. All rows are asked for again, and those that
    /// are known are left out: their numbers may be others by now.
    pub(super) fn go_on(&mut self, position: &str) -> Result<()> {
        self.seen = Seen::at(position, &self.order)?;
        self.skip = 0;
        Ok(())
    }

    /// The records that were skipped or handed on.
    pub(super) fn seen(&self) -> &Seen {
        &self.seen
    }

    pub(super) fn next_page(&self) -> Result<Option<Query>> {
        if self.left == Some(0) {
            return Ok(None);
        }
        let mut page = self.base.clone();
        // Those that are known may come again.
        let known = self.seen.len().saturating_add(self.skip);
        let wanted = self.page_size.min(self.left.map_or(u64::MAX, |left| left.saturating_add(known)));
        match self.next {
            Next::Number(number) => {
                page.order_by = Some(self.order.clause()?);
                page.limit = Some(limit((number > 0).then_some(number), wanted));
            }
            Next::Missed(after) => {
                if let Some(after) = after {
                    page = page.filter(region::id(CompareOp::Gt, after)?);
                }
                page = page.order_by("id", Direction::Asc)?;
                page.limit = Some(limit(None, self.page_size));
            }
            Next::End => return Ok(None),
        }
        Ok(Some(page))
    }

    /// Takes a full page for granted: for explanations.
    pub(super) fn pretend_full(&mut self) {
        self.left = self.left.map(|left| left.saturating_sub(self.page_size));
        self.next = Next::Number(self.page_size);
    }

    pub(super) fn accept(&mut self, page: &Table) -> Result<Vec<usize>> {
        let ids = (0..page.len()).map(|row| page.id(row).ok_or_else(without_id));
        let ids: Vec<RecordId> = ids.collect::<Result<_>>()?;
        if matches!(self.next, Next::Missed(None)) && !ids.is_empty() && self.seen.len() == 0 {
            // Another client may have made a record meanwhile.
            self.unordered += 1;
            if self.unordered == MOST_UNORDERED {
                return Err(unordered(&self.order.text()));
            }
            self.next = Next::Number(0);
            return Ok(Vec::new());
        }
        self.next = match (self.next, ids.iter().max_by_key(|id| id.record)) {
            (Next::Number(_), None) => Next::Missed(None),
            (Next::Number(number), Some(_)) => Next::Number(number.saturating_add(ids.len() as u64)),
            (Next::Missed(after), Some(_)) if let Some(&again) = out_of_order(&ids, after) => {
                return Err(ignored(again));
            }
            (Next::Missed(_), Some(&last)) => Next::Missed(Some(last)),
            (Next::Missed(_) | Next::End, _) => Next::End,
        };
        let known = self.seen.len();
        let mut rows = Vec::new();
        for (row, id) in ids.into_iter().enumerate() {
            if self.left == Some(0) {
                break;
            }
            if !self.seen.insert(id.record) {
                continue;
            }
            if self.skip > 0 {
                self.skip -= 1;
                continue;
            }
            self.left = self.left.map(|left| left - 1);
            self.rows += 1;
            self.last = Some(id);
            rows.push(row);
        }
        self.idle = if self.seen.len() > known { 0 } else { self.idle + 1 };
        if self.idle > known.saturating_add(MOST_IDLE) {
            let message =
                "the server returns the same rows again and again: it does not honour `limit` with an offset";
            return Err(Error::new(ErrorKind::UnexpectedAnswer, message));
        }
        Ok(rows)
    }

    pub(super) fn rows(&self) -> u64 {
        self.rows
    }

    pub(super) fn last_delivered(&self) -> Option<RecordId> {
        self.last
    }

    pub(super) fn added_fields(&self) -> &[String] {
        &self.added_fields
    }
}

/// The first of these ids that is not behind the one before, as it is where a page comes once more. A record with line
/// items comes several times in a row.
fn out_of_order(ids: &[RecordId], after: Option<RecordId>) -> Option<&RecordId> {
    let first = ids.first().filter(|first| after.is_some_and(|after| first.record <= after.record));
    first.or_else(|| ids.windows(2).find(|pair| pair[1].record < pair[0].record).map(|pair| &pair[1]))
}

/// How many pages may bring no new record, beside one for each that is known: those of a record with so many line
/// items, on a server that returns a row at a time.
const MOST_IDLE: u64 = 1_000;
