//! What the rows of a case have to be.

use super::super::window::Window;
use super::model::{self, Key, Row, Server};
use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};
use vtql_parser::ast::{Direction, Query};
use vtql_parser::lower::lower;

/// What came, and all that it is judged by.
pub(crate) struct Outcome<'a> {
    pub(crate) server: &'a Server,
    /// The query as it is on the wire.
    pub(crate) query: &'a Query,
    pub(crate) window: Window,
    /// Whether the rows came by number in the end.
    pub(crate) is_by_number: bool,
    /// The records that match and are not written to.
    pub(crate) wanted: &'a BTreeSet<u64>,
    /// All records before others wrote.
    pub(crate) before: &'a BTreeMap<u64, Row>,
    pub(crate) read: &'a [(u64, Row)],
    /// Where rows by number began anew: in another process, or with those that were missed.
    pub(crate) stages: &'a [Stage],
}

#[derive(Clone, Copy, Debug)]
pub(crate) struct Stage {
    pub(crate) begin: usize,
    pub(crate) is_missed: bool,
}

/// The keys of a row in the order of a query: rows that tie have the same.
#[derive(Clone, Debug)]
struct Rank {
    keys: Vec<Option<Key>>,
    is_desc: bool,
}

impl Rank {
    /// By all fields ascending, but for the last if it is descending.
    fn compare(&self, other: &Rank) -> Ordering {
        let last = self.keys.len() - 1;
        let by_last = self.keys[last].cmp(&other.keys[last]);
        self.keys[..last].cmp(&other.keys[..last]).then(if self.is_desc {
            by_last.reverse()
        } else {
            by_last
        })
    }
}

/// The records that meet the query's condition, whichever of their joined rows does.
pub(crate) fn matching(server: &Server, query: &Query) -> BTreeSet<u64> {
    let rows = server.rows.iter();
    let wire = lower(query).unwrap();
    rows.filter(|&(&id, row)| !items(server, &wire, id, row).is_empty()).map(|(&id, _)| id).collect()
}

/// The joined rows of a record that meet the condition of a query as it is on the wire.
fn items(server: &Server, wire: &Query, id: u64, row: &Row) -> Vec<Option<usize>> {
    let is_named = model::mentioned(wire).contains("quantity")
        || wire.order_by.iter().flat_map(|order| order.fields.iter()).any(|field| *field == "quantity");
    let is_joined = server.has_items() && is_named && !row.items.is_empty();
    let items = if is_joined { (0..row.items.len()).map(Some).collect() } else { vec![None] };
    let meets = |item: &Option<usize>| {
        wire.filter.as_ref().is_none_or(|filter| Server::holds(filter, id, row, *item) == Some(true))
    };
    items.into_iter().filter(meets).collect()
}

