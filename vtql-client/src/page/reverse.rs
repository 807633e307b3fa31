use super::cursor::limit;
use super::delivered::{Delivered, ids};
use super::order::select_order_fields;
use super::plan::Window;
use crate::error::{Progress, Result};
use crate::record::Table;
use vtql_parser::ast::{List, Name, OrderBy, Query, RecordId, Select};

/// Pages for `order by field desc`, read from the end of `order by field, id`.
///
/// VTQL cannot say `field desc, id desc`, and without `id` the database may put equal rows in another
/// sequence on each page, which loses rows. Read backwards, `field, id` is that very order, and no two
/// rows of it are equal. Where it ends is found by asking for single rows at growing numbers.
///
/// When all that is wanted fits one page, `order by field desc` is asked for as it is: no second page,
/// no other sequence.
///
/// As in [`Offset`](super::offset::Offset), rows are handed on once by their id, each page overlaps the
/// one before, and a page that does not join on is read again from further back.
#[derive(Clone, Debug)]
pub(super) struct Reverse {
    forward: Query,
    direct: Query,
    added_fields: Vec<String>,
    page_size: u64,
    window: Window,
    next: Next,
    delivered: Delivered,
}

/// What the next request is for. Numbers are those of rows in the forward order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Next {
    /// All rows at once, in the order that is wanted.
    Direct,
    /// Whether there is a row behind the ones that came: this number, in the order that is wanted.
    Confirm(u64),
    /// How many rows the server puts on a page.
    Measure,
    /// Whether there is a row with number `at`. There is one with number `low`.
    Gallop {
        low: u64,
        at: u64,
    },
    /// Whether there is a row halfway: there is one with number `low`, and none with number `high`.
    Bisect {
        low: u64,
        high: u64,
    },
    /// The rows before this number, which is after the last row or that of the last row handed on.
    Before(u64),
    End,
}

impl Reverse {
    pub(super) fn new(query: &Query, field: &Name, window: Window, page_size: u32) -> Result<Self> {
        let mut direct = query.clone();
        let added_fields = select_order_fields(&mut direct);
        let mut forward = direct.clone();
        let fields = List::new([field.clone(), Name::new("id")?])?;
        forward.order_by = Some(OrderBy::new(fields, None));
        let next = match window.limit {
            Some(0) => Next::End,
            Some(rows) if rows <= u64::from(page_size) => Next::Direct,
            _ => Next::Measure,
        };
        let delivered = Delivered::new(window.limit);
        Ok(Reverse { forward, direct, added_fields, page_size: page_size.into(), window, next, delivered })
    }

    pub(super) fn next_page(&self) -> Result<Option<Query>> {
        let page = |query: &Query, from: u64, rows: u64| {
            let mut page = query.clone();
            page.limit = Some(limit((from > 0).then_some(from), rows));
            page
        };
        let ids = || -> Result<Query> {
            let mut ids = self.forward.clone();
            ids.select = Select::fields(["id"])?;
            select_order_fields(&mut ids);
            Ok(ids)
        };
        Ok(Some(match self.next {
            Next::Direct => page(&self.direct, self.window.offset, self.delivered.remaining()),
            Next::Confirm(at) => page(&self.direct, at, 1),
            Next::Measure => page(&ids()?, 0, self.page_size),
            Next::Gallop { at, .. } => page(&ids()?, at, 1),
            Next::Bisect { low, high } => page(&ids()?, low.midpoint(high), 1),
            Next::Before(position) => {
                let from = self.from(position);
                page(&self.forward, from, position - from + 1)
            }
            Next::End => return Ok(None),
        }))
    }

    /// A page of rows that begins with a number, where the first request only looks for the end.
    pub(super) fn page_from(&self, number: u64) -> Result<Option<Query>> {
        let before = number.saturating_add(self.page_size - 1);
        match self.next {
            Next::Measure => Reverse { next: Next::Before(before), ..self.clone() }.next_page(),
            _ => Ok(None),
        }
    }

    pub(super) fn accept(&mut self, page: &Table) -> Result<Vec<usize>> {
        let ids = ids(page)?;
        let returned = ids.len() as u64;
        let exists = returned > 0;
        self.next = match self.next {
            Next::Direct => {
                let new = self.delivered.take(ids.into_iter().enumerate());
                self.next = match (self.delivered.is_complete(), exists) {
                    (true, _) | (_, false) => Next::End,
                    (false, true) => Next::Confirm(self.window.offset.saturating_add(returned)),
                };
                return Ok(new);
            }
            Next::Confirm(_) if exists => Next::Measure,
            Next::Measure if exists => {
                // A page that overlaps by one row must bring at least one more.
                self.page_size = returned.max(2);
                Next::Gallop { low: returned - 1, at: returned }
            }
            Next::Confirm(_) | Next::Measure | Next::End => Next::End,
            Next::Gallop { at, .. } if exists => Next::Gallop { low: at, at: at.saturating_mul(2) },
            Next::Gallop { low, at } => self.between(low, at),
            Next::Bisect { low, high } if exists => self.between(low.midpoint(high), high),
            Next::Bisect { low, high } => self.between(low, low.midpoint(high)),
            Next::Before(position) => return Ok(self.read(position, &ids)),
        };
        Ok(Vec::new())
    }

    /// The last row is known to be between these two: near enough, or to be searched for.
    fn between(&self, low: u64, high: u64) -> Next {
        // An offset counts from the end, so it takes the exact end to skip it.
        let near = if self.window.offset == 0 { self.page_size - 1 } else { 1 };
        if high - low > near {
            return Next::Bisect { low, high };
        }
        match high.saturating_sub(self.window.offset) {
            0 => Next::End,
            position => Next::Before(position),
        }
    }

    fn read(&mut self, position: u64, ids: &[RecordId]) -> Vec<usize> {
        let from = self.from(position);
        let wanted = position - from + 1;
        let reaches_end = (ids.len() as u64) < wanted;
        let skipping = self.delivered.is_empty() && self.window.offset > 0;
        if !(reaches_end || skipping || self.delivered.knows_any(ids)) {
            // Rows have moved down past the page.
            self.next = Next::Before(position.saturating_add(self.page_size - 1));
            return Vec::new();
        }
        // The row at `position` itself was skipped by the offset, or handed on.
        let end = if skipping { (position - from).try_into().unwrap_or(usize::MAX) } else { usize::MAX };
        let new = self.delivered.take(ids.iter().copied().enumerate().take(end).rev());
        self.next = if from == 0 || self.delivered.is_complete() { Next::End } else { Next::Before(from) };
        new
    }

    pub(super) fn progress(&self) -> Progress {
        self.delivered.progress()
    }

    pub(super) fn added_fields(&self) -> &[String] {
        &self.added_fields
    }

    fn from(&self, position: u64) -> u64 {
        position.saturating_sub(self.page_size - 1)
    }
}
