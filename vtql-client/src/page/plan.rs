use super::order::descending_field;
use crate::error::{Error, Result};
use std::fmt;
use vtql_parser::ast::{Direction, OrderBy, Query, Select, Spanned, Value};
use vtql_parser::{Diagnostic, codes};

/// How the pages of a query are asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Plan {
    /// Each page asks for the ids beyond the last one seen: `… and id > '12x345' order by id limit 100`.
    /// No row is skipped or repeated while others write, and a deep page costs no more than the first.
    /// For queries without an order of their own, or with one by id alone.
    Keyset,
    /// Keyset pages by several workers at once, each with a part of the ids. Rows come in the order of
    /// ids all the same: a worker that is ahead keeps a few pages until it is their turn. For queries
    /// without a limit and without an order, or with `order by id`, when
    /// [`Fetch::parallel`](super::Fetch) asks for it.
    ParallelKeyset,
    /// Each page asks for rows by their number: `… limit 200, 100`. For queries that ask for an order
    /// or an offset. Rows are deduplicated by id; each page overlaps the one before, and when that
    /// shows that rows have moved, it is read again from further back.
    ///
    /// `id` is added to the order, so that no two rows are equal. `order by a, b desc` leaves no room for
    /// it, because the one direction of a query belongs to its last field: there, pages overlap by half,
    /// and only among more rows than that with the same `a` and `b` could one be missed.
    Offset,
    /// For `order by field desc`: pages by number of `order by field, id`, from its end. That is the
    /// same order with `id` to tell equal rows apart, which `desc` leaves no room for.
    Reverse,
    /// One request for `count(*)`; ids are counted where the server does not answer it (8.4.0).
    Count,
    /// No request: nothing can match.
    Nothing,
}

impl fmt::Display for Plan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Plan::Keyset => "keyset",
            Plan::ParallelKeyset => "parallel keyset",
            Plan::Offset => "offset",
            Plan::Reverse => "reverse",
            Plan::Count => "count",
            Plan::Nothing => "nothing",
        })
    }
}

/// The rows that the query itself asks for, out of all that match.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Window {
    pub(super) offset: u64,
    /// `None`: all.
    pub(super) limit: Option<u64>,
}

impl Plan {
    pub(super) fn of(query: &Query, window: Window) -> Plan {
        if matches!(query.select, Select::Count(_)) {
            Plan::Count
        } else if window.limit == Some(0) {
            Plan::Nothing
        } else if window.offset == 0 && query.order_by.as_ref().is_none_or(is_by_id) {
            Plan::Keyset
        } else if descending_field(query).is_some() {
            Plan::Reverse
        } else {
            Plan::Offset
        }
    }
}

impl Window {
    pub(super) fn of(query: &Query) -> Result<Window> {
        let Some(limit) = &query.limit else { return Ok(Window { offset: 0, limit: None }) };
        let offset = limit.offset.as_ref().map_or(Ok(0), number)?;
        Ok(Window { offset, limit: Some(number(&limit.count)?) })
    }
}

/// Whether an order is the order of ids, so that keyset pages keep it.
fn is_by_id(order: &OrderBy) -> bool {
    matches!(&order.fields[..], [field] if *field == "id")
}

/// The direction that ids are asked for in.
pub(super) fn id_direction(query: &Query) -> Direction {
    query.order_by.as_ref().and_then(|order| order.direction).unwrap_or(Direction::Asc)
}

fn number(value: &Value) -> Result<u64> {
    value.as_u64().ok_or_else(|| {
        let message = "a number of rows is written with digits alone";
        Error::query(vec![Diagnostic::error(codes::NOT_EXPRESSIBLE, value.span(), message)])
    })
}