impl Outcome<'_> {
    pub(crate) fn verify(&self) -> Result<(), String> {
        let stable: Vec<u64> =
            self.read.iter().map(|(id, _)| *id).filter(|id| self.wanted.contains(id)).collect();
        let distinct: BTreeSet<u64> = stable.iter().copied().collect();
        if distinct.len() < stable.len() {
            return Err("twice".to_owned());
        }
        let limit = self.window.limit.map(|limit| usize::try_from(limit).unwrap());
        if limit.is_some_and(|limit| self.read.len() > limit) {
            return Err("too many".to_owned());
        }
        let is_whole = limit.is_none_or(|limit| self.read.len() < limit);
        let missing: BTreeSet<u64> = self.wanted.difference(&distinct).copied().collect();
        if self.server.ways.writes > 0.0 {
            self.verify_beside_writers(&missing, is_whole)
        } else if self.read.len() > distinct.len() {
            Err("more than match".to_owned())
        } else if self.is_by_number && !self.is_total() {
            self.verify_by_number(limit)
        } else {
            self.verify_exactly(limit)
        }
    }

    /// Records that are not written to: in their order, and none is missed that stands before another that came. By
    /// number, the order is not promised.
    fn verify_beside_writers(&self, missing: &BTreeSet<u64>, is_whole: bool) -> Result<(), String> {
        let places = self.places_read();
        if self.is_by_number {
            let lost = is_whole && !missing.is_empty();
            return if lost { Err(format!("missing: {missing:?}")) } else { Ok(()) };
        }
        if !places.is_sorted_by(|one, other| one.compare(other).is_le()) {
            return Err("out of order".to_owned());
        }
        let is_lost = |id: &&u64| {
            let place = self.place(**id, &self.before[*id]);
            is_whole || places.last().is_some_and(|last| place.compare(last).is_lt())
        };
        missing.iter().find(is_lost).map_or(Ok(()), |id| Err(format!("missing: {id}")))
    }

    /// The rows that the definition says, but for which of several that tie.
    fn verify_exactly(&self, limit: Option<usize>) -> Result<(), String> {
        let (read, right) = (self.places_read(), self.places_wanted(limit));
        let differs = |(one, other): (&Rank, &Rank)| one.compare(other).is_ne();
        if read.len() != right.len() || read.iter().zip(&right).any(differs) {
            return Err(format!("missing or wrong: {read:?}\ninstead of {right:?}"));
        }
        Ok(())
    }

    /// All of them, in order but for those that come behind their place because they tie, and none before its place.
    fn verify_by_number(&self, limit: Option<usize>) -> Result<(), String> {
        let right = self.places_wanted(limit);
        if self.read.len() != right.len() {
            return Err(format!("by number: {} rows instead of {}", self.read.len(), right.len()));
        }
        let mut ends: Vec<usize> = self.stages.iter().skip(1).map(|stage| stage.begin).collect();
        ends.push(self.read.len());
        for (at, (stage, end)) in self.stages.iter().zip(ends).enumerate() {
            let rows = &self.read[stage.begin..end];
            if stage.is_missed {
                let lone = rows.iter().find(|(id, row)| !self.ties(*id, row));
                lone.map_or(Ok(()), |(id, _)| Err(format!("by number: {id} came last and does not tie")))?;
                continue;
            }
            // A record may come with any of its joined rows.
            let mut before: Option<Rank> = None;
            for (number, (id, row)) in rows.iter().enumerate() {
                let ranks = self.ranks(*id, row);
                let next = ranks.into_iter().find(|rank| {
                    before.as_ref().is_none_or(|before| before.compare(rank).is_le())
                        && (at > 0 || right[number].compare(rank).is_le())
                });
                match next {
                    Some(next) => before = Some(next),
                    // Another that ties stood on its place when the page was read that has it.
                    None if self.ties(*id, row) => {}
                    None => return Err(format!("by number: {id} is out of order")),
                }
            }
        }
        Ok(())
    }

    /// Whether a joined row of the record ties with one of another.
    fn ties(&self, id: u64, row: &Row) -> bool {
        let ranks = self.ranks(id, row);
        let others = self.before.iter().filter(|&(&other, _)| other != id && self.wanted.contains(&other));
        let mut others = others.flat_map(|(&other, row)| self.ranks(other, row));
        others.any(|other| ranks.iter().any(|rank| rank.compare(&other).is_eq()))
    }

    /// Whether no two records tie on the pages: then it takes no luck to read them by number.
    fn is_total(&self) -> bool {
        let order = self.query.order_by.as_ref();
        order.is_none_or(|order| {
            order.direction != Some(Direction::Desc) || order.fields.iter().any(|field| *field == "id")
        })
    }

    fn places_read(&self) -> Vec<Rank> {
        let stable = self.read.iter().filter(|(id, _)| self.wanted.contains(id));
        stable.map(|(id, row)| self.place(*id, row)).collect()
    }

    fn places_wanted(&self, limit: Option<usize>) -> Vec<Rank> {
        let mut all: Vec<Rank> = self.wanted.iter().map(|id| self.place(*id, &self.before[id])).collect();
        all.sort_by(Rank::compare);
        let skipped = usize::try_from(self.window.offset).unwrap();
        all.into_iter().skip(skipped).take(limit.unwrap_or(usize::MAX)).collect()
    }

    /// The rank of a record: that of the first of its joined rows.
    fn place(&self, id: u64, row: &Row) -> Rank {
        self.ranks(id, row).into_iter().next().unwrap()
    }

    /// The ranks of a record's joined rows, sorted.
    fn ranks(&self, id: u64, row: &Row) -> Vec<Rank> {
        let items = items(self.server, self.query, id, row).into_iter();
        let mut ranks: Vec<Rank> = items.map(|item| self.rank(id, row, item)).collect();
        ranks.sort_by(Rank::compare);
        ranks
    }

    fn rank(&self, id: u64, row: &Row, item: Option<usize>) -> Rank {
        let Some(order) = &self.query.order_by else {
            return Rank { keys: vec![Server::sort_key("id", id, row, None)], is_desc: false };
        };
        let keys = order.fields.iter().map(|field| Server::sort_key(field.as_str(), id, row, item)).collect();
        Rank { keys, is_desc: order.direction == Some(Direction::Desc) }
    }
}
