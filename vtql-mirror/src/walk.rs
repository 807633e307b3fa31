//! The pages of a table, one after the other, with patience.

use crate::error::Result;
use crate::table::{Table, may_be_a_lost_field};
use std::time::Duration;
use tokio::time::sleep;
use vtql_client::{Client, Pages, Progress, Record};

/// A page: some of the records of an answer, and how far the table has come with them, in the words of whoever asks.
pub(crate) struct Page {
    pub(crate) records: Vec<Record>,
    pub(crate) progress: String,
}

/// Asks for pages. The next one is asked for when it is taken, not before.
pub(crate) struct Walk {
    client: Client,
    pub(crate) table: Table,
    pages: Option<Pages<Record>>,
    reached: Progress,
    /// Only these fields and the ids; else what the table wants.
    fields: Option<Vec<String>>,
    /// About how many rows there are, if that is known.
    expected: Option<u64>,
    /// Whether the last answer was without rows, and is asked for once more.
    asks_again: bool,
    /// Fields that were found to be gone.
    pub(crate) lost: Vec<String>,
}

impl Walk {
    pub(crate) fn new(client: Client, table: Table, from: Progress) -> Self {
        Walk {
            client,
            table,
            pages: None,
            reached: from,
            fields: None,
            expected: None,
            asks_again: false,
            lost: Vec::new(),
        }
    }

    /// Knows about how many rows there are. An answer without rows that comes before them is asked for once more: a
    /// server that fails may say nothing else.
    pub(crate) fn expecting(mut self, rows: Option<u64>) -> Self {
        self.expected = rows;
        self
    }

    /// Asks for no more than these fields and the ids.
    pub(crate) fn of_fields(mut self, fields: &[&str]) -> Self {
        self.fields = Some(fields.iter().map(|&field| field.to_owned()).collect());
        self
    }

    /// The next page; `None` at the end. It waits for quota as long as it takes, and goes on without fields that the
    /// module has lost.
    pub(crate) async fn next(&mut self) -> Result<Option<Page>> {
        loop {
            if self.pages.is_none() {
                let wanted = match &self.fields {
                    Some(fields) => self.table.wanted_fields(fields)?,
                    None => self.table.wanted()?,
                };
                let fetch = self.client.query(wanted)?.look_ahead(false);
                self.pages = Some(fetch.resume_behind_page(self.reached.clone())?.pages());
            }
            let Some(pages) = &mut self.pages else { continue };
            match pages.next().await {
                Some(Ok(records)) => {
                    self.reached = pages.progress();
                    self.asks_again = false;
                    return Ok(Some(Page { records, progress: self.reached.to_string() }));
                }
                None if !self.asks_again && self.expected.is_some_and(|rows| rows > self.reached.rows) => {
                    tracing::debug!(
                        reached = self.reached.rows,
                        "the end comes early: it is asked for again"
                    );
                    self.asks_again = true;
                    self.pages = None;
                }
                None => return Ok(None),
                Some(Err(error)) => {
                    self.pages = None;
                    if error.is_rate_limited()
                        && let Some(wait) = error.retry_after()
                    {
                        tracing::debug!(?wait, "waiting for quota");
                        sleep(wait.max(SHORTEST)).await;
                    } else if may_be_a_lost_field(&error) {
                        let lost = self.table.look_for_changes(&self.client, &error).await?;
                        if lost.is_empty() {
                            return Err(error.into());
                        }
                        self.lost.extend(lost);
                    } else {
                        return Err(error.into());
                    }
                }
            }
        }
    }
}

/// The shortest wait for quota.
const SHORTEST: Duration = Duration::from_millis(50);
