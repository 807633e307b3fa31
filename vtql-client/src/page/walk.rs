//! Fetching the pages of a query, one ahead of the one that is being decoded.

use super::cursor::Cursor;
use super::guard::guard;
use super::source::wire_text;
use super::station::{Chunk, Station};
use crate::client::Client;
use crate::error::{Error, ErrorKind, Progress, Result};
use crate::record::{Record, Table};
use crate::task::Task;
use crate::transport::Call;
use futures::stream::{self, Stream};
use std::sync::Arc;
use vtql_parser::ast::{Query, RecordId};

/// Asks for one page, with retries.
pub(super) async fn fetch(client: &Client, query: &Query) -> Result<Table> {
    let text = wire_text(query)?;
    guard(client, query).await?;
    let call = Call::get("query").param("query", text).about(query.module.as_str());
    client.page(&call).await
}

/// A page that is on its way.
type Ahead = Task<Result<Table>>;

fn ask(client: &Client, query: Query) -> Ahead {
    let client = client.clone();
    Task::start(async move { fetch(&client, &query).await })
}

struct Walk {
    client: Client,
    cursor: Cursor,
    /// What was delivered before this walk began.
    resumed: Progress,
    ahead: Option<Ahead>,
    looks_ahead: bool,
    /// The chunk that was handed on last, with the number of its records and the id of its last.
    last: Option<(Arc<Station>, usize, Option<RecordId>)>,
}

impl Walk {
    /// The next page that has rows for the caller.
    async fn next(&mut self) -> Result<Option<Chunk>> {
        loop {
            // An error of the page stops here, before the next one is asked for.
            let ahead = match self.ahead.take() {
                Some(ahead) => ahead,
                None => match next_page(&self.client, &mut self.cursor)
                    .await
                    .map_err(|error| self.stopped(error))?
                {
                    Some(query) => ask(&self.client, query),
                    None => return Ok(None),
                },
            };
            let page = ahead.outcome().await.and_then(|page| page).map_err(|error| self.stopped(error))?;
            let before = self.cursor.clone();
            let rows = self.cursor.accept(&page).map_err(|error| self.stopped(error))?;
            if rows.is_empty() {
                continue;
            }
            let chunk = self.chunk(before, page, rows);
            // What is known without another request is asked for while these rows are decoded.
            if self.looks_ahead
                && !self.cursor.needs_description()
                && let Ok(next) = self.cursor.next_page()
            {
                self.ahead = next.map(|query| ask(&self.client, query));
            }
            let last = chunk.records.last().and_then(Record::id);
            self.last = Some((Arc::clone(&chunk.station), chunk.records.len(), last));
            return Ok(Some(chunk));
        }
    }

    fn chunk(&self, before: Cursor, mut page: Table, rows: Vec<usize>) -> Chunk {
        for field in self.cursor.added_fields() {
            page.hide(field);
        }
        let page = Arc::new(page);
        let records = rows.iter().map(|&row| Record::new(Arc::clone(&page), row)).collect();
        let (count, last) = before.delivered();
        let progress = self.resumed.clone().and(Progress::new(count, last));
        let way = self.cursor.station(before, &page, rows);
        Chunk::new(records, progress, way)
    }

    /// An error after which the query can be resumed.
    fn stopped(&self, error: Error) -> Error {
        let last = self.last.as_ref();
        error
            .with_progress(last.map_or(self.resumed.clone(), |(station, rows, id)| station.after(*rows, *id)))
    }
}

/// The request that a query is continued with. The module is described first, where that takes knowing.
pub(super) async fn next_page(client: &Client, cursor: &mut Cursor) -> Result<Option<Query>> {
    if cursor.needs_description() {
        match client.described(cursor.module()).await {
            Ok(module) => cursor.learn(Some(&module))?,
            // Without a description, the rows come by number: that takes none.
            Err(error) if is_of_the_description(&error) => cursor.learn(None)?,
            Err(error) => return Err(error),
        }
    }
    cursor.next_page()
}

/// Whether the server answered, and has no description to give.
fn is_of_the_description(error: &Error) -> bool {
    use ErrorKind::{NotJson, Server, UnexpectedAnswer, Unsupported};
    matches!(error.kind(), Server | Unsupported | UnexpectedAnswer | NotJson) && !error.is_transient()
}

/// The pages that `cursor` leads to.
pub(super) fn pages(
    client: Client,
    cursor: Cursor,
    resumed: Progress,
    looks_ahead: bool,
) -> impl Stream<Item = Result<Chunk>> + Send + 'static {
    let walk = Walk { client, cursor, resumed, ahead: None, looks_ahead, last: None };
    stream::try_unfold(walk, |mut walk| async move { Ok(walk.next().await?.map(|chunk| (chunk, walk))) })
}

/// How many rows `cursor` leads to.
pub(super) async fn count(client: &Client, mut cursor: Cursor) -> Result<u64> {
    while let Some(query) = next_page(client, &mut cursor).await? {
        let page = fetch(client, &query).await?;
        cursor.accept(&page)?;
    }
    Ok(cursor.delivered().0)
}
