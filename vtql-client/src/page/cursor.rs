use super::keyset::Keyset;
use super::offset::Offset;
use super::order::descending_field;
use super::plan::{Plan, Window};
use super::reverse::Reverse;
use crate::error::{Progress, Result};
use crate::record::Table;
use vtql_parser::ast::{Limit, Query};

/// Where a query stands: which page to ask for next, and what an answer means. It does no I/O.
#[derive(Clone, Debug)]
pub(super) enum Cursor {
    Keyset(Keyset),
    Offset(Offset),
    Reverse(Box<Reverse>),
    Done,
}

impl Cursor {
    pub(super) fn new(query: &Query, plan: Plan, window: Window, page_size: u32) -> Result<Self> {
        Ok(match plan {
            Plan::Keyset | Plan::ParallelKeyset => {
                Cursor::Keyset(Keyset::new(query, window.limit, page_size)?)
            }
            Plan::Offset => Cursor::Offset(Offset::new(query, window, page_size)?),
            Plan::Reverse => match descending_field(query) {
                Some(field) => Cursor::Reverse(Box::new(Reverse::new(query, field, window, page_size)?)),
                None => Cursor::Offset(Offset::new(query, window, page_size)?),
            },
            Plan::Count | Plan::Nothing => Cursor::Done,
        })
    }

    /// The page to ask for next; `None` at the end.
    pub(super) fn next_page(&self) -> Result<Option<Query>> {
        match self {
            Cursor::Keyset(keyset) => keyset.next_page(),
            Cursor::Offset(offset) => Ok(offset.next_page()),
            Cursor::Reverse(reverse) => reverse.next_page(),
            Cursor::Done => Ok(None),
        }
    }

    /// Takes the answer to [`next_page`](Cursor::next_page), and returns which of its rows to hand on.
    pub(super) fn accept(&mut self, page: &Table) -> Result<Vec<usize>> {
        match self {
            Cursor::Keyset(keyset) => keyset.accept(page),
            Cursor::Offset(offset) => offset.accept(page),
            Cursor::Reverse(reverse) => reverse.accept(page),
            Cursor::Done => Ok(Vec::new()),
        }
    }

    /// How many rows were handed on, and the last of them.
    pub(super) fn progress(&self) -> Progress {
        match self {
            Cursor::Keyset(keyset) => keyset.progress(),
            Cursor::Offset(offset) => offset.progress(),
            Cursor::Reverse(reverse) => reverse.progress(),
            Cursor::Done => Progress::new(0, None),
        }
    }

    /// Fields that the pages select and the query does not.
    pub(super) fn added_fields(&self) -> &[String] {
        match self {
            Cursor::Offset(offset) => offset.added_fields(),
            Cursor::Reverse(reverse) => reverse.added_fields(),
            Cursor::Keyset(_) | Cursor::Done => &[],
        }
    }
}

/// `limit [offset,] count`.
pub(super) fn limit(offset: Option<u64>, count: u64) -> Limit {
    let number = |value: u64| i64::try_from(value).unwrap_or(i64::MAX).into();
    Limit::new(offset.map(number), number(count))
}
