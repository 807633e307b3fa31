use super::decode::Decoder;
use super::walk::Chunk;
use crate::error::{Error, Progress, Result};
use crate::record::Record;
use futures::stream::{self, BoxStream, Fuse, FusedStream, Stream};
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
    ready: IntoIter<Record>,
    progress: Progress,
}

impl<T> Rows<T> {
    pub(super) fn new(pages: Pages<T>) -> Self {
        let progress = pages.progress;
        Rows { pages, ready: Vec::new().into_iter(), progress }
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
        let this = &mut *self;
        loop {
            if let Some(record) = this.ready.next() {
                let id = record.id();
                // A row is decoded when it is taken: its memory is used again by the next one.
                let row = this.pages.decoder.decode(record);
                return Poll::Ready(Some(match row {
                    Ok(row) => {
                        this.progress = this.progress.and(Progress::new(1, id));
                        Ok(row)
                    }
                    Err(error) => {
                        this.ready = Vec::new().into_iter();
                        this.pages.stop();
                        Err(error.with_progress(this.progress))
                    }
                }));
            }
            match ready!(this.pages.chunks.poll_next_unpin(context)) {
                Some(Ok(chunk)) => {
                    this.progress = chunk.before;
                    this.ready = chunk.records.into_iter();
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
    chunks: Fuse<BoxStream<'static, Result<Chunk>>>,
    decoder: Decoder<T>,
    progress: Progress,
    /// What is wrong with the row behind the page that was handed on last.
    broken: Option<Error>,
}

impl<T> Pages<T> {
    pub(super) fn new(
        chunks: impl Stream<Item = Result<Chunk>> + Send + 'static,
        decoder: Decoder<T>,
        resumed: Progress,
    ) -> Self {
        Pages { chunks: chunks.boxed().fuse(), decoder, progress: resumed, broken: None }
    }

    /// Gives up the pages that are on their way.
    fn stop(&mut self) {
        self.chunks = stream::empty().boxed().fuse();
    }

    /// The rows before the first that does not decode, and what is wrong with that.
    fn decode(&mut self, chunk: Chunk) -> (Vec<T>, Option<Error>) {
        self.progress = chunk.before;
        let mut rows = Vec::with_capacity(chunk.records.len());
        for record in chunk.records {
            let id = record.id();
            match self.decoder.decode(record) {
                Ok(row) => rows.push(row),
                Err(error) => return (rows, Some(error.with_progress(self.progress))),
            }
            self.progress = self.progress.and(Progress::new(1, id));
        }
        (rows, None)
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

impl<T> Unpin for Pages<T> {}

impl<T> Stream for Pages<T> {
    type Item = Result<Vec<T>>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<Vec<T>>>> {
        if let Some(error) = self.broken.take() {
            return Poll::Ready(Some(Err(error)));
        }
        let chunk = ready!(self.chunks.poll_next_unpin(context)).transpose()?;
        let Some(chunk) = chunk else { return Poll::Ready(None) };
        let (rows, error) = self.decode(chunk);
        if error.is_some() {
            self.stop();
        }
        match error {
            Some(error) if rows.is_empty() => return Poll::Ready(Some(Err(error))),
            error => self.broken = error,
        }
        Poll::Ready(Some(Ok(rows)))
    }
}

impl<T> FusedStream for Pages<T> {
    fn is_terminated(&self) -> bool {
        self.broken.is_none() && self.chunks.is_terminated()
    }
}

impl<T> fmt::Debug for Pages<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pages").field("progress", &self.progress).finish_non_exhaustive()
    }
}
