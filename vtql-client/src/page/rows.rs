use crate::error::Result;
use futures::stream::{BoxStream, FusedStream, Stream};
use futures::{StreamExt, ready};
use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::vec::IntoIter;

/// The rows of a query one by one, fetched page by page as they are taken: a [`Stream`] that ends
/// after its first error. Dropping it stops the fetching.
///
/// One page is fetched ahead while the rows of the page before are taken.
#[must_use = "nothing is fetched until rows are taken"]
pub struct Rows<T> {
    pages: Pages<T>,
    ready: IntoIter<T>,
}

impl<T> Rows<T> {
    pub(super) fn new(pages: Pages<T>) -> Self {
        Rows { pages, ready: Vec::new().into_iter() }
    }

    /// The next row; `None` at the end.
    pub async fn next(&mut self) -> Option<Result<T>> {
        StreamExt::next(self).await
    }
}

impl<T> Unpin for Rows<T> {}

impl<T> Stream for Rows<T> {
    type Item = Result<T>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<T>>> {
        loop {
            if let Some(row) = self.ready.next() {
                return Poll::Ready(Some(Ok(row)));
            }
            match ready!(self.pages.poll_next_unpin(context)) {
                Some(Ok(page)) => self.ready = page.into_iter(),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => return Poll::Ready(None),
            }
        }
    }
}

impl<T> fmt::Debug for Rows<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Rows").field("ready", &self.ready.len()).finish_non_exhaustive()
    }
}

/// The rows of a query page by page: a [`Stream`] that ends after its first error. No page is empty.
#[must_use = "nothing is fetched until pages are taken"]
pub struct Pages<T> {
    inner: futures::stream::Fuse<BoxStream<'static, Result<Vec<T>>>>,
}

impl<T> Pages<T> {
    pub(super) fn new(pages: impl Stream<Item = Result<Vec<T>>> + Send + 'static) -> Self {
        Pages { inner: pages.boxed().fuse() }
    }

    /// The next page; `None` at the end.
    pub async fn next(&mut self) -> Option<Result<Vec<T>>> {
        StreamExt::next(self).await
    }
}

impl<T> Stream for Pages<T> {
    type Item = Result<Vec<T>>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<Vec<T>>>> {
        self.inner.poll_next_unpin(context)
    }
}

impl<T> FusedStream for Pages<T> {
    fn is_terminated(&self) -> bool {
        self.inner.is_terminated()
    }
}

impl<T> fmt::Debug for Pages<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pages").finish_non_exhaustive()
    }
}
