//! Pages by value: each asks for the rows behind the last one of the page before, by its values of the fields that
//! the query is ordered by and by its id. No rows are counted, so none is missed or repeated while others write,
//! and a deep page costs no more than the first.
//!
//! Three things make it exact:
//!
//! 1. A page is a prefix of what its condition matches in its order, whatever the server's cap and however many rows
//!    its joins make of a record. So nothing follows from a page's length, and only an empty page ends a region.
//! 2. What was delivered is either before `row` in the order, or in `out`. The condition of the next page lets
//!    nothing in that is before `row`, and leaves the ids in `out` out.
//! 3. Equality is the server's. Where the client has to know which rows tie, it takes all that may.
//!
//! An order that ends ascending is made total by `id`, and one condition does it all ([`total`]). One that ends
//! descending leaves no room for `id` ([`descending`]).

mod check;
mod descending;
mod empty;
mod jump;
mod position;
mod proof;
mod state;
mod texts;
mod total;

use super::length::fits;
use super::order::{NoPlace, Order};
use super::place::{Place, ignored, without_id};
use super::region::{self, Branch};
use super::repeats::names;
use super::window::{Window, limit};
use crate::error::{Error, ErrorKind, Result};
use crate::record::Table;
use proof::Proof;
use state::{Phase, Previous, State};
use std::sync::Arc;
use texts::{BASE, Texts};
use vtql_parser::ast::{CompareOp, OrderBy, Query, RecordId, Select};
use vtql_schema::Module;

/// A query by value, and where it stands. It does no I/O.
#[derive(Clone, Debug)]
pub(super) struct ByValue {
    texts: Arc<Texts>,
    order: Order,
    /// Whether the kinds of the order's fields are known, or do not matter.
    learned: bool,
    page_size: u64,
    state: State,
    left: Option<u64>,
    rows: u64,
    last_delivered: Option<RecordId>,
    task: Task,
    asked: Asked,
    /// How often a row was not found by its values, since one was, and how often the same.
    doubts: u8,
    doubts_of_row: u8,
    /// How often in a row the page before was asked for again.
    returns: u8,
    /// How often no row came in the order, and one without it.
    unordered: u8,
    /// The rows of the longest page so far.
    longest: usize,
    /// Which of [`Texts::light`] is next.
    light: usize,
    /// What the last request selected, by [`Texts::selecting`], and the last one whose answer had rows.
    asking: usize,
    shown: Option<usize>,
    /// Whether the last page had a single row.
    is_single: bool,
    /// Whether the server's row numbers are those of records, and have not been found useless.
    may_jump: bool,
    /// The rows of the first page, which says nothing before the kinds of the fields are known.
    first_page: Option<Vec<Place>>,
    /// A record whose unset references another client has set since it was read.
    set_since: Option<RecordId>,
    /// The module of the id that it was resumed behind, until rows have come.
    resumed: Option<u32>,
    /// Whether the first answer is known to be one to its request, in a query that was resumed.
    proof: Proof,
    /// The record that shows an empty text for a reference, while it is found out what that stands for.
    witness: Option<Place>,
    /// How often in a row it was seen to show that, with no 0 to be found.
    sightings: u8,
    previous: Option<Box<Previous>>,
    /// The rows that were delivered from the page before: a server or a proxy may answer it once more.
    before: Arc<[Place]>,
    /// The rows to skip at first, and the ids of the first page; `None` once there was another page.
    first: Option<(u64, Vec<RecordId>)>,
}

/// What the next request is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Task {
    Page,
    /// To pass the rows to skip at once, with the last so many of them on the page.
    Jump(u64),
    /// Whether the last field is ever NULL.
    Nulls,
    /// Whether the first row comes in the order, where none came behind those to skip.
    InOrder,
    /// Whether a row comes without the order, where none came in it.
    Anything,
    /// How a reference to nothing is shown in this field, if there is one that is kept as 0.
    Zeros(usize),
    /// Another witness for this reference.
    Witness(usize),
    /// Whether the witness still shows an empty text for this reference.
    StillEmpty(usize),
    /// Whether `row`, which shows null for this reference, has a value there.
    Unset(usize),
    /// Whether `row` still shows null for this reference.
    StillNull(usize),
    /// Whether a record that shows an empty reference as its last field has a 0 there.
    Zero(RecordId),
    /// Whether the server finds `row` by the values that it showed.
    Check,
    /// What the record of `row` is now.
    Look,
}

