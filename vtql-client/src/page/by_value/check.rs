//! Whether the server compares what it shows.
//!
//! A number may be shown rounded, a time in another zone, an unset reference as an empty text. A bound made of such
//! a value would miss rows or repeat some. So where a value may be shown otherwise than it is compared, the row at
//! the boundary is asked for once more, with the next page or alone: if its values find it, they are a bound.

use super::super::kind::Kind;
use super::super::place::{Place, ignored};
use super::super::region::{self, Branch};
use super::state::Phase;
use super::state::State;
use super::{ByValue, Previous, Step, Task};
use crate::error::Result;
use crate::record::Table;
use std::sync::Arc;
use vtql_parser::ast::{CompareOp, Condition, Query, RecordId};

impl ByValue {
    /// Notes whether the row at the boundary has to be checked.
    pub(super) fn look_again_at_row(&mut self) {
        let Some(row) = &self.state.row else { return };
        let mut fields = self.order.fields.iter().enumerate();
        let needs_check =
            fields.any(|(at, field)| row.value(at).is_some_and(|value| field.kind.needs_check(value)));
        self.state.checked = !needs_check;
    }

    /// Whether the row that is being checked comes along with the next page. A page with that row alone would be
    /// what the page before was, if that had no other.
    pub(super) fn check_is_embedded(&self) -> bool {
        let is_behind = self.state.phase == Phase::Behind
            || self.state.phase == Phase::Value && self.state.last == Some(0);
        is_behind && !self.is_single
    }

    /// Whether an answer may well have the row of the one before: that which is looked at, alone.
    pub(in super::super) fn expects_row_again(&self, page: &Table) -> bool {
        let looks = match self.task {
            Task::Page => !self.state.checked,
            Task::Jump(_) | Task::Nulls => false,
            // That the order has rows, which any of its pages shows.
            Task::InOrder => return true,
            _ => true,
        };
        looks && page.len() == 1 && page.id(0) == self.state.row.as_ref().map(|row| row.id)
    }

    /// Adds the tests that leave out the rows in `out`. Where `row` itself is to come, it may come by the last
    /// branch alone, which asks for its own values: so it comes only if they find it.
    pub(super) fn exclude(&self, branches: &mut [Branch]) -> Result<()> {
        let exclusions = self.exclusions()?;
        region::with_all(branches, &exclusions);
        let (Some(row), Some((_, others))) = (&self.state.row, branches.split_last_mut()) else {
            return Ok(());
        };
        if self.shows_row() {
            region::with_all(others, &[region::id(CompareOp::Ne, row.id)?]);
        }
        Ok(())
    }

    /// The rows of a page beside the row that is being checked. `None` when that has not come: then it is looked
    /// for. It has not come when it shows other values, either: another client has changed it, and that the server
    /// finds it now by the values of before proves nothing.
    ///
    /// What comes before it would be rows that the page does not ask for.
    pub(super) fn found_among(&mut self, places: &[Place]) -> Result<Option<Vec<usize>>> {
        let Some(row) = &self.state.row else { return Ok(None) };
        let Some(found) = places.iter().position(|place| place == row) else {
            self.task = Task::Look;
            return Ok(None);
        };
        let count = self.order.fields.len();
        let ties = |place: &Place| !self.order.is_total() && self.order.may_tie(place, row, count);
        if let Some(foreign) = places[..found].iter().find(|place| !ties(place)) {
            return Err(ignored(foreign.id));
        }
        self.state.checked = true;
        (self.doubts, self.doubts_of_row, self.returns, self.previous) = (0, 0, 0, None);
        Ok(Some((0..places.len()).filter(|&at| at != found).collect()))
    }

    /// The row, by its values and its id.
    pub(super) fn check(&self) -> Result<Query> {
        let mut branch = Vec::new();
        if let Some(row) = &self.state.row {
            branch = region::equal(&self.order, row, self.order.fields.len())?;
            branch.push(region::id(CompareOp::Eq, row.id)?);
        }
        self.light(vec![branch], self.order.ascending()?, 1)
    }

    pub(super) fn accept_check(&mut self, places: &[Place]) -> Result<Step> {
        self.task = Task::Page;
        self.found_among(places)?;
        Ok(Step::Rows(Vec::new()))
    }

    /// The row, by its id.
    pub(super) fn look(&self) -> Result<Query> {
        let id =
            self.state.row.iter().map(|row| region::id(CompareOp::Eq, row.id)).collect::<Result<Vec<_>>>()?;
        self.light(vec![id], self.order.ascending()?, 1)
    }

