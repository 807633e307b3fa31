//! Where a query stands, as text: to go on in another process.

use super::super::order::Order;
use super::super::place::Place;
use super::ByValue;
use super::proof::Proof;
use super::state::{Phase, Previous, State};
use crate::error::{Error, ErrorKind, Result};
use crate::record::Table;
use serde::{Deserialize, Serialize};
use vtql_parser::ast::{Query, RecordId};

#[derive(Serialize, Deserialize)]
struct Position {
    /// The query's order: what the state means depends on it.
    order: String,
    /// What tells the module and the condition of the query from others.
    of: String,
    state: State,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    previous: Option<Box<Previous>>,
    /// The rows of the first page, as long as the kinds of the fields were not asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    first_page: Option<Vec<Place>>,
    /// The rows to skip at first.
    #[serde(default)]
    skip: u64,
}

impl Position {
    /// Whether a query in this order can have come so far: a text may say anything.
    fn fits(&self, order: &Order, of: &str) -> bool {
        let fits = |place: &Place| place.values.len() == order.fields.len();
        let is_first = |rows: &Vec<Place>| {
            !order.fields.is_empty() && self.state.phase == Phase::All && rows.iter().all(fits)
        };
        let mut states = self.previous.iter().map(|previous| &previous.state).chain([&self.state]);
        self.order == order.text()
            && self.of == of
            && self.first_page.iter().all(is_first)
            && states.all(|state| state.is_sound(order) && state.row.iter().chain(&state.out).all(fits))
    }
}

impl ByValue {
    /// Where the query stands after all pages that were taken.
    pub(in super::super) fn position(&self) -> Option<String> {
        let (order, of) = (self.order.text(), self.fingerprint());
        let (first_page, state) = (self.first_page.clone(), self.state.clone());
        let skip = self.first.as_ref().map_or(0, |(skip, _)| *skip);
        let previous = self.previous.clone();
        serde_json::to_string(&Position { order, of, state, previous, first_page, skip }).ok()
    }

    /// Where the query stands after some rows of a page that was asked for and not taken: the first of those that
    /// it would hand on.
    pub(in super::super) fn position_within(&self, page: &Table, rows: &[usize]) -> Option<String> {
        let places = self.order.places(page).ok()?;
        let rows: Vec<Place> = rows.iter().filter_map(|&row| places.get(row).cloned()).collect();
        let mut after = self.clone();
        match self.state.phase {
            _ if !self.learned => after.first_page = Some(rows),
            _ if self.order.is_total() => {
                after.state.checked = true;
                let before = after.state.clone();
                after.pass_total(&rows);
                after.remember(before, &rows);
            }
            Phase::Tie | Phase::Null => after.state.last = rows.last().map(|row| row.id.record),
            // Its last row is perhaps not the furthest that was delivered: the page is asked for again.
            _ => after.state.delivered.extend(rows.iter().map(|row| row.id.record)),
        }
        after.position()
    }

    /// Goes on from a position that an equal query had.
    pub(in super::super) fn go_on(&mut self, position: &str) -> Result<()> {
        let position: Position =
            serde_json::from_str(position).map_err(|error| foreign().with_source(error))?;
        if !position.fits(&self.order, &self.fingerprint()) {
            return Err(foreign());
        }
        (self.state, self.previous) = (position.state, position.previous);
        self.apply_empty_is_null();
        self.may_jump &= self.state.phase == Phase::All && self.state.row.is_none();
        self.first_page = position.first_page;
        self.proof = Proof::Wanted;
        self.first = self.first_page.as_ref().map(|rows| (position.skip, self.ids_delivered(rows)));
        Ok(())
    }
}

impl ByValue {
    /// A short text that other modules and conditions have not.
    fn fingerprint(&self) -> String {
        let Query { module, filter, .. } = &self.texts.base;
        let condition = filter.as_ref().map(ToString::to_string).unwrap_or_default();
        // FNV-1a: the same on every machine and in every version.
        let hash = format!("{module} {condition}").bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        });
        format!("{hash:016x}")
    }

    /// In an order by id the id is all that a progress says: one of another module shows by the ids that come.
    pub(super) fn refuse_foreign_progress(&mut self, places: &[Place]) -> Result<()> {
        let Some(module) = self.resumed.take_if(|_| !places.is_empty()) else { return Ok(()) };
        // These two have the records of each other.
        let is_mixed = ["Calendar", "Events"].iter().any(|name| self.texts.base.module == *name);
        if is_mixed || places.iter().any(|place| place.id.module == module) { Ok(()) } else { Err(foreign()) }
    }

    /// The ids of the rows of the first page, and of those that it had when it was asked for before.
    fn ids_delivered(&self, rows: &[Place]) -> Vec<RecordId> {
        let Some(any) = rows.first().map(|row| row.id) else { return Vec::new() };
        let before = self.state.delivered.iter().map(|&record| RecordId { record, ..any });
        let mut ids: Vec<RecordId> = rows.iter().map(|row| row.id).collect();
        ids.extend(before.filter(|id| rows.iter().all(|row| row.id != *id)));
        ids
    }
}

fn foreign() -> Error {
    Error::new(ErrorKind::Query, "the progress is that of another query, or of one in another order")
}