/// What was asked for on a page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Asked {
    /// Whether the page selects no more than [`Texts::light`].
    light: bool,
    /// Rows that differ from `row` in one of the first so many fields end the page, because an equality with NULL
    /// let them in.
    within: Option<usize>,
    /// Whether only rows with the fields of `row` before the last were asked for.
    alone: bool,
}

/// What an answer means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// These rows are the next of the query.
    Rows(Vec<usize>),
    /// The order cannot be continued by value.
    ByNumber {
        /// What is left to skip and to deliver.
        window: Window,
        /// The ids of the rows that were delivered or skipped.
        seen: Vec<RecordId>,
        /// How many rows were delivered.
        rows: u64,
        /// The last of them.
        last: Option<RecordId>,
    },
}

impl ByValue {
    pub(super) fn new(
        query: &Query,
        window: Window,
        page_size: u32,
        numbers_are_records: bool,
    ) -> Result<Self> {
        let order = Order::of(query);
        let mut base = query.clone();
        (base.order_by, base.limit) = (None, None);
        let mut light = base.clone();
        light.select = Select::fields(["id"])?;
        order.select_in(&mut light);
        let added_fields = order.select_in(&mut base);
        let most_excluded = super::length::most_excluded(&base, order.fields.len())?;
        let light = [light.clone(), light];
        let texts = Texts { base, light, added_fields, most_excluded, until: None };
        let state = State::new(window.offset);
        Ok(ByValue {
            texts: Arc::new(texts),
            learned: order.fields.is_empty(),
            order,
            page_size: page_size.into(),
            state,
            left: window.limit,
            rows: 0,
            last_delivered: None,
            task: Task::Page,
            asked: Asked::default(),
            doubts: 0,
            doubts_of_row: 0,
            returns: 0,
            unordered: 0,
            longest: 1,
            light: 1,
            asking: BASE,
            shown: None,
            is_single: false,
            first_page: None,
            previous: None,
            before: Arc::default(),
            set_since: None,
            resumed: None,
            proof: Proof::Needless,
            witness: None,
            sightings: 0,
            may_jump: numbers_are_records,
            first: Some((window.offset, Vec::new())),
        })
    }

    /// Whether the order is that of ids alone.
    pub(super) fn is_by_id(&self) -> bool {
        self.order.fields.is_empty()
    }

    /// Goes on behind a row, which was not skipped: for orders by id alone.
    pub(super) fn go_behind(&mut self, id: RecordId) {
        self.state.phase = Phase::Behind;
        self.state.row = Some(Place { id, values: Vec::new() });
        self.state.skip = 0;
    }

    /// Goes on behind a row of an earlier run.
    pub(super) fn resume_behind(&mut self, id: RecordId) {
        self.go_behind(id);
        self.resumed = Some(id.module);
        self.proof = Proof::Wanted;
    }

    /// The same query, for the ids up to one.
    pub(super) fn until(mut self, until: Option<RecordId>) -> Result<Self> {
        let Some(id) = until else { return Ok(self) };
        let bound =
            |query: &Query| -> Result<Query> { Ok(query.clone().filter(region::id(CompareOp::Le, id)?)) };
        let texts = &*self.texts;
        let (base, light) = (bound(&texts.base)?, [bound(&texts.light[0])?, bound(&texts.light[1])?]);
        let added_fields = texts.added_fields.clone();
        self.texts = Arc::new(Texts { base, light, added_fields, until, ..*texts });
        Ok(self)
    }

    /// Whether the next request needs the description of the module.
    pub(super) fn needs_description(&self) -> bool {
        let is_bounded = self.state.row.is_some() || !self.state.out.is_empty();
        let is_next = self.first_page.is_some() || self.is_about_to_jump() || is_bounded;
        !self.learned && is_next && !self.is_done()
    }

    /// Takes in what the fields are; `false` when one of them cannot be continued by value.
    pub(super) fn learn(&mut self, module: Option<&Module>) -> bool {
        self.learned = true;
        if let Some(module) = module {
            self.distinguish_light(module);
        }
        let known = module.is_some_and(|module| self.order.learn(module));
        if let Some(rows) = self.first_page.take() {
            let before = self.state.clone();
            if self.order.is_total() {
                self.pass_total(&rows);
            } else {
                self.pass_descending(&rows);
            }
            self.remember(before, &rows);
        }
        known
    }

