use super::walk::Chunk;
use crate::error::{Progress, Result};
use futures::stream::{BoxStream, Fuse, FusedStream, Stream};
use futures::{StreamExt, ready};
use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::vec::IntoIter;
use vtql_parser::ast::RecordId;

/// The rows of a query one by one, fetched page by page as they are taken: a [`Stream`] that ends
/// after its first error. Dropping it stops the fetching.
///
/// One page is fetched ahead while the rows of the page before are taken.
#[must_use = "nothing is fetched until rows are taken"]
pub struct Rows<T> {
    pages: Pages<T>,
    ready: IntoIter<T>,
    ids: IntoIter<RecordId>,
    progress: Progress,
}

impl<T> Rows<T> {
    pub(super) fn new(pages: Pages<T>) -> Self {
        let progress = pages.progress;
        Rows { pages, ready: Vec::new().into_iter(), ids: Vec::new().into_iter(), progress }
    }

    /// The next row; `None` at the end.
    pub async fn next(&mut self) -> Option<Result<T>> {
        StreamExt::next(self).await
    }

    /// How far it has come: the rows that were taken, for [`Fetch::resume_after`](super::Fetch).
    pub fn progress(&self) -> Progress {
        self.progress
    }
}

impl<T> Unpin for Rows<T> {}

impl<T> Stream for Rows<T> {
    type Item = Result<T>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<T>>> {
        loop {
            if let Some(row) = self.ready.next() {
                let id = self.ids.next();
                self.progress = self.progress.and(Progress::new(1, id));
                return Poll::Ready(Some(Ok(row)));
            }
            match ready!(self.pages.inner.poll_next_unpin(context)) {
                Some(Ok(chunk)) => {
                    self.progress = chunk.before;
                    self.ready = chunk.rows.into_iter();
                    self.ids = chunk.ids.into_iter();
                }
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => return Poll::Ready(None),
            }
        }
    }
}

impl<T> fmt::Debug for Rows<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut debug = f.debug_struct("Rows");
        debug.field("ready", &self.ready.len()).field("progress", &self.progress).finish_non_exhaustive()
    }
}

/// The rows of a query page by page: a [`Stream`] that ends after its first error. No page is empty.
#[must_use = "nothing is fetched until pages are taken"]
pub struct Pages<T> {
    inner: Fuse<BoxStream<'static, Result<Chunk<T>>>>,
    progress: Progress,
}

impl<T> Pages<T> {
    pub(super) fn new(
        chunks: impl Stream<Item = Result<Chunk<T>>> + Send + 'static,
        resumed: Progress,
    ) -> Self {
        Pages { inner: chunks.boxed().fuse(), progress: resumed }
    }

    /// The next page; `None` at the end.
    pub async fn next(&mut self) -> Option<Result<Vec<T>>> {
        StreamExt::next(self).await
    }

    /// How far it has come: the pages that were taken, for [`Fetch::resume_after`](super::Fetch).
    pub fn progress(&self) -> Progress {
        self.progress
    }
}

impl<T> Stream for Pages<T> {
    type Item = Result<Vec<T>>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<Vec<T>>>> {
        let chunk = ready!(self.inner.poll_next_unpin(context));
        Poll::Ready(chunk.map(|chunk| {
            let Chunk { rows, ids, before } = chunk?;
            self.progress = before.and(Progress::new(rows.len() as u64, ids.last().copied()));
            Ok(rows)
        }))
    }
}

impl<T> FusedStream for Pages<T> {
    fn is_terminated(&self) -> bool {
        self.inner.is_terminated()
    }
}

impl<T> fmt::Debug for Pages<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pages").field("progress", &self.progress).finish_non_exhaustive()
    }
}
