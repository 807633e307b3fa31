//! Orders whose last field is descending: `order by P, f desc`. No `id` fits behind `desc`, so rows that tie come in
//! any sequence on each page.
//!
//! `row` is the last row of one page, and `out` those of that page that may tie with it (in [`Phase::Prefix`], that
//! may be equal to it in the fields before the last). So all that was read stands before `row`, or is in `out`.
//!
//! Values of NULL stand behind all others of the same P, and no condition finds them: they are read from the front
//! of the ascending order, by id, before the rows of the next P are.

use super::super::kind::Kind;
use super::super::place::{Place, ignored};
use super::super::region::{self, Branch};
use super::state::Phase;
use super::{Asked, ByValue, Task};
use crate::error::Result;
use vtql_parser::ast::{CompareOp, Direction, Query, RecordId};

/// So many rows that tie are left out by id, though their page had no others: read by id they would come once more.
const FEW: usize = 3;

impl ByValue {
    /// The number of fields before the last.
    fn prefix(&self) -> usize {
        self.order.fields.len().saturating_sub(1)
    }

    /// Whether the last field may be NULL somewhere.
    fn may_be_null(&self) -> bool {
        self.state.nulls != Some(false)
    }

    pub(super) fn descending_page(&mut self) -> Result<Query> {
        let Some(row) = self.state.row.clone() else {
            let mut everything = region::everything();
            region::with_all(&mut everything, &self.exclusions()?);
            return self.of(everything, self.order.clause()?);
        };
        match self.state.phase {
            Phase::Tie | Phase::Null => self.group_page(&row),
            Phase::Value if self.state.last.is_some() => self.lower_or_tied(&row),
            Phase::Value => {
                let lower = region::behind_in(&self.order, &row, self.prefix(), Direction::Desc)?;
                self.own_and_behind(&row, lower, self.may_be_null())
            }
            Phase::Prefix => {
                let own = region::equal(&self.order, &row, self.prefix())?;
                self.own_and_behind(&row, vec![own], false)
            }
            _ => self.behind_prefix(&row),
        }
    }

    /// Lower values than that of `row`, and its ties.
    fn lower_or_tied(&mut self, row: &Place) -> Result<Query> {
        let (order, prefix, alone) = (self.order.clause()?, self.prefix(), self.may_be_null());
        let mut branches = region::behind_in(&self.order, row, prefix, Direction::Desc)?;
        if !alone {
            branches.extend(region::behind(&self.order, row, prefix)?);
        }
        let mut ties = region::equal(&self.order, row, self.order.fields.len())?;
        ties.extend(self.behind_last(row)?);
        branches.push(ties);
        self.exclude(&mut branches)?;
        if self.fits(&branches, &order)? {
            self.asked = Asked { alone, within: alone.then_some(prefix), ..self.asked };
            return self.of(branches, order);
        }
        // Too long a text: the ties first.
        (self.state.phase, self.state.stay) = (Phase::Tie, true);
        if self.state.checked {
            return self.group_page(row);
        }
        self.task = Task::Check;
        self.check()
    }

    /// What `row`'s own fields before the last still hold, and unless that has to be read `alone`, the rows behind.
    fn own_and_behind(&mut self, row: &Place, own: Vec<Branch>, alone: bool) -> Result<Query> {
        let (order, prefix, exclusions) = (self.order.clause()?, self.prefix(), self.exclusions()?);
        let mut branches = own.clone();
        branches.extend(region::behind(&self.order, row, prefix)?);
        region::with_all(&mut branches, &exclusions);
        if !alone && self.fits(&branches, &order)? {
            return self.of(branches, order);
        }
        self.asked = Asked { alone: true, within: Some(prefix), ..self.asked };
        let mut branches = own;
        region::with_all(&mut branches, &exclusions);
        self.of(branches, order)
    }

    /// The rows behind those with the same fields before the last; where that makes too long a text, one region
    /// after the other, the one nearest to the row first.
    fn behind_prefix(&mut self, row: &Place) -> Result<Query> {
        let (order, prefix, exclusions) = (self.order.clause()?, self.prefix(), self.exclusions()?);
        if self.state.region.is_none() {
            let mut branches = region::behind(&self.order, row, prefix)?;
            region::with_all(&mut branches, &exclusions);
            if prefix < 2 || self.fits(&branches, &order)? {
                return self.of(branches, order);
            }
        }
        let region = *self.state.region.get_or_insert(prefix - 1);
        self.asked = Asked { within: Some(region), ..self.asked };
        let mut branches = region::behind_in(&self.order, row, region, Direction::Asc)?;
        region::with_all(&mut branches, &exclusions);
        self.of(branches, order)
    }