    /// The row was not found by its values: because another client has changed it, or because the server shows
    /// other values than it compares.
    pub(super) fn accept_look(&mut self, places: &[Place]) -> Result<Step> {
        self.task = Task::Page;
        let Some(row) = &self.state.row else { return Ok(Step::Rows(Vec::new())) };
        let is_unchanged = places.first().is_some_and(|now| now == row);
        match (self.empty_reference(), is_unchanged) {
            (Some(field), true) => {
                self.witness = Some(row.clone());
                self.task = Task::Zeros(field);
                return Ok(Step::Rows(Vec::new()));
            }
            // Another row of the page may be found.
            (_, false) if self.returns < MOST_RETURNS && self.go_back() => {
                // The page may end with another record, of which nothing is doubted yet.
                (self.returns, self.doubts_of_row) = (self.returns + 1, 0);
                return Ok(Step::Rows(Vec::new()));
            }
            (_, false) => return self.give_up(CHANGED),
            (None, true) => {}
        }
        if self.doubts_of_row < MOST_DOUBTS_OF_ROW && self.doubts < MOST_DOUBTS {
            // It may have been changed to and fro.
            (self.doubts, self.doubts_of_row) = (self.doubts + 1, self.doubts_of_row + 1);
            return Ok(Step::Rows(Vec::new()));
        }
        self.give_up(NOT_FOUND)
    }

    /// Goes on from where the last page was asked for. Its rows come again, and are left out then. `false` where that
    /// is not known.
    fn go_back(&mut self) -> bool {
        let Some(Previous { state, delivered }) = self.previous.take().map(|previous| *previous) else {
            return false;
        };
        self.before = Arc::default();
        let mut again = std::mem::take(&mut self.state.delivered);
        for id in delivered {
            if !again.contains(&id) {
                again.push(id);
            }
        }
        // What was learned since is not unlearned.
        let State { nulls, ref mut empty_is_null, ref mut null_is_value, ref mut null_is_null, .. } =
            self.state;
        self.state = State {
            nulls,
            empty_is_null: std::mem::take(empty_is_null),
            null_is_value: std::mem::take(null_is_value),
            null_is_null: std::mem::take(null_is_null),
            delivered: again,
            ..state
        };
        self.apply_empty_is_null();
        true
    }

    /// A reference that `row` shows as null, while it is not known whether it is.
    pub(super) fn unclear_null(&self) -> Option<usize> {
        let row = self.state.row.as_ref().filter(|row| self.set_since != Some(row.id))?;
        let is_unclear = |at: usize| {
            let seen = self.state.null_is_null.iter().filter(|&&known| known == at).count();
            seen < 2 && !self.state.empty_is_null.contains(&at)
        };
        let mut fields = self.order.fields.iter().enumerate();
        let found = fields
            .find(|(at, field)| field.kind == Kind::Reference && row.value(*at).is_none() && is_unclear(*at));
        found.map(|(at, _)| at)
    }

    /// `row`, if it has a value in a reference.
    pub(super) fn unset(&self, field: usize) -> Result<Query> {
        let name = self.order.fields[field].name.as_str();
        let mut branches = Vec::new();
        for op in [CompareOp::Ne, CompareOp::Eq] {
            let mut branch = vec![Condition::compare(name, op, Kind::Reference.some_literal())?];
            if let Some(row) = &self.state.row {
                branch.push(region::id(CompareOp::Eq, row.id)?);
            }
            branches.push(branch);
        }
        self.light(branches, self.order.ascending()?, 1)
    }

    pub(super) fn accept_unset(&mut self, places: &[Place], field: usize) -> Step {
        self.task = Task::Page;
        if places.is_empty() {
            self.task = Task::StillNull(field);
            return Step::Rows(Vec::new());
        }
        if let Some(set) = places.iter().find(|place| place.value(field).is_some()) {
            // Another client has set it since: this record cannot say what null stands for.
            self.set_since = Some(set.id);
            return Step::Rows(Vec::new());
        }
        self.state.null_is_value.push(field);
        self.apply_empty_is_null();
        self.look_again_at_row();
        if field + 1 == self.order.fields.len() && self.state.phase == Phase::Null {
            (self.state.phase, self.state.last) = (Phase::Value, Some(0));
        }
        Step::Rows(Vec::new())
    }

    /// Neither a value nor 0 was found in `row`. It says something about null only if it shows null still: it may have been
    /// changed or deleted in between.
    pub(super) fn accept_still_null(&mut self, places: &[Place], field: usize) -> Step {
        self.task = Task::Page;
        if let Some(row) = &self.state.row {
            if places.first().is_some_and(|now| now.id == row.id && now.value(field).is_none()) {
                self.state.null_is_null.push(field);
            } else {
                self.set_since = Some(row.id);
            }
        }
        Step::Rows(Vec::new())
    }

    /// A reference that `row` shows as an empty text.
    fn empty_reference(&self) -> Option<usize> {
        let row = self.state.row.as_ref()?;
        let mut fields = self.order.fields.iter().enumerate();
        fields
            .find(|(at, field)| field.kind == Kind::Reference && row.value(*at) == Some(""))
            .map(|(at, _)| at)
    }

