//! Fetching the pages of a query, one ahead of the one that is being decoded.

use super::cursor::Cursor;
use super::guard::guard;
use super::source::wire_text;
use crate::client::Client;
use crate::error::{Progress, Result};
use crate::record::{Record, Table};
use crate::task::Task;
use crate::transport::Call;
use futures::stream::{self, Stream};
use std::sync::Arc;
use vtql_parser::ast::Query;

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

/// Records that came together, and what was delivered before them.
#[derive(Debug)]
pub(super) struct Chunk {
    pub(super) records: Vec<Record>,
    pub(super) before: Progress,
}

struct Walk {
    client: Client,
    cursor: Cursor,
    /// What was delivered before this walk began.
    resumed: Progress,
    ahead: Option<Ahead>,
}

impl Walk {
    /// The next page that has rows for the caller.
    async fn next(&mut self) -> Result<Option<Chunk>> {
        loop {
            let before = self.resumed.and(self.cursor.progress());
            let Some(page) = self.page().await.map_err(|error| error.with_progress(before))? else {
                return Ok(None);
            };
            let (mut page, rows) = page;
            if rows.is_empty() {
                continue;
            }
            for field in self.cursor.added_fields() {
                page.hide(field);
            }
            let page = Arc::new(page);
            let records = rows.into_iter().map(|row| Record::new(Arc::clone(&page), row)).collect();
            return Ok(Some(Chunk { records, before }));
        }
    }

    /// The next page, and which of its rows to hand on. The one after it is asked for at once.
    async fn page(&mut self) -> Result<Option<(Table, Vec<usize>)>> {
        let ahead = match self.ahead.take() {
            Some(ahead) => ahead,
            None => match self.cursor.next_page()? {
                Some(query) => ask(&self.client, query),
                None => return Ok(None),
            },
        };
        let page = ahead.outcome().await??;
        let rows = self.cursor.accept(&page)?;
        self.ahead = self.cursor.next_page()?.map(|query| ask(&self.client, query));
        Ok(Some((page, rows)))
    }
}

/// The pages that `cursor` leads to.
pub(super) fn pages(
    client: Client,
    cursor: Cursor,
    resumed: Progress,
) -> impl Stream<Item = Result<Chunk>> + Send + 'static {
    let walk = Walk { client, cursor, resumed, ahead: None };
    stream::try_unfold(walk, |mut walk| async move { Ok(walk.next().await?.map(|chunk| (chunk, walk))) })
}

/// How many rows `cursor` leads to.
pub(super) async fn count(client: &Client, mut cursor: Cursor) -> Result<u64> {
    while let Some(query) = cursor.next_page()? {
        let page = fetch(client, &query).await.map_err(|error| error.with_progress(cursor.progress()))?;
        cursor.accept(&page)?;
    }
    Ok(cursor.progress().rows)
}
