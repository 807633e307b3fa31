//! How a prepared query is run: which streams of pages its plan takes.

use super::count;
use super::cursor::Cursor;
use super::decode::Decoder;
use super::fetch::{EVERY_ROW, Fetch};
use super::guard::guard;
use super::keyset::Keyset;
use super::merge::merge;
use super::parallel::Parallel;
use super::plan::{Plan, Window, id_direction};
use super::rows::Pages;
use super::walk::{self, Chunk};
use crate::error::Result;
use crate::query::reading::AsSent;
use futures::stream::{self, BoxStream, Stream, StreamExt, TryStreamExt};
use std::sync::Arc;
use vtql_parser::ast;

impl<T: Send + 'static> Fetch<T> {
    pub(super) fn pages_within(&self, window: Window) -> Pages<T> {
        let pages = match self.plan {
            Plan::Count => return self.count_as_row(),
            Plan::ParallelKeyset if window.limit.is_none() => return self.by_parts(),
            Plan::Keyset if self.parts.len() > 1 => self.merged(window),
            _ => self.walk(&self.query, window),
        };
        self.decoded(stream::iter([pages]).try_flatten())
    }

    fn walk(&self, query: &ast::Query, window: Window) -> Result<BoxStream<'static, Result<Chunk>>> {
        let cursor = self.cursor(query, window)?;
        Ok(walk::pages(self.client.clone(), cursor, self.resumed).boxed())
    }

    /// The rows of all parts of a query that is too long for one request.
    fn merged(&self, window: Window) -> Result<BoxStream<'static, Result<Chunk>>> {
        let walks = self.parts.iter().map(|part| self.walk(part, window)).collect::<Result<Vec<_>>>()?;
        let direction = id_direction(&self.query);
        Ok(merge(walks, direction, window.limit, self.page_size.get(), self.resumed).boxed())
    }

    /// The one row of a `count(*)`, as the server would send it.
    fn count_as_row(&self) -> Pages<T> {
        let counted = self.clone();
        self.decoded(stream::once(async move { count::row(counted.count_rows(EVERY_ROW).await?) }))
    }

    fn by_parts(&self) -> Pages<T> {
        let pages = self.remaining_query().map(|query| {
            let (client, page_size) = (self.client.clone(), self.page_size.get());
            Parallel { client, query, page_size, workers: self.workers, resumed: self.resumed }.pages()
        });
        self.decoded(stream::iter([pages]).try_flatten())
    }

    fn decoded(&self, chunks: impl Stream<Item = Result<Chunk>> + Send + 'static) -> Pages<T> {
        // Before the first of the texts that the query may be sent in.
        let (client, query) = (self.client.clone(), self.query.clone());
        let guarded = async move { guard(&client, &query).await.map(|()| chunks) };
        let chunks = stream::once(guarded).try_flatten();
        Pages::new(chunks, Decoder::new(Arc::clone(&self.reading), self.query.module.as_str()), self.resumed)
    }

    pub(super) fn cursor(&self, query: &ast::Query, window: Window) -> Result<Cursor> {
        let cursor = Cursor::new(query, self.plan, window, self.page_size.get())?;
        Ok(match (cursor, self.resumed.last) {
            (Cursor::Keyset(keyset), Some(last)) => Cursor::Keyset(keyset.after(last)),
            (cursor, _) => cursor,
        })
    }

    pub(super) async fn count_rows(&self, window: Window) -> Result<u64> {
        guard(&self.client, &self.query).await?;
        if self.parts.len() > 1 {
            return self.count_parts(window).await;
        }
        count::count(&self.client, &self.remaining_query()?, window, self.page_size).await
    }

    /// A row may be in several parts, so it takes the ids to count.
    async fn count_parts(&self, window: Window) -> Result<u64> {
        let ids = count::of_ids(&self.remaining_query()?)?;
        let ids = Fetch::new(self.client.clone(), ids, false, Arc::new(AsSent))?.page_size(self.page_size);
        let reach = window.limit.map(|limit| window.offset.saturating_add(limit));
        let mut pages = ids.pages_within(Window { offset: 0, limit: reach });
        while pages.next().await.transpose()?.is_some() {}
        Ok(pages.progress().rows.saturating_sub(window.offset))
    }

    /// The query without the rows that were delivered before, where these are told by id.
    fn remaining_query(&self) -> Result<ast::Query> {
        let query = self.query.clone();
        Ok(match (self.plan, self.resumed.last) {
            (Plan::Keyset | Plan::ParallelKeyset, Some(last)) => {
                query.filter(Keyset::new(&self.query, None, 1)?.beyond(last)?)
            }
            _ => query,
        })
    }
}
