//! Several streams of rows in the order of ids, as one.

use super::walk::Chunk;
use crate::error::{Error, Progress, Result};
use futures::stream::{self, BoxStream, Stream, StreamExt};
use std::vec::IntoIter;
use vtql_parser::ast::{Direction, RecordId};

struct Source<T> {
    chunks: BoxStream<'static, Result<Chunk<T>>>,
    rows: IntoIter<T>,
    ids: IntoIter<RecordId>,
    /// The row that is next, with its id.
    head: Option<(RecordId, T)>,
}

struct Merge<T> {
    sources: Vec<Source<T>>,
    direction: Direction,
    page_size: usize,
    remaining: u64,
    progress: Progress,
    failed: Option<Error>,
}

/// The rows of all streams, each of which is in the order of ids, in that order; a row that comes from
/// several of them comes once. It holds a page of each.
pub(super) fn merge<T: Send + 'static>(
    streams: Vec<BoxStream<'static, Result<Chunk<T>>>>,
    direction: Direction,
    limit: Option<u64>,
    page_size: u32,
    resumed: Progress,
) -> impl Stream<Item = Result<Chunk<T>>> + Send + 'static {
    let source =
        |chunks| Source { chunks, rows: Vec::new().into_iter(), ids: Vec::new().into_iter(), head: None };
    let merge = Merge {
        sources: streams.into_iter().map(source).collect(),
        direction,
        page_size: usize::try_from(page_size).unwrap_or(usize::MAX),
        remaining: limit.unwrap_or(u64::MAX),
        progress: resumed,
        failed: None,
    };
    stream::try_unfold(merge, |mut merge| async move { Ok(merge.next().await?.map(|chunk| (chunk, merge))) })
}

impl<T> Source<T> {
    /// Makes sure that there is a next row, unless the stream is at its end.
    async fn fill(&mut self) -> Result<()> {
        while self.head.is_none() {
            if let Some(head) = self.ids.next().zip(self.rows.next()) {
                self.head = Some(head);
            } else {
                let Some(chunk) = self.chunks.next().await else { return Ok(()) };
                let Chunk { rows, ids, .. } = chunk?;
                (self.rows, self.ids) = (rows.into_iter(), ids.into_iter());
            }
        }
        Ok(())
    }
}

impl<T> Merge<T> {
    async fn next(&mut self) -> Result<Option<Chunk<T>>> {
        if let Some(error) = self.failed.take() {
            return Err(error);
        }
        let before = self.progress;
        let (mut rows, mut ids) = (Vec::new(), Vec::new());
        while rows.len() < self.page_size && self.remaining > 0 {
            match self.row().await {
                Ok(Some((id, row))) => {
                    ids.push(id);
                    rows.push(row);
                    self.remaining -= 1;
                    self.progress = self.progress.and(Progress::new(1, Some(id)));
                }
                Ok(None) => break,
                Err(error) => {
                    let error = error.with_progress(self.progress);
                    if rows.is_empty() {
                        return Err(error);
                    }
                    self.failed = Some(error);
                    break;
                }
            }
        }
        Ok((!rows.is_empty()).then_some(Chunk { rows, ids, before }))
    }

    async fn row(&mut self) -> Result<Option<(RecordId, T)>> {
        for source in &mut self.sources {
            source.fill().await?;
        }
        let heads = self.sources.iter().filter_map(|source| source.head.as_ref().map(|(id, _)| id.record));
        let next = match self.direction {
            Direction::Asc => heads.min(),
            Direction::Desc => heads.max(),
        };
        let Some(next) = next else { return Ok(None) };
        let mut row = None;
        for source in &mut self.sources {
            if source.head.as_ref().is_some_and(|(id, _)| id.record == next) {
                row = row.or(source.head.take());
                source.head = None;
            }
        }
        Ok(row)
    }
}
