use super::cursor::limit;
use super::keyset::without_id;
use super::plan::Window;
use crate::error::{Progress, Result};
use crate::record::Table;
use std::collections::HashSet;
use vtql_parser::ast::{Direction, Name, Query, RecordId, Select};

/// Pages by number, for a query with an order of its own.
///
/// Rows that others insert or delete move the numbers of the rows behind them. So every row is handed
/// on once, by its id; and a page begins with rows that the page before ended with. When none of a
/// page's rows has been seen, rows have moved up past it: it is read again from further back, until
/// it joins on. A row that was there all the time is so neither missed nor repeated.
///
/// That needs an order in which no two rows are equal. `id` is added to the order as its last field
/// where the language can say it. After `desc` it cannot: the one direction of a query belongs to its
/// last field. Rows that such an order leaves equal may then come in another sequence on each page;
/// these pages overlap by half, so that only a run of equal rows longer than that could hide one.
#[derive(Clone, Debug)]
pub(super) struct Offset {
    base: Query,
    added_fields: Vec<String>,
    page_size: u64,
    overlap: u64,
    start: u64,
    remaining: Option<u64>,
    /// The number of the first row that is not known to have been handed on.
    position: u64,
    next: Next,
    seen: HashSet<RecordId>,
    last: Option<RecordId>,
}

/// What the next page is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Next {
    /// Rows from this number on, which is before `position`: the page must join on to what was seen.
    Joining(u64),
    /// The rows from `position` on. They are taken when `join` is false; else this page only shows
    /// whether there are any.
    Plain {
        join: bool,
    },
    End,
}

impl Offset {
    pub(super) fn new(query: &Query, window: Window, page_size: u32) -> Result<Self> {
        let mut base = query.clone();
        let total = make_order_total(&mut base)?;
        let added_fields = select_order_fields(&mut base);
        let page_size = u64::from(page_size);
        Ok(Offset {
            base,
            added_fields,
            page_size,
            overlap: if total { 1 } else { (page_size / 2).max(1) },
            start: window.offset,
            remaining: window.limit,
            position: window.offset,
            next: if window.limit == Some(0) { Next::End } else { Next::Plain { join: false } },
            seen: HashSet::new(),
            last: None,
        })
    }

    pub(super) fn next_page(&self) -> Option<Query> {
        let from = match self.next {
            Next::Joining(from) => from,
            Next::Plain { .. } => self.position,
            Next::End => return None,
        };
        let mut page = self.base.clone();
        page.limit = Some(limit((from > 0).then_some(from), self.wanted(from)));
        Some(page)
    }

    /// What comes after a first page that is full.
    pub(super) fn page_after_full(&self) -> Option<Query> {
        let first = self.wanted(self.position);
        let position = self.position.saturating_add(first);
        let remaining = self.remaining.map(|rows| rows.saturating_sub(first));
        let mut after = Offset { remaining, position, ..self.clone() };
        after.next = if remaining == Some(0) { Next::End } else { Next::Joining(after.before_position()) };
        after.next_page()
    }

    pub(super) fn accept(&mut self, page: &Table) -> Result<Vec<usize>> {
        let ids =
            (0..page.len()).map(|row| page.id(row).ok_or_else(without_id)).collect::<Result<Vec<_>>>()?;
        let returned = ids.len() as u64;
        match self.next {
            Next::End => Ok(Vec::new()),
            Next::Plain { .. } if ids.is_empty() => {
                self.next = Next::End;
                Ok(Vec::new())
            }
            Next::Plain { join: true } => {
                self.next = Next::Joining(self.before_position());
                Ok(Vec::new())
            }
            Next::Plain { join: false } => Ok(self.take(self.position, returned, &ids)),
            Next::Joining(from) => {
                let joins = from == self.start || ids.iter().any(|id| self.seen.contains(id));
                if joins {
                    return Ok(self.take(from, returned, &ids));
                }
                self.position = self.position.saturating_sub(self.page_size).max(self.start);
                self.next = Next::Joining(self.before_position());
                Ok(Vec::new())
            }
        }
    }

    /// Hands on the rows that are new, and moves on behind the page.
    fn take(&mut self, from: u64, returned: u64, ids: &[RecordId]) -> Vec<usize> {
        let full = returned >= self.wanted(from);
        let mut kept = Vec::with_capacity(ids.len());
        for (row, id) in ids.iter().enumerate() {
            if self.remaining == Some(0) {
                break;
            }
            if self.seen.insert(*id) {
                self.last = Some(*id);
                self.remaining = self.remaining.map(|rows| rows - 1);
                kept.push(row);
            }
        }
        // Pages may hold fewer records than rows of the server's joins: to go on by what came never
        // skips any, where going on by what was asked for could.
        let reached = from.saturating_add(returned);
        let advanced = reached > self.position;
        self.position = self.position.max(reached);
        self.next = match (self.remaining, full, advanced) {
            (Some(0), ..) => Next::End,
            (_, true, true) => Next::Joining(self.before_position()),
            // A short page: either the end, which an empty page would confirm, or not.
            (_, _, true) => Next::Plain { join: true },
            // The page held nothing but the overlap.
            (_, _, false) => Next::Plain { join: false },
        };
        kept
    }

    pub(super) fn progress(&self) -> Progress {
        Progress::new(self.seen.len() as u64, self.last)
    }

    pub(super) fn added_fields(&self) -> &[String] {
        &self.added_fields
    }

    fn before_position(&self) -> u64 {
        self.position.saturating_sub(self.overlap).max(self.start)
    }

    fn wanted(&self, from: u64) -> u64 {
        let overlapping = self.position.saturating_sub(from);
        self.page_size.min(self.remaining.unwrap_or(u64::MAX).saturating_add(overlapping))
    }
}

/// Adds `id` to the order where it can be the last field. Returns whether no two rows are equal now.
fn make_order_total(query: &mut Query) -> Result<bool> {
    match &mut query.order_by {
        None => *query = query.clone().order_by("id", Direction::Asc)?,
        Some(order) if order.fields.iter().any(|field| *field == "id") => {}
        Some(order) if order.direction == Some(Direction::Desc) => return Ok(false),
        Some(order) => order.fields.push(Name::new("id")?),
    }
    Ok(true)
}

/// Selects what is ordered by. The server does not join the tables of fields that are in `order by`
/// alone, and answers such a query with no rows (observed). Returns the names added.
fn select_order_fields(query: &mut Query) -> Vec<String> {
    let Select::Fields(selected) = &mut query.select else { return Vec::new() };
    let ordered: &[Name] = query.order_by.as_ref().map_or(&[], |order| &order.fields);
    let mut added = Vec::new();
    for field in ordered.iter().filter(|field| **field != "id") {
        if !selected.iter().any(|present| present == field) {
            selected.push(field.clone());
            added.push(field.as_str().to_owned());
        }
    }
    added
}
