//! Counting, by `count(*)` where that counts records and the server answers it. Version 8.4.0 answers no row at all
//! (observed); there, and where a record would count once for each of its line items, ids are fetched and counted.

use super::cursor::Cursor;
use super::joined;
use super::plan::Plan;
use super::station::{Chunk, Way};
use super::walk;
use super::window::Window;
use crate::client::{Client, PageSize};
use crate::error::{Error, ErrorKind, Progress, Result};
use crate::record::{Record, Table};
use vtql_parser::ast::{Query, Select};

/// The number of records in `window` that match the query's condition.
pub(super) async fn count(
    client: &Client,
    query: &Query,
    window: Window,
    page_size: PageSize,
) -> Result<u64> {
    let answered = answered(client, query).await?;
    let reach = window.limit.map(|limit| window.offset.saturating_add(limit));
    let rows = if let Some(rows) = answered {
        rows.min(reach.unwrap_or(u64::MAX))
    } else {
        let ids = Window { offset: 0, limit: reach };
        walk::count(client, Cursor::new(&of_ids(query)?, Plan::Keyset, ids, page_size.get())?).await?
    };
    Ok(rows.saturating_sub(window.offset))
}

/// What the server answers to `count(*)`: `None` where it does not, or would not count records.
pub(super) async fn answered(client: &Client, query: &Query) -> Result<Option<u64>> {
    if !joined::condition_counts_records(query) {
        return Ok(None);
    }
    let page = walk::fetch(client, &of_rows(query)).await?;
    if page.len() == 0 { Ok(None) } else { number(&page).map(Some) }
}

/// `select count(*)` with the query's condition.
pub(super) fn of_rows(query: &Query) -> Query {
    let mut count = query.clone();
    (count.select, count.order_by, count.limit) = (Select::count(), None, None);
    count
}

/// `select id` with the query's condition.
pub(super) fn of_ids(query: &Query) -> Result<Query> {
    let mut ids = of_rows(query);
    ids.select = Select::fields(["id"])?;
    Ok(ids)
}

/// The answer to a count as the row that the server sends.
pub(super) fn row(rows: u64) -> Result<Chunk> {
    let record = Record::from_json(format!(r#"{{"count":"{rows}"}}"#))
        .ok_or_else(|| Error::new(ErrorKind::UnexpectedAnswer, "the count is no number"))?;
    Ok(Chunk::new(vec![record], Progress::default(), Way::Ids))
}

fn number(page: &Table) -> Result<u64> {
    let cell = page.column("count").and_then(|column| page.cell(0, column));
    cell.and_then(|cell| cell.as_str()?.parse().ok()).ok_or_else(|| {
        Error::new(ErrorKind::UnexpectedAnswer, "the answer to `count(*)` holds no number under `count`")
    })
}