    /// A record with a 0 in a reference, or the witness if it has a value there that is no 0: an empty text.
    pub(super) fn zeros(&self, field: usize) -> Result<Query> {
        let name = self.order.fields[field].name.as_str();
        let compare = |op| Condition::compare(name, op, Kind::Reference.some_literal());
        let mut branches = vec![vec![compare(CompareOp::Eq)?]];
        if let Some(witness) = &self.witness {
            branches.push(vec![compare(CompareOp::Ne)?, region::id(CompareOp::Eq, witness.id)?]);
        }
        self.light(branches, self.order.ascending()?, 1)
    }

    pub(super) fn accept_zeros(&mut self, places: &[Place], field: usize) -> Result<Step> {
        match places.first() {
            None => {
                self.task = Task::StillEmpty(field);
                Ok(Step::Rows(Vec::new()))
            }
            Some(place) if place.value(field).is_none_or(str::is_empty) => {
                self.task = Task::Page;
                if self.doubts < MOST_DOUBTS_OF_ZEROS {
                    self.doubts += 1;
                    return Ok(Step::Rows(Vec::new()));
                }
                self.give_up(NOT_FOUND)
            }
            Some(_) => self.lose_witness(field),
        }
    }

    /// The witness, by its id.
    pub(super) fn look_at_witness(&self) -> Result<Query> {
        let id =
            self.witness.iter().map(|row| region::id(CompareOp::Eq, row.id)).collect::<Result<Vec<_>>>()?;
        self.light(vec![id], self.order.ascending()?, 1)
    }

    /// A reference that the witness shows as an empty text is no 0, and no record has a 0 there: it is NULL, if the
    /// witness shows it still.
    pub(super) fn accept_still_empty(&mut self, places: &[Place], field: usize) -> Result<Step> {
        if places.first() != self.witness.as_ref() {
            return self.lose_witness(field);
        }
        // Once it may have been changed to and fro between the two requests.
        self.sightings += 1;
        if self.sightings < SIGHTINGS {
            self.task = Task::Zeros(field);
            return Ok(Step::Rows(Vec::new()));
        }
        (self.witness, self.sightings) = (None, 0);
        Ok(self.take_empty_for_null(field))
    }

    fn take_empty_for_null(&mut self, field: usize) -> Step {
        self.task = Task::Page;
        self.state.empty_is_null.push(field);
        self.apply_empty_is_null();
        if !self.state.checked {
            self.look_again_at_row();
        }
        let last = self.order.fields.len() - 1;
        let is_null = self.state.row.as_ref().is_some_and(|row| row.value(last).is_none());
        if is_null && matches!(self.state.phase, Phase::Value | Phase::Tie) {
            (self.state.phase, self.state.last) = (Phase::Null, Some(0));
        }
        Step::Rows(Vec::new())
    }

    /// Another client has changed the witness in between: it says nothing. Another may.
    fn lose_witness(&mut self, field: usize) -> Result<Step> {
        (self.witness, self.sightings) = (None, 0);
        if self.doubts < MOST_DOUBTS_OF_ZEROS {
            self.doubts += 1;
            self.task = Task::Witness(field);
            return Ok(Step::Rows(Vec::new()));
        }
        self.give_up(NOT_FOUND)
    }

    /// The first record by a reference: one that shows an empty text, if there is any.
    pub(super) fn first_by(&self, field: usize) -> Result<Query> {
        self.light(region::everything(), self.order.by_field(field)?, 1)
    }

    pub(super) fn accept_witness(&mut self, places: &[Place], field: usize) -> Result<Step> {
        if let Some(place) = places.first().filter(|place| place.value(field) == Some("")) {
            (self.task, self.witness) = (Task::Zeros(field), Some(place.clone()));
            return Ok(Step::Rows(Vec::new()));
        }
        // No record shows one any more, so that by which it was to be found out has changed. Its page is asked for again.
        self.task = Task::Page;
        if self.state.checked || self.go_back() {
            return Ok(Step::Rows(Vec::new()));
        }
        let shows_null = places.first().is_some_and(|place| place.value(field).is_none());
        if shows_null || self.state.null_is_null.contains(&field) {
            // NULL is shown as null, so an empty text is a value.
            return self.give_up(CHANGED);
        }
        Ok(self.take_empty_for_null(field))
    }

    /// The same record, if it has a 0.
    pub(super) fn zero(&self, id: RecordId) -> Result<Query> {
        let name = self.order.fields.last().map_or("id", |field| field.name.as_str());
        let zero = Condition::compare(name, CompareOp::Eq, Kind::Reference.some_literal())?;
        self.light(vec![vec![zero, region::id(CompareOp::Eq, id)?]], self.order.ascending()?, 1)
    }

