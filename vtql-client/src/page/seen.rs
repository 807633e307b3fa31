//! The records that a query handed on, where only their ids can tell them from those that are left.

use super::order::Order;
use crate::error::{Error, ErrorKind, Result};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::fmt::Write as _;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use vtql_parser::ast::RecordId;

/// The ids of a query's records, some 30 bytes each. Clones are of one set.
#[derive(Clone, Debug)]
pub(super) struct Seen {
    /// What the query is ordered by.
    order: Arc<str>,
    /// Those of an earlier process, as runs from one to another, sorted.
    earlier: Arc<[(u64, u64)]>,
    /// The others, with their number in the sequence in which they came.
    records: Arc<Mutex<HashMap<u64, usize>>>,
}

/// How far a query has come, for another process.
#[derive(Serialize, Deserialize)]
struct Position {
    order: String,
    /// Its records, as runs: `7-19,23`.
    seen: String,
}

impl Seen {
    /// None yet.
    pub(super) fn new(order: &Order) -> Self {
        Seen { order: order.text().into(), earlier: Arc::default(), records: Arc::default() }
    }

    /// Adds a record; `false` if it is known.
    pub(super) fn insert(&self, record: u64) -> bool {
        let at = self.earlier.partition_point(|&(_, last)| last < record);
        if self.earlier.get(at).is_some_and(|&(first, _)| first <= record) {
            return false;
        }
        let mut records = self.lock();
        let number = records.len();
        let mut is_new = false;
        records.entry(record).or_insert_with(|| {
            is_new = true;
            number
        });
        is_new
    }

    /// How many records it has.
    pub(super) fn len(&self) -> u64 {
        let runs = self.earlier.iter().map(|(first, last)| (last - first).saturating_add(1));
        runs.fold(self.lock().len() as u64, u64::saturating_add)
    }

    /// The records up to one, as text.
    pub(super) fn position_after(&self, last: Option<RecordId>) -> Option<String> {
        let records = self.lock();
        let count = last.and_then(|last| records.get(&last.record)).map_or(0, |number| number + 1);
        let until = records.iter().filter(|&(_, &number)| number < count);
        let mut runs: Vec<(u64, u64)> = until.map(|(&record, _)| (record, record)).collect();
        drop(records);
        runs.extend_from_slice(&self.earlier);
        runs.sort_unstable();
        runs.dedup_by(|next, run| {
            let follows = run.1.checked_add(1) == Some(next.0);
            run.1 = if follows { next.1 } else { run.1 };
            follows
        });
        let mut seen = String::new();
        for (first, last) in runs {
            seen.push_str(if seen.is_empty() { "" } else { "," });
            let _ = if first == last { write!(seen, "{first}") } else { write!(seen, "{first}-{last}") };
        }
        serde_json::to_string(&Position { order: (*self.order).to_owned(), seen }).ok()
    }

    /// Whether [`position_after`](Seen::position_after) wrote a text, for whatever query.
    pub(super) fn wrote(position: &str) -> bool {
        serde_json::from_str::<Position>(position).is_ok()
    }

    /// The records that an equal query had.
    pub(super) fn at(position: &str, order: &Order) -> Result<Self> {
        let foreign = || {
            let message = "the progress is that of another query, or of one in another order";
            Error::new(ErrorKind::Query, message)
        };
        let position: Position =
            serde_json::from_str(position).map_err(|error| foreign().with_source(error))?;
        let new = Seen::new(order);
        let earlier = runs(&position.seen).filter(|_| *position.order == *new.order).ok_or_else(foreign)?;
        Ok(Seen { earlier: earlier.into(), ..new })
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<u64, usize>> {
        self.records.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Reads `7-19,23`; `None` when it is something else.
fn runs(text: &str) -> Option<Vec<(u64, u64)>> {
    let run = |run: &str| {
        let (first, last) = run.split_once('-').unwrap_or((run, run));
        Some((first.parse::<u64>().ok()?, last.parse::<u64>().ok()?))
    };
    let runs: Vec<_> = text.split(',').map(run).collect::<Option<_>>()?;
    let is_sorted = runs.windows(2).all(|pair| pair[0].1 < pair[1].0);
    (is_sorted && runs.iter().all(|(first, last)| first <= last)).then_some(runs)
}

#[cfg(test)]
mod tests {
    use super::*;
    use vtql_parser::{Dialect, parse_query};

    fn order(text: &str) -> Order {
        let text = format!("select id from Invoice order by {text}");
        Order::of(&parse_query(&text, Dialect::Surface).unwrap())
    }

    fn text(seen: &Seen, record: u64) -> String {
        seen.position_after(Some(RecordId::new(7, record))).unwrap()
    }

    #[test]
    fn the_records_up_to_one_are_written_as_runs_and_read_again() {
        let order = order("quantity desc");
        let seen = Seen::new(&order);
        for record in [9, 7, 8, 23, 40, 7] {
            seen.insert(record);
        }
        let position = |seen: &str| format!(r#"{{"order":"quantity desc","seen":"{seen}"}}"#);
        assert_eq!(text(&seen, 8), position("7-9"));
        assert_eq!(text(&seen, 40), position("7-9,23,40"));
        let again = Seen::at(&text(&seen, 23), &order).unwrap();
        assert!([8, 23].iter().all(|&known| !again.insert(known)));
        assert!([10, 6, 22].iter().all(|&new| again.insert(new)));
        assert_eq!(text(&again, 23), position("7-9,23"));
        assert_eq!(text(&again, 10), position("7-10,23"));
        assert_eq!(text(&again, 22), position("6-10,22-23"));
        assert_eq!(again.len(), 7);
    }

    #[test]
    fn a_text_of_another_kind_is_refused() {
        for text in ["", "x", "7-", "9-7", "7,6", "7-9,9", "1-2-3", "1;2", "99999999999999999999"] {
            assert!(runs(text).is_none(), "{text}");
        }
        let all = r#"{"order":"quantity, id","seen":"0-18446744073709551615"}"#;
        assert!(Seen::at(all, &order("quantity")).is_ok_and(|all| !all.insert(5)));
        assert!(Seen::at(all, &order("quantity desc")).is_err());
    }
}
