//! Rows to skip: by one request with an offset where the server's row numbers are those of records, else by walking
//! with as few fields as possible.

use super::super::place::{Place, ignored};
use super::super::region;
use super::state::Phase;
use super::{ByValue, Step, Task, query};
use crate::error::Result;
use std::sync::Arc;
use vtql_parser::ast::Query;

impl ByValue {
    /// Whether rows are to be skipped by one request.
    pub(super) fn is_about_to_jump(&self) -> bool {
        let state = &self.state;
        let is_new = state.phase == Phase::All && state.row.is_none() && state.out.is_empty();
        state.skip > 0 && is_new && self.may_jump && self.first_page.is_none()
    }

    /// The last `size` of the rows to skip.
    pub(super) fn jump(&self, size: u64) -> Result<Query> {
        let offset = Some(self.state.skip - size).filter(|&offset| offset > 0);
        query(&self.texts.light[self.light], region::everything(), self.order.clause()?, size, offset)
    }

    pub(super) fn accept_jump(&mut self, places: &[Place], size: u64) -> Result<Step> {
        self.task = Task::Page;
        // Another jump has another offset: rows that are not all equal cannot be the same there.
        if let ([first, .., last], true) = (places, *self.before == *places)
            && !self.order.may_tie(first, last, self.order.fields.len())
        {
            return Err(ignored(first.id));
        }
        self.before = places.into();
        let before = self.state.clone();
        self.jump_behind(places, size);
        if self.state.skip == 0 {
            self.remember(before, &[]);
        }
        if !self.may_jump {
            // These rows come again, on the way.
            self.before = Arc::default();
        }
        Ok(Step::Rows(Vec::new()))
    }

    fn jump_behind(&mut self, places: &[Place], size: u64) {
        let (order, count) = (&self.order, self.order.fields.len());
        let returned = places.len() as u64;
        let Some(last) = places.last() else {
            self.task = Task::InOrder;
            return;
        };
        if returned < size {
            // A lower cap, or the end is near.
            self.task = Task::Jump(returned);
            return;
        }
        if order.is_total() {
            if places.iter().any(|place| region::is_writable(order, place)) {
                self.pass_total(places);
                self.state.skip = 0;
            } else {
                self.may_jump = false;
            }
            return;
        }
        let ties: Vec<Place> =
            places.iter().filter(|place| order.may_tie(place, last, count)).cloned().collect();
        let is_whole = ties.len() < places.len() || size == self.state.skip;
        if is_whole && region::is_writable(order, last) {
            self.state.phase = if last.value(count - 1).is_none() { Phase::Null } else { Phase::Value };
            self.state.row = Some(last.clone());
            self.state.last = Some(0);
            self.state.out = ties;
            self.state.skip = 0;
            self.look_again_at_row();
        } else {
            // Which of the ties to skip is not known: walk.
            self.may_jump = false;
        }
    }
}
