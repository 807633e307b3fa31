//! Orders in which no two rows are equal: all fields ascending and then `id`, or `id` as the last field in either
//! direction. One request a page: the rows behind `row`.

use super::super::order::Order;
use super::super::place::{Place, ignored};
use super::super::region::{self, Branch};
use super::state::Phase;
use super::{Asked, ByValue};
use crate::error::Result;
use vtql_parser::ast::{CompareOp, Direction, Query};

impl ByValue {
    pub(super) fn total_page(&mut self) -> Result<Query> {
        let order = self.order.clause()?;
        let Some(row) = self.state.row.clone() else {
            let mut everything = region::everything();
            region::with_all(&mut everything, &self.exclusions()?);
            return self.of(everything, order);
        };
        let count = self.order.fields.len();
        if self.state.region.is_none() {
            let mut branches = region::behind(&self.order, &row, count)?;
            branches.push(self.ties(&row)?);
            self.exclude(&mut branches)?;
            if count == 0 || self.fits(&branches, &order)? {
                return self.of(branches, order);
            }
        }
        // Too long a text: one region after the other, the one nearest to the row first.
        let region = *self.state.region.get_or_insert(count);
        self.asked = Asked { within: Some(region), ..self.asked };
        let mut branches = match region {
            region if region == count => vec![self.ties(&row)?],
            region => region::behind_in(&self.order, &row, region, Direction::Asc)?,
        };
        self.exclude(&mut branches)?;
        self.of(branches, order)
    }

    /// Rows with the same values and an id behind that of `row`, and `row` where it is to come along.
    fn ties(&self, row: &Place) -> Result<Branch> {
        let op = match (self.order.direction, self.shows_row()) {
            (Direction::Asc, false) => CompareOp::Gt,
            (Direction::Asc, true) => CompareOp::Ge,
            (Direction::Desc, false) => CompareOp::Lt,
            (Direction::Desc, true) => CompareOp::Le,
        };
        let mut branch = region::equal(&self.order, row, self.order.fields.len())?;
        branch.push(region::id(op, row.id)?);
        Ok(branch)
    }

    pub(super) fn accept_total(&mut self, places: &[Place]) -> Result<Vec<usize>> {
        let mut rows: Vec<usize> = (0..places.len()).collect();
        if self.shows_row() {
            let rest = if self.state.checked { self.proven(places) } else { self.found_among(places)? };
            rows = rest.unwrap_or_default();
            if rows.is_empty() {
                return Ok(rows);
            }
        }
        if let (Some(row), Some(count)) = (&self.state.row, self.asked.within) {
            rows.truncate(
                rows.iter().take_while(|&&at| !region::is_foreign(&places[at], row, count)).count(),
            );
        }
        let here: Vec<Place> = rows.iter().map(|&at| places[at].clone()).collect();
        self.refuse_known(&here)?;
        self.refuse_unsorted_ids(&here)?;
        match (&here[..], self.state.region) {
            ([], Some(region)) if region > 0 => self.state.region = Some(region - 1),
            ([], _) => self.state.phase = Phase::End,
            (here, _) => self.pass_total(here),
        }
        Ok(rows)
    }

    /// Goes on behind these rows, which are the next.
    pub(super) fn pass_total(&mut self, rows: &[Place]) {
        self.state.phase = Phase::Behind;
        self.state.region = None;
        let bound = rows.iter().rposition(|row| region::is_writable(&self.order, row));
        if let Some(at) = bound {
            let row = &rows[at];
            // Rows that no bound names stay: another client may have written this one between them and what is before.
            self.state.out.retain(|place| region::may_come_behind(&self.order, place, row));
            self.state.out.extend_from_slice(&rows[at + 1..]);
            self.state.row = Some(row.clone());
            self.look_again_at_row();
        } else {
            self.state.out.extend_from_slice(rows);
        }
        let (row, until) = (self.state.row.as_ref(), self.texts.until);
        if row.zip(until).is_some_and(|(row, until)| row.id.record >= until.record) {
            self.state.phase = Phase::End;
        }
    }

    /// In an order by id alone the client can see whether the server keeps to it.
    fn refuse_unsorted_ids(&self, rows: &[Place]) -> Result<()> {
        let Order { fields, direction, .. } = &self.order;
        if !fields.is_empty() {
            return Ok(());
        }
        let mut before = self.state.row.as_ref().map(|row| row.id.record);
        let until = self.texts.until.map_or(u64::MAX, |until| until.record);
        for row in rows {
            let id = row.id.record;
            let is_behind = before.is_none_or(|before| match direction {
                Direction::Asc => id > before,
                Direction::Desc => id < before,
            });
            if !is_behind || id > until {
                return Err(ignored(row.id));
            }
            before = Some(id);
        }
        Ok(())
    }
}
