use super::decode::Decoder;
use super::walk::Chunk;
#[cfg(doc)]
use crate::error::ErrorKind;
use crate::error::{Error, Progress, Result};
use crate::record::Record;
use futures::stream::{BoxStream, Fuse, FusedStream, Stream};
use futures::{StreamExt, ready};
use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::vec::IntoIter;

/// The rows of a query one by one, fetched page by page as they are taken: a [`Stream`] that ends
/// after the error of a request. Dropping it stops the fetching.
///
/// A row with a value that does not fit its type is an error, too ([`ErrorKind::Decode`], which names the
/// record and the field), and can be stepped over: the next row comes after it.
///
/// ```no_run
/// # async fn run(client: vtql_client::Client) -> Result<(), vtql_client::Error> {
/// use vtql_client::{ErrorKind, vtql};
///
/// let query = vtql!(select subject, date_start from Calendar);
/// let mut rows = query.stream(&client);
/// while let Some(row) = rows.next().await {
///     match row {
///         Ok(row) => println!("{} {:?}", row.subject, row.date_start),
///         Err(error) if error.kind() == ErrorKind::Decode => eprintln!("left out: {error}"),
///         Err(error) => return Err(error),
///     }
/// }
/// # Ok(())
/// # }
/// ```
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

    /// How far it has come: the rows that were taken, those that do not fit their type among them, for
    /// [`Fetch::resume_after`](super::Fetch). The error of such a row says how far it was before it.
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
                let before = this.progress;
                this.progress = before.and(Progress::new(1, id));
                // A row is decoded when it is taken: its memory is used again by the next one.
                let row = this.pages.decoder.decode(record);
                return Poll::Ready(Some(row.map_err(|error| error.with_progress(before))));
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

/// The rows of a query page by page: a [`Stream`] that ends after the error of a request. No page is empty.
///
/// A row with a value that does not fit its type is an error between the rows before and those after it
/// ([`ErrorKind::Decode`]), which come as pages of their own.
#[must_use = "nothing is fetched until pages are taken"]
pub struct Pages<T> {
    chunks: Fuse<BoxStream<'static, Result<Chunk>>>,
    decoder: Decoder<T>,
    progress: Progress,
    /// What is wrong with the row behind the page that was handed on last.
    broken: Option<Error>,
    /// That row, which counts as taken once its error is.
    skipped: Progress,
    /// The rows behind that one.
    rest: IntoIter<Record>,
}

impl<T> Pages<T> {
    pub(super) fn new(
        chunks: impl Stream<Item = Result<Chunk>> + Send + 'static,
        decoder: Decoder<T>,
        resumed: Progress,
    ) -> Self {
        let (chunks, rest) = (chunks.boxed().fuse(), Vec::new().into_iter());
        Pages { chunks, decoder, progress: resumed, broken: None, skipped: Progress::default(), rest }
    }

    /// The rows before the next that does not fit its type. That one's error is kept for later.
    fn decode(&mut self) -> Vec<T> {
        let mut rows = Vec::with_capacity(self.rest.len());
        for record in self.rest.by_ref() {
            let id = record.id();
            match self.decoder.decode(record) {
                Ok(row) => rows.push(row),
                Err(error) => {
                    self.broken = Some(error.with_progress(self.progress));
                    self.skipped = Progress::new(1, id);
                    break;
                }
            }
            self.progress = self.progress.and(Progress::new(1, id));
        }
        rows
    }

    /// The next page; `None` at the end.
    pub async fn next(&mut self) -> Option<Result<Vec<T>>> {
        StreamExt::next(self).await
    }

    /// How far it has come: the rows of the pages that were taken, and those whose errors were, for
    /// [`Fetch::resume_after`](super::Fetch).
    pub fn progress(&self) -> Progress {
        self.progress
    }
}

impl<T> Unpin for Pages<T> {}

impl<T> Stream for Pages<T> {
    type Item = Result<Vec<T>>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<Vec<T>>>> {
        loop {
            if let Some(error) = self.broken.take() {
                self.progress = self.progress.and(std::mem::take(&mut self.skipped));
                return Poll::Ready(Some(Err(error)));
            }
            let rows = self.decode();
            if !rows.is_empty() {
                return Poll::Ready(Some(Ok(rows)));
            }
            if self.broken.is_none() {
                let chunk = ready!(self.chunks.poll_next_unpin(context)).transpose()?;
                let Some(chunk) = chunk else { return Poll::Ready(None) };
                self.progress = chunk.before;
                self.rest = chunk.records.into_iter();
            }
        }
    }
}

impl<T> FusedStream for Pages<T> {
    fn is_terminated(&self) -> bool {
        self.broken.is_none() && self.rest.len() == 0 && self.chunks.is_terminated()
    }
}

impl<T> fmt::Debug for Pages<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pages").field("progress", &self.progress).finish_non_exhaustive()
    }
}
