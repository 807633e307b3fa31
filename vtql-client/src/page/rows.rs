use super::station::{Chunk, Station};
#[cfg(doc)]
use crate::error::ErrorKind;
use crate::error::{Error, Progress, Result};
use crate::query::decoder::Decoder;
use crate::record::Record;
use futures::stream::{BoxStream, Fuse, FusedStream, Stream};
use futures::{StreamExt, ready};
use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::vec::IntoIter;
use vtql_parser::ast::RecordId;

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
    reached: Reached,
}

/// How far rows have come.
#[derive(Debug)]
struct Reached {
    /// What was delivered before the first chunk.
    resumed: Progress,
    station: Option<Arc<Station>>,
    taken: usize,
    last: Option<RecordId>,
}

impl Reached {
    fn new(resumed: Progress) -> Self {
        Reached { resumed, station: None, taken: 0, last: None }
    }

    fn begin(&mut self, station: Arc<Station>) {
        (self.station, self.taken) = (Some(station), 0);
    }

    fn take(&mut self, id: Option<RecordId>) {
        self.taken += 1;
        self.last = id;
    }

    fn progress(&self) -> Progress {
        let Some(station) = &self.station else { return self.resumed.clone() };
        station.after(self.taken, self.last)
    }

    /// The progress before the row that was taken last, behind one with the id `last`.
    fn before(&self, last: Option<RecordId>) -> Progress {
        let Some(station) = &self.station else { return self.resumed.clone() };
        station.after(self.taken.saturating_sub(1), last)
    }
}

impl<T> Rows<T> {
    pub(super) fn new(pages: Pages<T>) -> Self {
        let reached = Reached::new(pages.reached.resumed.clone());
        Rows { pages, ready: Vec::new().into_iter(), reached }
    }

    /// The next row; `None` at the end.
    pub async fn next(&mut self) -> Option<Result<T>> {
        StreamExt::next(self).await
    }

    /// How far it has come: the rows that were taken, those that do not fit their type among them, for
    /// [`Fetch::resume_after`](super::Fetch). The error of such a row says how far it was before it.
    pub fn progress(&self) -> Progress {
        self.reached.progress()
    }
}

impl<T> Unpin for Rows<T> {}

impl<T> Stream for Rows<T> {
    type Item = Result<T>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<T>>> {
        let this = &mut *self;
        loop {
            if let Some(record) = this.ready.next() {
                let before = this.reached.last;
                this.reached.take(record.id());
                // A row is decoded when it is taken: its memory is used again by the next one.
                let row = this.pages.decoder.decode(record);
                return Poll::Ready(Some(
                    row.map_err(|error| error.with_progress(this.reached.before(before))),
                ));
            }
            match ready!(this.pages.chunks.poll_next_unpin(context)) {
                Some(Ok(chunk)) => {
                    this.reached.begin(chunk.station);
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
        debug.field("ready", &self.ready.len()).field("progress", &self.progress()).finish_non_exhaustive()
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
    reached: Reached,
    /// What is wrong with the row behind the page that was handed on last, and its id: it counts as taken once its
    /// error is.
    broken: Option<(Error, Option<RecordId>)>,
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
        Pages { chunks, decoder, reached: Reached::new(resumed), broken: None, rest }
    }

    /// The rows before the next that does not fit its type. That one's error is kept for later.
    fn decode(&mut self) -> Vec<T> {
        let mut rows = Vec::with_capacity(self.rest.len());
        for record in self.rest.by_ref() {
            let id = record.id();
            match self.decoder.decode(record) {
                Ok(row) => rows.push(row),
                Err(error) => {
                    self.broken = Some((error.with_progress(self.reached.progress()), id));
                    break;
                }
            }
            self.reached.take(id);
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
        self.reached.progress()
    }
}

impl<T> Unpin for Pages<T> {}

impl<T> Stream for Pages<T> {
    type Item = Result<Vec<T>>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<Vec<T>>>> {
        loop {
            if let Some((error, id)) = self.broken.take() {
                self.reached.take(id);
                return Poll::Ready(Some(Err(error)));
            }
            let rows = self.decode();
            if !rows.is_empty() {
                return Poll::Ready(Some(Ok(rows)));
            }
            if self.broken.is_none() {
                let chunk = ready!(self.chunks.poll_next_unpin(context)).transpose()?;
                let Some(chunk) = chunk else { return Poll::Ready(None) };
                self.reached.begin(chunk.station);
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
        f.debug_struct("Pages").field("progress", &self.progress()).finish_non_exhaustive()
    }
}