    fn behind_last(&self, row: &Place) -> Result<Branch> {
        let last = self.state.last.filter(|&last| last > 0);
        last.map(|record| region::id(CompareOp::Gt, RecordId { record, ..row.id })).into_iter().collect()
    }

    /// The row whose ties are read.
    fn group(&self, row: &Place) -> Place {
        let mut group = row.clone();
        if self.state.phase == Phase::Null
            && let Some(value) = group.values.last_mut()
        {
            *value = None;
        }
        group
    }

    /// The ties of one row, by id. Those without a value are reached because they come first when ascending.
    fn group_page(&mut self, row: &Place) -> Result<Query> {
        let group = self.group(row);
        let count = self.order.fields.len();
        self.asked = Asked { within: Some(count), ..self.asked };
        let mut branch = region::equal(&self.order, &group, count)?;
        branch.extend(self.behind_last(row)?);
        self.of(vec![branch], self.order.ascending()?)
    }

    pub(super) fn accept_descending(&mut self, places: &[Place]) -> Result<Vec<usize>> {
        if matches!(self.state.phase, Phase::Tie | Phase::Null) {
            return self.accept_group(places);
        }
        let (count, prefix) = (self.order.fields.len(), self.prefix());
        let mut rows: Vec<usize> = (0..places.len()).collect();
        if !self.state.checked
            && let Some(row) = self.state.row.clone()
        {
            // More ties than a page may hide the row: then it is asked for alone.
            let hidden = places.last().is_some_and(|last| self.order.may_tie(last, &row, count));
            if hidden && places.iter().all(|place| place.id != row.id) {
                self.task = Task::Check;
                return Ok(Vec::new());
            }
            let Some(rest) = self.found_among(places)? else { return Ok(Vec::new()) };
            rows = rest;
            if rows.is_empty() {
                return Ok(rows);
            }
        }
        if let (Some(row), Some(within)) = (&self.state.row, self.asked.within) {
            rows.truncate(
                rows.iter().take_while(|&&at| !region::is_foreign(&places[at], row, within)).count(),
            );
        }
        let here: Vec<Place> = rows.iter().map(|&at| places[at].clone()).collect();
        self.refuse_known(&here)?;
        // The row that the next page would be bounded by.
        let bound = here.iter().rfind(|row| region::is_writable(&self.order, row));
        let Some(last) = bound.or(here.last()) else {
            self.pass_empty();
            return Ok(Vec::new());
        };
        let Some(row) = self.state.row.clone() else {
            self.pass_descending(&here);
            return Ok(rows);
        };
        // Where a page ends among rows that stand beside `row`, some may have come meanwhile and stand before it:
        // its last row is perhaps not the furthest. The page is thrown away.
        match self.state.phase {
            Phase::Prefix if self.order.may_tie(last, &row, prefix) => {
                self.leave_prefix(&row);
                Ok(Vec::new())
            }
            Phase::Value if self.state.last.is_some() && self.order.may_tie(last, &row, count) => {
                (self.state.phase, self.state.stay) = (Phase::Tie, true);
                Ok(Vec::new())
            }
            _ => {
                self.pass_descending(&here);
                Ok(rows)
            }
        }
    }

    /// The region that was asked for holds no more rows.
    fn pass_empty(&mut self) {
        let may_be_null = self.may_be_null();
        let state = &mut self.state;
        state.phase = match (state.phase, state.region) {
            (Phase::Next, Some(region)) if region > 0 => {
                state.region = Some(region - 1);
                return;
            }
            (Phase::Value, _) if self.asked.alone && may_be_null => {
                // The first of them could be the page before, once more: that there are some is asked for first.
                let is_known = state.nulls.is_some();
                self.task = if is_known { self.task } else { Task::Nulls };
                Phase::Null
            }
            (Phase::Value | Phase::Prefix, _) if self.asked.alone => Phase::Next,
            _ => Phase::End,
        };
        (state.region, state.last) = (None, Some(0));
        self.keep_unwritable();
    }

    /// Rows that no page's bound has passed stay in `out`.
    fn keep_unwritable(&mut self) {
        let order = &self.order;
        self.state.out.retain(|place| !region::is_writable(order, place));
    }

