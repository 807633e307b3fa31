//! A first page without rows: no record matches, or the order is one of which the server makes a statement that fails. It
//! does so where a field does not exist or its table is not joined, and answers with no rows (observed).

use super::super::place::{MOST_UNORDERED, unordered};
use super::state::Phase;
use super::{ByValue, Step, Task};
use crate::error::Result;
use crate::record::Table;
use vtql_parser::ast::{Query, Select};

impl ByValue {
    /// The rows to skip may be all that there are.
    pub(super) fn accept_in_order(&mut self, rows: usize) -> Step {
        self.task = if rows > 0 { Task::Page } else { Task::Anything };
        if rows > 0 {
            self.state.phase = Phase::End;
        }
        Step::Rows(Vec::new())
    }

    /// Any row that meets the condition.
    pub(super) fn anything(&self) -> Result<Query> {
        let mut query = self.texts.light[0].clone();
        query.select = Select::fields(["id"])?;
        query.limit = Some(super::limit(None, 1));
        Ok(query)
    }

    pub(super) fn accept_anything(&mut self, page: &Table) -> Result<Step> {
        self.task = Task::Page;
        if page.len() == 0 {
            self.state.phase = Phase::End;
            return Ok(Step::Rows(Vec::new()));
        }
        // Another client may have made a record meanwhile.
        self.unordered += 1;
        if self.unordered < MOST_UNORDERED {
            return Ok(Step::Rows(Vec::new()));
        }
        Err(unordered(&self.order.text()))
    }
}
