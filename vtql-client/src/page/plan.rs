use super::joined;
use super::order::Order;
use super::window::Window;
use std::fmt;
use vtql_parser::ast::{Direction, Query, Select};

/// How the pages of a query are asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Plan {
    /// Each page asks for the ids beyond the last one seen: `… and id > '12x345' order by id limit 100`.
    /// For queries without an order of their own, or with one by id alone.
    ///
    /// No row is skipped or repeated while others write, and a deep page costs no more than the first.
    Keyset,
    /// Keyset pages by several workers at once, each with a part of the ids. Rows come in the order of
    /// ids all the same: a worker that is ahead keeps a few pages until it is their turn. For queries
    /// without a limit and without an order, or with `order by id`, when
    /// [`Fetch::parallel`](super::Fetch) asks for it.
    ParallelKeyset,
    /// Each page asks for the rows behind the last one seen, by its value and its id:
    /// `lastname = 'Rossi' and id > '12x345' or lastname > 'Rossi' order by lastname, id`. For queries with an
    /// order.
    ///
    /// A record that is there all the time, with the same values, comes exactly once, in its place, while others
    /// write; one that is changed meanwhile may be missed, or come twice when its new value stands behind the
    /// page that is read. Memory does not grow with the rows, and a deep page costs no more than the first.
    ///
    /// The values at the end of a page decide where the next begins, so one request describes the module, before
    /// the second page. Where a field may be shown otherwise than it compares (a number with a point, a time), the
    /// last record of a page is asked for once more with the next. If the server does not find it by its own
    /// values, the rows come [by number](Plan::ByNumber).
    ByValue,
    /// Each page asks for rows by their number: `… limit 200, 100`. For queries ordered by a field that a record
    /// has several values of (those of line items), of a type that nothing is known about, or whose values are
    /// shown otherwise than they compare.
    ///
    /// Every record comes once, also while others write: its id is kept, some 30 bytes a record, and what was
    /// missed by number is read by id at the end. So where rows tie after `desc`, or are written to meanwhile, some
    /// may come behind their place in the order, or are the ones that a limit leaves out.
    ByNumber,
    /// One request for `count(*)`; ids are counted where the server does not answer it (8.4.0), and where it would
    /// count the line items of a record.
    Count,
    /// No request: nothing can match.
    Nothing,
}

impl fmt::Display for Plan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Plan::Keyset => "keyset",
            Plan::ParallelKeyset => "parallel keyset",
            Plan::ByValue => "by value",
            Plan::ByNumber => "by number",
            Plan::Count => "count",
            Plan::Nothing => "nothing",
        })
    }
}

impl Plan {
    pub(super) fn of(query: &Query, window: Window) -> Plan {
        if matches!(query.select, Select::Count(_)) {
            Plan::Count
        } else if window.limit == Some(0) {
            Plan::Nothing
        } else if Order::of(query).fields.is_empty() {
            Plan::Keyset
        } else if joined::orders_by_several(query) {
            Plan::ByNumber
        } else {
            Plan::ByValue
        }
    }
}

/// The direction that ids are asked for in.
pub(super) fn id_direction(query: &Query) -> Direction {
    query.order_by.as_ref().and_then(|order| order.direction).unwrap_or(Direction::Asc)
}
