use super::cursor::limit;
use super::delivered::{Delivered, ids};
use super::order::{make_total, select_order_fields};
use super::plan::Window;
use crate::error::{Progress, Result};
use crate::record::Table;
use vtql_parser::ast::Query;

/// Pages by number, for a query with an order of its own.
///
/// Rows that others insert or delete move the numbers of the rows behind them. So every row is handed
/// on once, by its id; and a page begins with rows that the page before ended with. When none of a
/// page's rows has been seen, rows have moved up past it: it is read again from further back, until
/// it joins on. A row that was there all the time is so neither missed nor repeated.
///
/// That needs an order in which no two rows are equal. `id` is added to the order as its last field,
/// except after several fields with `desc`. Rows that such an order leaves equal may come in another
/// sequence on each page; these pages overlap by half, so that only a run of equal rows longer than
/// that could hide one.
#[derive(Clone, Debug)]
pub(super) struct Offset {
    base: Query,
    added_fields: Vec<String>,
    page_size: u64,
    overlap: u64,
    start: u64,
    /// The number of the first row that is not known to have been handed on.
    position: u64,
    next: Next,
    delivered: Delivered,
}

/// What the next page is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Next {
    /// Rows from this number on, which is before `position`: the page must join on to what was seen.
    Joining(u64),
    /// The rows from `position` on.
    Plain,
    /// Only whether there are rows from `position` on.
    Probe,
    End,
}

impl Offset {
    pub(super) fn new(query: &Query, window: Window, page_size: u32) -> Result<Self> {
        let mut base = query.clone();
        let total = make_total(&mut base)?;
        let added_fields = select_order_fields(&mut base);
        let page_size = u64::from(page_size);
        Ok(Offset {
            base,
            added_fields,
            page_size,
            overlap: if total { 1 } else { (page_size / 2).max(1) },
            start: window.offset,
            position: window.offset,
            next: if window.limit == Some(0) { Next::End } else { Next::Plain },
            delivered: Delivered::new(window.limit),
        })
    }

    pub(super) fn next_page(&self) -> Option<Query> {
        let from = match self.next {
            Next::Joining(from) => from,
            Next::Plain | Next::Probe => self.position,
            Next::End => return None,
        };
        let mut page = self.base.clone();
        page.limit = Some(limit((from > 0).then_some(from), self.wanted(from)));
        Some(page)
    }

    /// What comes after a first page that is full.
    pub(super) fn page_after_full(&self) -> Option<Query> {
        let first = self.wanted(self.position);
        if self.delivered.remaining() <= first {
            return None;
        }
        let mut after = self.clone();
        after.position = self.position.saturating_add(first);
        after.delivered = Delivered::new(match self.delivered.remaining() {
            u64::MAX => None,
            rows => Some(rows - first),
        });
        after.next = Next::Joining(after.before_position());
        after.next_page()
    }

    pub(super) fn accept(&mut self, page: &Table) -> Result<Vec<usize>> {
        let ids = ids(page)?;
        let returned = ids.len() as u64;
        let from = match self.next {
            Next::Plain if returned > 0 => self.position,
            Next::Plain | Next::Probe if returned == 0 => {
                self.next = Next::End;
                return Ok(Vec::new());
            }
            Next::Joining(from) if from == self.start || self.delivered.knows_any(&ids) => from,
            Next::Joining(_) => {
                self.position = self.position.saturating_sub(self.page_size).max(self.start);
                self.next = Next::Joining(self.before_position());
                return Ok(Vec::new());
            }
            Next::Plain | Next::Probe => {
                self.next = Next::Joining(self.before_position());
                return Ok(Vec::new());
            }
            Next::End => return Ok(Vec::new()),
        };
        let full = returned >= self.wanted(from);
        let new = self.delivered.take(ids.into_iter().enumerate());
        // Pages may hold fewer records than rows of the server's joins: to go on by what came never
        // skips any, where going on by what was asked for could.
        let reached = from.saturating_add(returned);
        let advanced = reached > self.position;
        self.position = self.position.max(reached);
        self.overlap = self.overlap.min((returned / 2).max(1));
        self.next = match (self.delivered.is_complete(), full, advanced) {
            (true, ..) => Next::End,
            (_, true, true) => Next::Joining(self.before_position()),
            // A short page: either the end, which an empty page would confirm, or not.
            (_, false, true) => Next::Probe,
            // The page held nothing but the overlap.
            (_, _, false) => Next::Plain,
        };
        Ok(new)
    }

    pub(super) fn progress(&self) -> Progress {
        self.delivered.progress()
    }

    pub(super) fn added_fields(&self) -> &[String] {
        &self.added_fields
    }

    fn before_position(&self) -> u64 {
        self.position.saturating_sub(self.overlap).max(self.start)
    }

    fn wanted(&self, from: u64) -> u64 {
        let overlapping = self.position.saturating_sub(from);
        self.page_size.min(self.delivered.remaining().saturating_add(overlapping))
    }
}