    /// Has requests for little select different fields.
    fn distinguish_light(&mut self, module: &Module) {
        let texts = &*self.texts;
        let [first, second] = &texts.light;
        let mut added = ADDED.iter().filter(|name| {
            let is_selected = |query: &Query| query.select.names().iter().any(|known| *known == ***name);
            module.field(name).is_some() && !is_selected(&texts.base) && !is_selected(first)
        });
        let mut with_more = |query: &Query| {
            let mut query = query.clone();
            if let (Select::Fields(names), Some(more)) =
                (&mut query.select, added.next().and_then(|it| it.parse().ok()))
            {
                names.push(more);
            }
            query
        };
        let second = with_more(second);
        let is_base = matches!(texts.base.select, Select::Fields(_)) && names(first) == names(&texts.base);
        let first = if is_base { with_more(first) } else { first.clone() };
        let (base, added_fields) = (texts.base.clone(), texts.added_fields.clone());
        self.texts = Arc::new(Texts { base, light: [first, second], added_fields, ..*texts });
    }

    /// Takes a full page for granted, which ends with a record of this id and nameless values: for explanations.
    pub(super) fn pretend_full(&mut self, id: RecordId) {
        if self.is_about_to_jump() {
            // What follows has the same form whatever is skipped.
            (self.state.skip, self.may_jump) = (0, false);
        } else {
            self.left = self.left.map(|left| left.saturating_sub(self.page_size));
        }
        let value = |field: &super::order::Field| Some(format!("<last {}>", field.name.as_str()).into());
        let values = self.order.fields.iter().map(value).collect();
        self.learned = true;
        self.state.nulls = Some(false);
        if self.order.is_total() {
            self.pass_total(&[Place { id, values }]);
        } else {
            self.pass_descending(&[Place { id, values }]);
        }
        self.state.checked = true;
        self.task = Task::Page;
    }

    /// Whether nothing is left to ask for.
    pub(super) fn is_done(&self) -> bool {
        self.state.phase == Phase::End || self.left == Some(0)
    }

    /// The request to send next; `None` at the end.
    pub(super) fn next_page(&mut self) -> Result<Option<Query>> {
        if self.is_done() {
            return Ok(None);
        }
        debug_assert!(
            self.first_page.is_none(),
            "the description of the module comes before the second page"
        );
        self.task = self.next_task();
        self.asked = Asked { light: self.state.skip > 0, ..Asked::default() };
        let shown = self.shown.map(|shown| names(self.texts.selecting(shown)));
        self.light = 1 - self.light;
        if shown.is_some_and(|shown| shown == names(self.texts.selecting(self.light))) {
            self.light = 1 - self.light;
        }
        self.asking = if self.task == Task::Page && !self.asked.light { BASE } else { self.light };
        Ok(Some(match self.task {
            Task::Page => self.page()?,
            Task::Jump(size) => self.jump(size)?,
            Task::Nulls => self.light(region::everything(), self.order.by_last_field()?, 1)?,
            Task::InOrder => self.light(region::everything(), self.order.clause()?, 1)?,
            Task::Anything => self.anything()?,
            Task::Zeros(field) => self.zeros(field)?,
            Task::Zero(id) => self.zero(id)?,
            Task::Unset(field) => self.unset(field)?,
            Task::Witness(field) => self.first_by(field)?,
            Task::StillEmpty(_) => self.look_at_witness()?,
            Task::Check => self.check()?,
            Task::Look | Task::StillNull(_) => self.look()?,
        }))
    }

    fn next_task(&self) -> Task {
        let state = &self.state;
        match self.task {
            Task::Jump(_)
            | Task::Look
            | Task::InOrder
            | Task::Anything
            | Task::Zeros(_)
            | Task::Zero(_)
            | Task::Witness(_)
            | Task::StillEmpty(_)
            | Task::StillNull(_) => return self.task,
            Task::Nulls if state.nulls.is_none() => return Task::Nulls,
            Task::Check if !state.checked => return Task::Check,
            _ => {}
        }
        if self.is_about_to_jump() {
            return Task::Jump(state.skip.min(self.page_size));
        }
        if let Some(field) = self.unclear_null() {
            return Task::Unset(field);
        }
        if !state.checked && !self.check_is_embedded() {
            return Task::Check;
        }
        let may_ask = !self.order.is_total() && self.order.fields.len() > 1 && state.nulls.is_none();
        if may_ask && state.row.is_some() { Task::Nulls } else { Task::Page }
    }

