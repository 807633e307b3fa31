use super::by_number::ByNumber;
use super::by_value::{ByValue, Step};
use super::joined;
use super::plan::Plan;
use super::repeats::{History, Repeats};
use super::station;
use super::window::{Window, limit};
use crate::error::{ErrorKind, Progress, Result};
use crate::record::Table;
use std::sync::Arc;
use vtql_parser::ast::{Query, RecordId, Select};
use vtql_schema::Module;

/// Where a query stands: which page to ask for next, and what an answer means. It does no I/O.
#[derive(Clone, Debug)]
pub(super) struct Cursor {
    query: Query,
    page_size: u32,
    way: Way,
    repeats: Repeats,
    /// Whether it goes on with what an earlier process began, of which the answers are not known.
    is_resumed: bool,
    /// Whether the next answer is but to be known.
    is_probing: bool,
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
        Ok(Cursor::at(query, page_size, way))
    }

    /// A query by value.
    pub(super) fn of(query: &Query, by_value: ByValue, page_size: u32) -> Self {
        Cursor::at(query, page_size, Way::Value(Box::new(by_value)))
    }

    fn at(query: &Query, page_size: u32, way: Way) -> Self {
        let repeats = Repeats::default();
        Cursor { query: query.clone(), page_size, way, repeats, is_resumed: false, is_probing: false }
    }

    /// The same as one of several walks of a query.
    pub(super) fn among(mut self, history: History) -> Self {
        self.repeats = Repeats::among(history);
        self
    }

    /// The same, if an earlier process may have asked for its pages.
    pub(super) fn perhaps_again(mut self, is_resumed: bool) -> Self {
        self.is_resumed = is_resumed;
        self
    }

    /// Goes on after what was delivered before.
    pub(super) fn resume(&mut self, progress: &Progress) -> Result<()> {
        self.is_resumed = progress.rows > 0;
        match (&mut self.way, progress.position(), progress.last) {
            (Way::Value(by_value), Some(position), _) => by_value.go_on(position),
            (Way::Value(by_value), None, Some(last)) if by_value.is_by_id() => {
                by_value.resume_behind(last);
                Ok(())
            }
            (Way::Number(by_number), Some(position), _) => by_number.go_on(position),
            _ => Ok(()),
        }
    }

    /// Takes the first answer for that to its request.
    pub(super) fn trust_first_answer(&mut self) {
        self.is_resumed = false;
        if let Way::Value(by_value) = &mut self.way {
            by_value.prove();
        }
    }

    /// The page to ask for next; `None` at the end.
    pub(super) fn next_page(&mut self) -> Result<Option<Query>> {
        if let Some(request) = self.repeats.request_to_repeat() {
            return Ok(Some(request));
        }
        if let Some(probe) = self.probe()? {
            self.is_probing = true;
            self.repeats.send(Some(&probe));
            return Ok(Some(probe));
        }
        let next = match &mut self.way {
            Way::Value(by_value) => by_value.next_page(),
            Way::Number(by_number) => by_number.next_page(),
            Way::Done => Ok(None),
        }?;
        self.repeats.send(next.as_ref());
        Ok(next)
    }

    /// What is asked for before a query is resumed, unless the page itself shows that it is the right one: a server or a
    /// proxy that answers with the page before does so here, and that page is known then.
    fn probe(&mut self) -> Result<Option<Query>> {
        let is_due = match &mut self.way {
            Way::Value(by_value) if by_value.is_done() => false,
            Way::Value(by_value) => {
                let is_due = by_value.is_unproven() || self.is_resumed && !by_value.is_proven_by_page();
                if is_due {
                    by_value.prove();
                }
                is_due
            }
            Way::Number(by_number) => self.is_resumed && by_number.next_page()?.is_some(),
            Way::Done => false,
        };
        self.is_resumed = false;
        if !is_due {
            return Ok(None);
        }
        let mut probe = self.query.clone();
        probe.select = Select::fields(["id"])?;
        (probe.filter, probe.order_by, probe.limit) = (None, None, Some(limit(None, 1)));
        Ok(Some(probe))
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

    /// Takes the answer to [`next_page`](Cursor::next_page), and returns which of its rows to hand on. The page is
    /// asked for again when the answer looks like that to another request, or cannot be one to this.
    pub(super) fn accept(&mut self, page: &Table) -> Result<Vec<usize>> {
        if std::mem::take(&mut self.is_probing) {
            self.repeats.accepted(page);
            return Ok(Vec::new());
        }
        let is_expected = match &self.way {
            Way::Value(by_value) => by_value.expects_row_again(page),
            Way::Number(_) => false,
            Way::Done => true,
        };
        if self.repeats.is_page_before(page, is_expected) {
            return Ok(Vec::new());
        }
        let before = self.way.clone();
        let rows = match &mut self.way {
            Way::Value(by_value) => by_value.accept(page).map(|step| self.take(step)),
            Way::Number(by_number) => by_number.accept(page),
            Way::Done => Ok(Vec::new()),
        };
        match rows {
            Err(error) if error.kind() == ErrorKind::UnexpectedAnswer && self.repeats.may_ask_again(page) => {
                self.way = before;
                Ok(Vec::new())
            }
            rows => {
                self.repeats.accepted(page);
                rows
            }
        }
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

    /// How many rows it has handed on, and the last of them.
    pub(super) fn delivered(&self) -> (u64, Option<RecordId>) {
        match &self.way {
            Way::Value(by_value) => (by_value.rows(), by_value.last_delivered()),
            Way::Number(by_number) => (by_number.rows(), by_number.last_delivered()),
            Way::Done => (0, None),
        }
    }

    /// The module that is asked.
    pub(super) fn module(&self) -> &str {
        self.query.module.as_str()
    }

    /// Where it stands, if it goes by value.
    #[cfg(test)]
    pub(super) fn into_by_value(self) -> Option<ByValue> {
        match self.way {
            Way::Value(by_value) => Some(*by_value),
            _ => None,
        }
    }

    /// How the progress within a page is told, of which these rows were handed on; `before` is the query before it.
    pub(super) fn station(&self, before: Cursor, page: &Arc<Table>, rows: Vec<usize>) -> station::Way {
        match (before.way, &self.way) {
            (Way::Value(before), Way::Value(after)) if !after.is_by_id() => {
                station::Way::Values(Box::new((*before, (**after).clone())), Arc::clone(page), rows)
            }
            (_, Way::Number(by_number)) => station::Way::Seen(by_number.seen().clone()),
            _ => station::Way::Ids,
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
