//! Pages of records: of all, of parts of a list, of ids.

use futures::stream::{self, BoxStream};
use futures::{StreamExt, TryStreamExt};
use vtql_client::{Client, Error, Record, Result};
use vtql_parser::ast::{Condition, Direction, Literal, Query, RecordId};

/// Pages as they come.
pub(super) type Pages = BoxStream<'static, Result<Vec<Record>>>;

/// All rows of a query. No page is asked for before the one before it was taken, so that the price is what was said.
pub(super) fn all(client: &Client, query: &Query) -> Result<Pages> {
    Ok(client.query(query)?.look_ahead(false).pages().boxed())
}

/// In how many parts a query is sent.
pub(super) fn parts(client: &Client, query: &Query) -> Result<u64> {
    Ok(client.query(query)?.explain()?.parts as u64)
}

/// All rows of a query with a list that may be long: the client sends it in parts.
pub(super) fn by_parts(client: &Client, query: &Query) -> Result<Pages> {
    all(client, query)
}

/// The longest list of ids in a request, in bytes of a URL, beside a query's own text.
const LONGEST_LIST: usize = 5_000;
/// What an id takes there: `'12x345678', `, with the marks written as `%27` and `%2C+`.
const AROUND: usize = 10;

/// The records with these ids, which are in order. The server answers a page in the order of ids, so whatever of the ids
/// up to the last of a page did not come is not there: the next page asks for those behind it. So no request is
/// spent on finding out that a part has ended.
pub(super) fn by_ids(client: Client, query: Query, ids: Vec<RecordId>) -> Result<Pages> {
    let query = query.order_by("id", Direction::Asc)?;
    let room = LONGEST_LIST.saturating_sub(query.to_string().len()).max(AROUND * 20);
    let state = (client, query, ids, 0_usize);
    let pages = stream::try_unfold(state, move |(client, query, ids, mut from)| async move {
        loop {
            let window = window(ids.get(from..).unwrap_or_default(), room);
            let Some(last_asked) = window.last().copied() else { return Ok(None) };
            let list = Condition::one_of("id", window.iter().map(|id| Literal::from(*id)))?;
            let fetch = client.query(query.clone().filter(list))?.look_ahead(false);
            let page = fetch.pages().next().await.transpose()?.unwrap_or_default();
            let last_come = page.iter().filter_map(Record::id).map(|id| id.record).max();
            let done = last_come.unwrap_or(last_asked.record);
            from += ids.get(from..).unwrap_or_default().partition_point(|id| id.record <= done);
            if !page.is_empty() {
                return Ok::<_, Error>(Some((page, (client, query, ids, from))));
            }
        }
    });
    Ok(pages.into_stream().boxed())
}

/// As many ids from the first on as there is room for.
fn window(ids: &[RecordId], room: usize) -> &[RecordId] {
    let mut left = room;
    let fit = ids.iter().take_while(|id| {
        let length = id.to_string().len() + AROUND;
        let fits = length <= left;
        left = left.saturating_sub(length);
        fits
    });
    ids.get(..fit.count()).unwrap_or_default()
}