    /// A page of rows.
    fn page(&mut self) -> Result<Query> {
        if self.order.is_total() { self.total_page() } else { self.descending_page() }
    }

    fn wanted(&self) -> u64 {
        if self.asked.light {
            return self.page_size.min(self.state.skip);
        }
        // The row itself comes along.
        let more = u64::from(self.shows_row());
        self.page_size.min(self.left.map_or(u64::MAX, |left| left.saturating_add(more)))
    }

    /// A page of the rows that meet the query's condition and one of the branches.
    fn of(&self, branches: Vec<Branch>, order: OrderBy) -> Result<Query> {
        let base = if self.asked.light { &self.texts.light[self.light] } else { &self.texts.base };
        query(base, branches, order, self.wanted(), None)
    }

    /// A request that selects no more than it must.
    fn light(&self, branches: Vec<Branch>, order: OrderBy, rows: u64) -> Result<Query> {
        query(&self.texts.light[self.light], branches, order, rows, None)
    }

    fn fits(&self, branches: &[Branch], order: &OrderBy) -> Result<bool> {
        Ok(fits(&self.of(branches.to_vec(), order.clone())?))
    }

    /// Tests that leave out the rows in `out`: all but `row` itself where that is to come.
    fn exclusions(&self) -> Result<Branch> {
        let shown = self.state.row.as_ref().filter(|_| self.shows_row()).map(|row| row.id);
        let out = self.state.out.iter().filter(|place| Some(place.id) != shown);
        out.map(|place| region::id(CompareOp::Ne, place.id)).collect()
    }

    /// Takes the answer to [`next_page`](ByValue::next_page).
    pub(super) fn accept(&mut self, page: &Table) -> Result<Step> {
        let places = match self.order.places(page) {
            Ok(places) => places,
            // Nothing but the id was asked for.
            Err(NoPlace::Field) if self.task == Task::Anything => Vec::new(),
            Err(NoPlace::Field) => return self.give_up("the rows lack a field that they are ordered by"),
            Err(NoPlace::Id) => return Err(without_id()),
        };
        self.refuse_foreign_progress(&places)?;
        if !places.is_empty() {
            self.shown = Some(self.asking);
        }
        let rows = match self.task {
            Task::Page => self.accept_page(&places)?,
            Task::Jump(size) => return self.accept_jump(&places, size),
            Task::Nulls => {
                let unset =
                    |place: &Place| place.value(self.order.fields.len() - 1).is_none_or(str::is_empty);
                self.state.nulls = Some(places.first().is_some_and(unset));
                if self.state.nulls == Some(false) && self.state.phase == Phase::Null {
                    self.pass_nulls();
                }
                return Ok(Step::Rows(Vec::new()));
            }
            Task::InOrder => return Ok(self.accept_in_order(page.len())),
            Task::Anything => return self.accept_anything(page),
            Task::Zeros(field) => return self.accept_zeros(&places, field),
            Task::Zero(_) => return Ok(self.accept_zero(&places)),
            Task::Unset(field) => return Ok(self.accept_unset(&places, field)),
            Task::Witness(field) => return self.accept_witness(&places, field),
            Task::StillEmpty(field) => return self.accept_still_empty(&places, field),
            Task::StillNull(field) => return Ok(self.accept_still_null(&places, field)),
            Task::Check => return self.accept_check(&places),
            Task::Look => return self.accept_look(&places),
        };
        Ok(Step::Rows(self.deliver(&places, rows)?))
    }

    fn accept_page(&mut self, places: &[Place]) -> Result<Vec<usize>> {
        self.longest = self.longest.max(places.len());
        self.is_single = places.len() == 1;
        if !self.learned {
            if places.is_empty() {
                self.task = Task::Anything;
            } else {
                self.first_page = Some(places.to_vec());
            }
            return Ok((0..places.len()).collect());
        }
        let before = self.state.clone();
        let rows =
            if self.order.is_total() { self.accept_total(places)? } else { self.accept_descending(places)? };
        if !rows.is_empty() {
            // The row before has been found, if it had to be.
            let came: Vec<Place> = rows.iter().map(|&at| places[at].clone()).collect();
            self.remember(State { checked: true, ..before }, &came);
        }
        Ok(rows)
    }

