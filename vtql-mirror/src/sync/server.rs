//! What is asked of the server.

use super::module::Module;
use crate::error::{Error, Result};
use crate::table::may_be_a_lost_field;
use std::time::Duration;
use tokio::time::sleep;
use vtql_client::{Client, Record, RecordId};

/// So many ids are asked for at once: a page, and short enough for an address.
pub(super) const IDS: usize = 100;

/// The records of these ids that are there, by one query for each hundred of them. An answer with all of them is not
/// asked for its end.
pub(super) async fn by_ids(
    client: &Client,
    select: &str,
    module: &str,
    ids: &[String],
) -> Result<Vec<Record>> {
    let mut records = Vec::new();
    for part in ids.chunks(IDS) {
        // What was no id would have been no `RecordId`.
        let list: Vec<String> =
            part.iter().filter(|id| id.parse::<RecordId>().is_ok()).map(|id| format!("'{id}'")).collect();
        if list.is_empty() {
            continue;
        }
        let text =
            format!("select {select} from {module} where id in ({}) limit {}", list.join(", "), list.len());
        let mut pages = client.query(&text)?.look_ahead(false).pages();
        loop {
            match pages.next().await {
                None => break,
                Some(Ok(page)) => records.extend(page),
                Some(Err(error)) => {
                    patience(error).await?;
                    // The part is asked for again: a record that comes twice is set twice.
                    pages = client.query(&text)?.look_ahead(false).pages();
                }
            }
        }
    }
    Ok(records)
}

impl Module<'_> {
    /// The records of these ids that are there, with all fields that the module has by now.
    pub(super) async fn read_again(&mut self, ids: &[String]) -> Result<Vec<Record>> {
        loop {
            match by_ids(self.client(), &self.select()?, &self.name, ids).await {
                Err(Error::Client(error)) if may_be_a_lost_field(&error) && self.describe_again().await? => {}
                outcome => return outcome,
            }
        }
    }
}

/// Waits for quota, however long that takes; any other error is given back.
pub(crate) async fn patience(error: vtql_client::Error) -> Result<()> {
    match error.retry_after() {
        Some(wait) if error.is_rate_limited() => {
            sleep(wait.max(Duration::from_millis(50))).await;
            Ok(())
        }
        _ => Err(error.into()),
    }
}

/// The number of a record within its module.
pub(super) fn number(id: &str) -> i64 {
    id.split_once('x').and_then(|(_, number)| number.parse().ok()).unwrap_or(i64::MAX)
}
