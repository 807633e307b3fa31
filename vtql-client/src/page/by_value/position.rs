//! Where a query stands, as text: to go on in another process.

use super::super::place::{Place, places};
use super::ByValue;
use super::state::{Phase, State};
use crate::error::{Error, ErrorKind, Result};
use crate::record::{Record, Table};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize)]
struct Position {
    /// The query's order: what the state means depends on it.
    order: String,
    state: State,
    /// The rows of the first page, as long as the kinds of the fields were not asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    first_page: Option<Vec<Place>>,
    /// The rows to skip at first.
    #[serde(default)]
    skip: u64,
}

impl ByValue {
    /// Where the query stands after all pages that were taken.
    pub(in super::super) fn position(&self) -> Option<String> {
        let order = self.order_text()?;
        let (first_page, state) = (self.first_page.clone(), self.state.clone());
        let skip = self.first.as_ref().map_or(0, |(skip, _)| *skip);
        serde_json::to_string(&Position { order, state, first_page, skip }).ok()
    }

    /// Where the query stands after some rows of a page that was asked for and not taken: the first of those that
    /// it would hand on.
    pub(in super::super) fn position_within(&self, page: &Table, rows: &[usize]) -> Option<String> {
        let places = places(page, &self.order).ok()?;
        let rows: Vec<Place> = rows.iter().filter_map(|&row| places.get(row).cloned()).collect();
        let mut after = self.clone();
        match self.state.phase {
            _ if !self.learned => after.first_page = Some(rows),
            _ if self.order.is_total() => {
                after.state.checked = true;
                after.pass_total(&rows);
            }
            Phase::Tie | Phase::Null => after.state.last = rows.last().map(|row| row.id.record),
            // Its last row is perhaps not the furthest that was delivered: the page is asked for again.
            _ => after.state.delivered.extend(rows.iter().map(|row| row.id.record)),
        }
        after.position()
    }

    /// Where the query stands after rows that are the next of it, and came otherwise than by its own pages.
    pub(in super::super) fn position_after(&self, rows: &[Place]) -> Option<String> {
        let mut after = self.clone();
        after.pass(rows);
        after.position()
    }

    /// Goes on behind rows that are the next of the query, and came otherwise than by its own pages.
    pub(in super::super) fn pass(&mut self, rows: &[Place]) {
        let (Some(last), count) = (rows.last(), self.order.fields.len()) else { return };
        if self.order.is_total() {
            return self.pass_total(rows);
        }
        let is_beside = self.state.row.as_ref().is_some_and(|row| self.order.may_tie(last, row, count));
        if is_beside {
            self.state.out.extend_from_slice(rows);
        } else {
            self.pass_descending(rows);
        }
    }

    /// The place of a record in the order of the query.
    pub(in super::super) fn place_of(&self, record: &Record) -> Option<Place> {
        places(record.table(), &self.order).ok()?.get(record.row()).cloned()
    }

    /// Goes on from a position that an equal query had.
    pub(in super::super) fn go_on(&mut self, position: &str) -> Result<()> {
        let position: Position =
            serde_json::from_str(position).map_err(|error| foreign().with_source(error))?;
        let fits = |place: &Place| place.values.len() == self.order.fields.len();
        let is_ours = Some(&position.order) == self.order_text().as_ref();
        if !is_ours || !position.state.row.iter().chain(&position.state.out).all(fits) {
            return Err(foreign());
        }
        self.state = position.state;
        self.apply_empty_is_null();
        self.may_jump &= self.state.phase == Phase::All && self.state.row.is_none();
        self.first_page = position.first_page;
        let ids = |rows: &Vec<Place>| rows.iter().map(|row| row.id).collect();
        self.first = self.first_page.as_ref().map(|rows| (position.skip, ids(rows)));
        Ok(())
    }

    fn order_text(&self) -> Option<String> {
        let order = self.order.clause().ok()?;
        let fields: Vec<&str> = order.fields.iter().map(vtql_parser::ast::Name::as_str).collect();
        Some(format!("{}{}", fields.join(", "), if order.direction.is_some() { " desc" } else { "" }))
    }
}

fn foreign() -> Error {
    Error::new(ErrorKind::Query, "the progress is that of another query, or of one in another order")
}