    /// Keeps where the query stood before these rows, as long as their last has to be checked.
    fn remember(&mut self, before: State, rows: &[Place]) {
        if self.state.checked && self.unclear_null().is_none() {
            self.previous = None;
        } else if self.state.row != before.row {
            let delivered = if self.asked.light { &[] } else { rows };
            let delivered = delivered.iter().map(|row| row.id.record).collect();
            self.previous = Some(Box::new(Previous { state: before, delivered }));
        }
    }

    /// Counts rows as skipped or delivered.
    fn deliver(&mut self, places: &[Place], mut rows: Vec<usize>) -> Result<Vec<usize>> {
        let delivered = &mut self.state.delivered;
        let is_again = !delivered.is_empty();
        rows.retain(|&row| match delivered.iter().position(|&id| id == places[row].id.record) {
            Some(at) => {
                delivered.swap_remove(at);
                false
            }
            None => true,
        });
        if rows.is_empty() {
            return Ok(rows);
        }
        self.refuse_repeated(places, &rows)?;
        self.first = match self.first.take() {
            // The first page may be asked for again, and then have more rows.
            Some((skip, mut ids)) if is_again || ids.is_empty() && self.state.skip == skip => {
                ids.extend(rows.iter().map(|&row| places[row].id));
                Some((skip, ids))
            }
            _ => None,
        };
        if self.asked.light {
            self.state.skip = self.state.skip.saturating_sub(rows.len() as u64);
            return Ok(Vec::new());
        }
        if let Some(left) = &mut self.left {
            rows.truncate(usize::try_from(*left).unwrap_or(usize::MAX));
            *left -= rows.len() as u64;
        }
        self.rows += rows.len() as u64;
        self.last_delivered = rows.last().map(|&row| places[row].id).or(self.last_delivered);
        Ok(rows)
    }

    /// Rows that came on the page before with the same values: no condition of a page lets them in.
    fn refuse_repeated(&mut self, places: &[Place], rows: &[usize]) -> Result<()> {
        if self.is_by_id() {
            // There every id is looked at.
            return Ok(());
        }
        let came = |row: &&Place| self.before.iter().any(|before| before.id == row.id && before == *row);
        if let Some(row) = rows.iter().map(|&row| &places[row]).find(came) {
            return Err(ignored(row.id));
        }
        self.before = rows.iter().map(|&row| places[row].clone()).collect();
        Ok(())
    }

    /// The order turned out to be one that cannot be continued by value.
    pub(super) fn give_up(&mut self, reason: &str) -> Result<Step> {
        let Some((skip, seen)) = self.first.take() else {
            let message =
                format!("the order cannot be continued: {reason}. `order by id` can, and keeps all rows");
            return Err(Error::new(ErrorKind::UnexpectedAnswer, message));
        };
        // A jump skips rows without naming them.
        let offset = if seen.is_empty() { skip } else { self.state.skip };
        let window = Window { offset, limit: self.left };
        Ok(Step::ByNumber { window, seen, rows: self.rows, last: self.last_delivered })
    }

    /// Rows that came although the condition of the page leaves them out: the server does not honour it.
    fn refuse_known(&self, places: &[Place]) -> Result<()> {
        // With other values, another client has written to it.
        let row = self.state.row.as_ref().filter(|_| self.order.is_total());
        let known =
            |place: &&Place| row == Some(*place) || self.state.out.iter().any(|out| out.id == place.id);
        match places.iter().find(known) {
            Some(place) => Err(ignored(place.id)),
            None => Ok(()),
        }
    }

    pub(super) fn rows(&self) -> u64 {
        self.rows
    }

    pub(super) fn last_delivered(&self) -> Option<RecordId> {
        self.last_delivered
    }

    pub(super) fn added_fields(&self) -> &[String] {
        &self.texts.added_fields
    }
}

/// A statement of these clauses.
fn query(
    base: &Query,
    branches: Vec<Branch>,
    order: OrderBy,
    rows: u64,
    offset: Option<u64>,
) -> Result<Query> {
    let mut query = base.clone();
    if let Some(condition) = region::condition(branches)? {
        query = query.filter(condition);
    }
    query.order_by = Some(order);
    query.limit = Some(limit(offset, rows));
    Ok(query)
}

/// Fields of the records of nearly every module, which take no join that is not there.
const ADDED: [&str; 3] = ["modifiedtime", "createdtime", "assigned_user_id"];
