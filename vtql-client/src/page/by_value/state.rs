use super::super::order::Order;
use super::super::place::Place;
use serde::{Deserialize, Serialize};

/// How far a query by value has come: all that it takes to go on, also in another process.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(in super::super) struct State {
    /// What the next page asks for.
    pub(super) phase: Phase,
    /// The row that the next page is bounded by: the last of a page, or the last before it that can be a bound.
    pub(super) row: Option<Place>,
    /// Whether the server is known to find `row` by the values that it showed.
    pub(super) checked: bool,
    /// In [`Phase::Value`], ties up to this id need not be asked for, `None` when no tie is left; in
    /// [`Phase::Tie`] and [`Phase::Null`], the id to go on behind.
    pub(super) last: Option<u64>,
    /// Rows that were delivered and that the next page's condition would let in.
    pub(super) out: Vec<Place>,
    /// Whether the ties are read to their end by id.
    pub(super) stay: bool,
    /// Which of the regions behind `row` is asked for, when all of them make too long a text: rows equal in the
    /// first so many fields, and behind it in the next. `None`: all at once.
    pub(super) region: Option<usize>,
    /// Whether the last field is ever NULL; `None` when that is not known.
    pub(super) nulls: Option<bool>,
    /// References of which an empty text stands for NULL and not for 0, by their places in the order.
    pub(super) empty_is_null: Vec<usize>,
    /// The same for references of which null stands for a value.
    #[serde(default)]
    pub(super) null_is_value: Vec<usize>,
    /// References of which a record that shows null has none.
    #[serde(default)]
    pub(super) null_is_null: Vec<usize>,
    /// Ids of rows that were delivered from a page that is asked for again: they are dropped when they come.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) delivered: Vec<u64>,
    /// Rows to skip before the first that is delivered.
    pub(super) skip: u64,
}

/// Where a query stood before the page whose last row is `row`, as long as that row has not been checked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(in super::super) struct Previous {
    pub(super) state: State,
    /// The rows that were delivered since.
    pub(super) delivered: Vec<u64>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Phase {
    /// Everything: the first page.
    All,
    /// The rows behind `row`, in an order in which no two rows are equal.
    Behind,
    /// For a descending last field: lower values of it with the same fields before, and the ties that are left.
    Value,
    /// The rest of the rows with the same fields before the last, whatever that is, and the rows behind them.
    Prefix,
    /// The ties of `row`, by id.
    Tie,
    /// The rows that tie with `row` but for the last field, which is NULL, by id.
    Null,
    /// The rows behind those with the same fields before the last.
    Next,
    /// Nothing is left.
    End,
}

impl State {
    /// Whether a query in this order can have come so far: a text may say anything.
    pub(super) fn is_sound(&self, order: &Order) -> bool {
        let count = order.fields.len();
        let is_at_start = self.row.is_none() && self.checked && self.region.is_none();
        match self.phase {
            Phase::All => is_at_start,
            Phase::End => true,
            Phase::Behind if order.is_total() => {
                is_at_start || self.row.is_some() && self.region.is_none_or(|region| region <= count)
            }
            Phase::Behind => false,
            _ => {
                !order.is_total()
                    && self.row.is_some()
                    && self.region.is_none_or(|region| region < count.saturating_sub(1))
            }
        }
    }

    pub(super) fn new(skip: u64) -> Self {
        State {
            phase: Phase::All,
            row: None,
            checked: true,
            last: None,
            out: Vec::new(),
            stay: false,
            region: None,
            nulls: None,
            empty_is_null: Vec::new(),
            null_is_value: Vec::new(),
            null_is_null: Vec::new(),
            delivered: Vec::new(),
            skip,
        }
    }
}
