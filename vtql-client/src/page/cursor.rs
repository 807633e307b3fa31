use super::by_number::ByNumber;
use super::by_value::{ByValue, Step};
use super::joined;
use super::plan::{Plan, Window};
use crate::error::{Progress, Result};
use crate::record::Table;
use vtql_parser::ast::{Limit, Query, RecordId};
use vtql_schema::Module;

/// Where a query stands: which page to ask for next, and what an answer means. It does no I/O.
#[derive(Clone, Debug)]
pub(super) struct Cursor {
    query: Query,
    page_size: u32,
    way: Way,
}

#[derive(Clone, Debug)]
enum Way {
    Value(Box<ByValue>),
    Number(Box<ByNumber>),
    Done,
}

impl Cursor {
    pub(super) fn new(query: &Query, plan: Plan, window: Window, page_size: u32) -> Result<Self> {
        let way = match plan {
            Plan::Keyset | Plan::ParallelKeyset | Plan::ByValue => {
                let numbers = joined::condition_counts_records(query);
                Way::Value(Box::new(ByValue::new(query, window, page_size, numbers)?))
            }
            Plan::ByNumber => Way::Number(Box::new(ByNumber::new(query, window, page_size, &[]))),
            Plan::Count | Plan::Nothing => Way::Done,
        };
        Ok(Cursor { query: query.clone(), page_size, way })
    }

    /// A query by value.
    pub(super) fn of(query: &Query, by_value: ByValue, page_size: u32) -> Self {
        Cursor { query: query.clone(), page_size, way: Way::Value(Box::new(by_value)) }
    }

    /// Goes on after what was delivered before.
    pub(super) fn resume(&mut self, progress: &Progress) -> Result<()> {
        let Way::Value(by_value) = &mut self.way else { return Ok(()) };
        match (progress.position(), progress.last) {
            (Some(position), _) => by_value.go_on(position),
            (None, Some(last)) if by_value.is_by_id() => {
                by_value.go_behind(last);
                Ok(())
            }
            _ => Ok(()),
        }
    }

    /// The page to ask for next; `None` at the end.
    pub(super) fn next_page(&mut self) -> Result<Option<Query>> {
        match &mut self.way {
            Way::Value(by_value) => by_value.next_page(),
            Way::Number(by_number) => by_number.next_page(),
            Way::Done => Ok(None),
        }
    }

    /// Takes a full page for granted, which ends with a record of this id: for explanations.
    pub(super) fn pretend_full(&mut self, last: RecordId) {
        match &mut self.way {
            Way::Value(by_value) => by_value.pretend_full(last),
            Way::Number(by_number) => by_number.pretend_full(),
            Way::Done => {}
        }
    }

    /// Whether [`learn`](Cursor::learn) has to come before the next page.
    pub(super) fn needs_description(&self) -> bool {
        matches!(&self.way, Way::Value(by_value) if by_value.needs_description())
    }

    /// Takes in the description of the module, where there is one.
    pub(super) fn learn(&mut self, module: Option<&Module>) -> Result<()> {
        let Way::Value(by_value) = &mut self.way else { return Ok(()) };
        if !by_value.learn(module) {
            let step = by_value.give_up("of one of its fields the type is not known")?;
            self.take(step);
        }
        Ok(())
    }

    /// Takes the answer to [`next_page`](Cursor::next_page), and returns which of its rows to hand on.
    pub(super) fn accept(&mut self, page: &Table) -> Result<Vec<usize>> {
        let step = match &mut self.way {
            Way::Value(by_value) => by_value.accept(page)?,
            Way::Number(by_number) => return by_number.accept(page),
            Way::Done => return Ok(Vec::new()),
        };
        Ok(self.take(step))
    }

    fn take(&mut self, step: Step) -> Vec<usize> {
        match step {
            Step::Rows(rows) => rows,
            Step::ByNumber { window, seen, rows, last } => {
                let by_number = ByNumber::new(&self.query, window, self.page_size, &seen);
                self.way = Way::Number(Box::new(by_number.after(rows, last)));
                Vec::new()
            }
        }
    }

    /// How far the query has come.
    pub(super) fn progress(&self) -> Progress {
        match &self.way {
            Way::Value(by_value) => {
                let progress = Progress::new(by_value.rows(), by_value.last_delivered());
                if by_value.is_by_id() { progress } else { progress.at(by_value.position()) }
            }
            Way::Number(by_number) => Progress::new(by_number.rows(), by_number.last_delivered()),
            Way::Done => Progress::default(),
        }
    }

    /// The module that is asked.
    pub(super) fn module(&self) -> &str {
        self.query.module.as_str()
    }

    /// Where it stands, if it goes by value.
    pub(super) fn by_value(&self) -> Option<&ByValue> {
        match &self.way {
            Way::Value(by_value) => Some(by_value),
            _ => None,
        }
    }

    pub(super) fn into_by_value(self) -> Option<ByValue> {
        match self.way {
            Way::Value(by_value) => Some(*by_value),
            _ => None,
        }
    }

    /// Fields that the pages select and the query does not.
    pub(super) fn added_fields(&self) -> &[String] {
        match &self.way {
            Way::Value(by_value) => by_value.added_fields(),
            Way::Number(by_number) => by_number.added_fields(),
            Way::Done => &[],
        }
    }
}

/// `limit [offset,] count`.
pub(super) fn limit(offset: Option<u64>, count: u64) -> Limit {
    let number = |value: u64| i64::try_from(value).unwrap_or(i64::MAX).into();
    Limit::new(offset.map(number), number(count))
}