    /// From [`Phase::Prefix`] to what is behind `row` by value.
    fn leave_prefix(&mut self, row: &Place) {
        let (order, count) = (&self.order, self.order.fields.len());
        self.state.out.retain(|place| order.may_tie(place, row, count) || !region::is_writable(order, place));
        self.state.phase = if row.value(count - 1).is_none() { Phase::Null } else { Phase::Value };
        self.state.last = Some(0);
    }

    /// Goes on behind these rows, which are the next.
    pub(super) fn pass_descending(&mut self, rows: &[Place]) {
        let (order, count, prefix) = (&self.order, self.order.fields.len(), self.prefix());
        let state = &mut self.state;
        state.region = None;
        let Some(at) = rows.iter().rposition(|row| region::is_writable(order, row)) else {
            state.out.extend_from_slice(rows);
            return;
        };
        let (row, rest) = (&rows[at], &rows[at + 1..]);
        let known = || state.out.iter().chain(rows);
        // Rows that no bound names stay: another client may have written this one between them and what is before.
        let may_come = |place: &&Place| region::may_come_behind(order, place, row);
        let kept = |fields: usize| {
            let mut out: Vec<Place> = Vec::new();
            let unnamed = state.out.iter().filter(may_come);
            for place in known().filter(|place| order.may_tie(place, row, fields)).chain(rest).chain(unnamed)
            {
                if out.iter().all(|kept| kept.id != place.id) {
                    out.push(place.clone());
                }
            }
            out
        };
        let alike = rows.iter().filter(|place| order.may_tie(place, row, prefix)).count();
        let with_prefix = prefix > 0
            && alike < rows.len()
            && alike <= self.texts.most_excluded
            && state.nulls != Some(false);
        let out = if with_prefix { kept(prefix) } else { kept(count) };
        let too_many = out.len() > self.texts.most_excluded || out.len() == rows.len() && out.len() > FEW;
        (state.phase, state.stay) = match row.value(count - 1) {
            _ if with_prefix => (Phase::Prefix, false),
            None => (Phase::Null, false),
            Some(_) if too_many => (Phase::Tie, false),
            Some(_) => (Phase::Value, false),
        };
        state.row = Some(row.clone());
        state.last = Some(0);
        state.out = out;
        self.look_again_at_row();
    }

    fn last_is_reference(&self) -> bool {
        self.order.fields.last().is_some_and(|field| field.kind == Kind::Reference)
    }

    /// Goes on behind the rows whose last field is NULL.
    pub(super) fn pass_nulls(&mut self) {
        self.state.phase = if self.order.fields.len() > 1 { Phase::Next } else { Phase::End };
        self.state.last = Some(0);
        self.keep_unwritable();
    }

    fn accept_group(&mut self, places: &[Place]) -> Result<Vec<usize>> {
        let Some(row) = self.state.row.clone() else { return Ok(Vec::new()) };
        let (group, count) = (self.group(&row), self.order.fields.len());
        let is_null = self.state.phase == Phase::Null;
        let here = places.iter().take_while(|place| !region::is_foreign(place, &group, count)).count();
        let is_new = |&at: &usize| self.state.out.iter().all(|out| out.id != places[at].id);
        let rows: Vec<usize> = (0..here).filter(is_new).collect();
        if let Some(last) = places[..here].last() {
            if self.state.last.is_some_and(|before| last.id.record <= before) {
                return Err(ignored(last.id));
            }
            self.state.last = Some(last.id.record);
        }
        let is_over = places.is_empty() || here < places.len();
        match (is_null, is_over) {
            (true, true) => match places.get(here).filter(|_| here == 0 && self.state.last == Some(0)) {
                Some(first) if first.value(count - 1) == Some("") && self.last_is_reference() => {
                    (self.task, self.witness) = (Task::Zero(first.id), Some(first.clone()));
                }
                _ => self.pass_nulls(),
            },
            // No ties are left, and all of `out` stood before them or among them.
            (false, true) => {
                (self.state.phase, self.state.last) = (Phase::Value, None);
                self.keep_unwritable();
            }
            // Probably the last ties: what is left of them is asked for together with what follows.
            (false, false) if !self.state.stay && places.len() < self.longest => {
                self.state.phase = Phase::Value;
            }
            _ => {}
        }
        Ok(rows)
    }
}
