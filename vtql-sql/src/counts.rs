//! How many records there are, as the server said some time ago: for choices and for prices, never for an answer.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};
use vtql_client::{Client, Result};
use vtql_parser::ast::Query;

/// Counts, by the text of the query that counts.
#[derive(Debug, Default)]
pub(crate) struct Counts(Mutex<HashMap<String, Count>>);

/// A count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Count {
    /// `None` where the server does not count.
    pub(crate) rows: Option<u64>,
    since: Instant,
}

/// So long a count is taken for what is.
const FRESH: Duration = Duration::from_mins(10);
/// So many are kept.
const KEPT: usize = 10_000;

impl Count {
    pub(crate) fn age(self) -> Duration {
        self.since.elapsed()
    }
}

impl Counts {
    /// A count that is known and fresh.
    pub(crate) fn known(&self, query: &Query) -> Option<Count> {
        let counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        counts.get(&query.to_string()).copied().filter(|count| count.age() < FRESH)
    }

    /// The count of what a query finds, its limit left out; one request unless it is known.
    pub(crate) async fn of(&self, client: &Client, query: &Query) -> Result<Count> {
        if let Some(known) = self.known(query) {
            return Ok(known);
        }
        let rows = client.query(query)?.quick_count().await?;
        Ok(self.keep(query, rows))
    }

    /// Keeps what was found out on the way.
    pub(crate) fn keep(&self, query: &Query, rows: Option<u64>) -> Count {
        let count = Count { rows, since: Instant::now() };
        let mut counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if counts.len() >= KEPT {
            counts.clear();
        }
        counts.insert(query.to_string(), count);
        count
    }
}
