//! How a prepared query is run: which streams of pages its plan takes.

use super::count;
use super::cursor::Cursor;
use super::fetch::{EVERY_ROW, Fetch};
use super::guard::guard;
use super::merge::{Merged, merge};
use super::order::Order;
use super::parallel::Parallel;
use super::plan::{Plan, id_direction};
use super::region;
use super::repeats::History;
use super::rows::Pages;
use super::seen::Seen;
use super::station::Chunk;
use super::walk;
use super::window::Window;
use crate::error::Result;
use crate::query::decoder::Decoder;
use crate::query::reading::AsSent;
use futures::stream::{self, BoxStream, Stream, StreamExt, TryStreamExt};
use std::sync::Arc;
use vtql_parser::ast::{self, CompareOp, Direction};

impl<T: Send + 'static> Fetch<T> {
    pub(super) fn pages_within(&self, window: Window) -> Pages<T> {
        let pages = match self.plan {
            Plan::Count => return self.count_as_row(),
            Plan::ParallelKeyset if window.limit.is_none() => return self.by_parts(),
            _ if self.parts.len() > 1 => self.merged(window),
            _ => self.cursor(&self.query, window).map(|cursor| self.walk(cursor)),
        };
        self.decoded(stream::iter([pages]).try_flatten())
    }

    fn walk(&self, cursor: Cursor) -> BoxStream<'static, Result<Chunk>> {
        walk::pages(self.client.clone(), cursor, self.resumed.clone(), self.looks_ahead).boxed()
    }

    /// The rows of all parts of a query that is too long for one request.
    fn merged(&self, window: Window) -> Result<BoxStream<'static, Result<Chunk>>> {
        let order = Order::of(&self.query);
        let seen = match self.resumed.position() {
            Some(position) => Seen::at(position, &order)?,
            None => Seen::new(&order),
        };
        // Rows to skip are skipped once they are merged, and those that came before come again, but for an order by
        // id.
        let more = window.offset.saturating_add(seen.len());
        let part = Window { offset: 0, limit: window.limit.map(|limit| limit.saturating_add(more)) };
        let history = History::of(self.parts.len().saturating_add(1));
        let start = |query| {
            let cursor = if order.fields.is_empty() {
                self.cursor(query, part)
            } else {
                Cursor::new(query, self.plan, part, self.page_size.get())
                    .map(|cursor| cursor.perhaps_again(self.resumed.rows > 0))
            };
            cursor.map(|cursor| cursor.among(history.clone()))
        };
        let cursors = self.parts.iter().map(start).collect::<Result<Vec<_>>>()?;
        let merged = Merged {
            client: self.client.clone(),
            query: self.query.clone(),
            page_size: self.page_size.get(),
            offset: if self.resumed.rows > 0 { 0 } else { window.offset },
            limit: window.limit,
            resumed: self.resumed.clone(),
            seen,
            history: history.clone(),
        };
        let walks = cursors.into_iter().map(|cursor| self.walk(cursor)).collect();
        Ok(merge(walks, merged).boxed())
    }

    /// The one row of a `count(*)`, as the server would send it.
    fn count_as_row(&self) -> Pages<T> {
        let counted = self.clone();
        self.decoded(stream::once(async move { count::row(counted.count_rows(EVERY_ROW).await?) }))
    }

    fn by_parts(&self) -> Pages<T> {
        let pages = self.remaining_query().map(|query| {
            let (client, page_size) = (self.client.clone(), self.page_size.get());
            Parallel { client, query, page_size, workers: self.workers, resumed: self.resumed.clone() }
                .pages()
        });
        self.decoded(stream::iter([pages]).try_flatten())
    }

    fn decoded(&self, chunks: impl Stream<Item = Result<Chunk>> + Send + 'static) -> Pages<T> {
        // Before the first of the texts that the query may be sent in.
        let (client, query) = (self.client.clone(), self.query.clone());
        let guarded = async move { guard(&client, &query).await.map(|()| chunks) };
        let chunks = stream::once(guarded).try_flatten();
        let decoder = Decoder::new(Arc::clone(&self.reading), self.query.module.as_str());
        Pages::new(chunks, decoder, self.resumed.clone())
    }

    pub(super) fn cursor(&self, query: &ast::Query, window: Window) -> Result<Cursor> {
        let mut cursor = Cursor::new(query, self.plan, window, self.page_size.get())?;
        cursor.resume(&self.resumed)?;
        if self.is_behind_page {
            cursor.trust_first_answer();
        }
        Ok(cursor)
    }

    pub(super) async fn count_rows(&self, window: Window) -> Result<u64> {
        guard(&self.client, &self.query).await?;
        let is_in_order = matches!(self.plan, Plan::ByValue | Plan::ByNumber);
        let by_ids = is_in_order && self.resumed.rows > 0 || self.parts.len() > 1;
        if by_ids {
            return self.count_ids(window).await;
        }
        count::count(&self.client, &self.remaining_query()?, window, self.page_size).await
    }

    /// A row may be in several parts, and a place in an order is not a condition: it takes the ids to count.
    async fn count_ids(&self, window: Window) -> Result<u64> {
        let ids = |query: &ast::Query| -> Result<ast::Query> {
            let mut ids = count::of_ids(query)?;
            if self.plan != Plan::Count {
                ids.order_by.clone_from(&query.order_by);
            }
            Ok(ids)
        };
        let parts = self.parts.iter().map(ids).collect::<Result<_>>()?;
        let fetch = Fetch::new(self.client.clone(), ids(&self.query)?, false, Arc::new(AsSent))?;
        let plan = if self.plan == Plan::Count { fetch.plan } else { self.plan };
        let resumed = self.resumed.clone();
        let fetch = Fetch { resumed, plan, parts, page_size: self.page_size, ..fetch };
        let mut pages = fetch.pages_within(window);
        while pages.next().await.transpose()?.is_some() {}
        Ok(pages.progress().rows.saturating_sub(self.resumed.rows))
    }

    /// The query without the rows that were delivered before, where these are told by id.
    fn remaining_query(&self) -> Result<ast::Query> {
        let query = self.query.clone();
        Ok(match (self.plan, self.resumed.last) {
            (Plan::Keyset | Plan::ParallelKeyset, Some(last)) => {
                let beyond = match id_direction(&query) {
                    Direction::Asc => CompareOp::Gt,
                    Direction::Desc => CompareOp::Lt,
                };
                query.filter(region::id(beyond, last)?)
            }
            _ => query,
        })
    }
}