    /// Rows behind all values that are not NULL show an empty text: they are those with a 0, which came before, or
    /// NULL.
    pub(super) fn accept_zero(&mut self, places: &[Place]) -> Step {
        if places.is_empty() {
            self.task = Task::Zeros(self.order.fields.len() - 1);
        } else {
            self.task = Task::Page;
            self.pass_nulls();
        }
        Step::Rows(Vec::new())
    }

    pub(super) fn apply_empty_is_null(&mut self) {
        for &at in &self.state.null_is_value {
            let Some(field) = self.order.fields.get_mut(at) else { continue };
            field.null_is_value = true;
            for place in self.state.row.iter_mut().chain(&mut self.state.out) {
                if let Some(value) = place.values.get_mut(at) {
                    value.get_or_insert_default();
                }
            }
        }
        for &at in &self.state.empty_is_null {
            let Some(field) = self.order.fields.get_mut(at) else { continue };
            field.empty_is_null = true;
            for place in self.state.row.iter_mut().chain(&mut self.state.out) {
                if let Some(value) = place.values.get_mut(at) {
                    *value = value.take().filter(|text| !text.is_empty());
                }
            }
        }
    }
}

/// How often a row that is not found by its values is asked for again, and how often such rows are, until one is found.
const MOST_DOUBTS_OF_ROW: u8 = 8;
const MOST_DOUBTS: u8 = 24;

/// How often in a row the page is asked for again that ended with a record that shows other values since.
const MOST_RETURNS: u8 = 100;

/// How often an empty reference is looked into again that turns out to be none, as long as others change the record.
const MOST_DOUBTS_OF_ZEROS: u8 = 40;

/// How often a witness has to show an empty text, and no 0 be found, before an empty text is taken for NULL.
const SIGHTINGS: u8 = 2;

const CHANGED: &str = "another client has changed the record after which to go on";

const NOT_FOUND: &str =
    "the server does not find a record by the values that it shows for the fields of the order";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::window::Window;
    use vtql_parser::{Dialect, parse_query};

    fn by_account() -> ByValue {
        let text = "select id from Contacts order by account_id, createdtime desc;";
        let query = parse_query(text, Dialect::Wire).unwrap();
        let mut paging = ByValue::new(&query, Window { offset: 0, limit: None }, 100, true).unwrap();
        let previous = Previous { state: paging.state.clone(), delivered: vec![35] };
        paging.previous = Some(Box::new(previous));
        paging
    }

    #[test]
    fn what_was_learned_is_kept_when_a_page_is_asked_for_again() {
        let mut paging = by_account();
        paging.state.empty_is_null = vec![0];
        paging.state.null_is_null = vec![0, 0];
        assert!(paging.go_back());
        assert_eq!(paging.state.empty_is_null, [0]);
        assert_eq!(paging.state.null_is_null, [0, 0]);
        assert_eq!(paging.state.delivered, [35]);
    }

    #[test]
    fn what_was_doubted_of_a_record_is_not_held_against_the_next() {
        let mut paging = by_account();
        let place = |account: &str| Place {
            id: RecordId { module: 12, record: 7 },
            values: vec![Some(account.into()), None],
        };
        paging.state.row = Some(place("11x3"));
        paging.doubts_of_row = MOST_DOUBTS_OF_ROW;
        assert_eq!(paging.accept_look(&[place("11x4")]).unwrap(), Step::Rows(Vec::new()));
        assert_eq!((paging.doubts_of_row, paging.returns), (0, 1));
    }

    #[test]
    fn a_page_whose_record_has_changed_is_asked_for_again() {
        for is_checked in [true, false] {
            let mut paging = by_account();
            paging.state.checked = is_checked;
            (paging.task, paging.witness) = (Task::Witness(0), None);
            assert_eq!(paging.accept_witness(&[], 0).unwrap(), Step::Rows(Vec::new()));
            assert_eq!((paging.task, paging.previous.is_some()), (Task::Page, is_checked));
            assert!(paging.state.empty_is_null.is_empty());
        }
    }

    #[test]
    fn an_empty_text_is_a_value_where_null_is_shown_as_null() {
        let shows = |account: Option<&str>| {
            let values = vec![account.map(Into::into), None];
            vec![Place { id: RecordId { module: 12, record: 7 }, values }]
        };
        let known = vec![0, 0];
        for (null_is_null, first, empty_is_null) in [
            (known, shows(Some("11x3")), vec![]),
            (vec![], shows(None), vec![]),
            (vec![], shows(Some("11x3")), vec![0]),
            (vec![], vec![], vec![0]),
        ] {
            let mut paging = by_account();
            (paging.previous, paging.state.checked) = (None, false);
            paging.state.null_is_null = null_is_null;
            paging.accept_witness(&first, 0).unwrap();
            assert_eq!(paging.state.empty_is_null, empty_is_null);
        }
    }
}
