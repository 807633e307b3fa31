//! Several streams of records in the order of ids, as one.

use super::delivered::without_id;
use super::walk::Chunk;
use crate::error::{Error, Progress, Result};
use crate::record::Record;
use futures::stream::{self, BoxStream, Stream, StreamExt};
use std::vec::IntoIter;
use vtql_parser::ast::{Direction, RecordId};

struct Source {
    chunks: BoxStream<'static, Result<Chunk>>,
    records: IntoIter<Record>,
    /// The record that is next, with its id.
    head: Option<(RecordId, Record)>,
}

struct Merge {
    sources: Vec<Source>,
    direction: Direction,
    page_size: usize,
    remaining: u64,
    progress: Progress,
    failed: Option<Error>,
}

/// The records of all streams, each of which is in the order of ids, in that order; one that comes from
/// several of them comes once. It holds a page of each.
pub(super) fn merge(
    streams: Vec<BoxStream<'static, Result<Chunk>>>,
    direction: Direction,
    limit: Option<u64>,
    page_size: u32,
    resumed: Progress,
) -> impl Stream<Item = Result<Chunk>> + Send + 'static {
    let source = |chunks| Source { chunks, records: Vec::new().into_iter(), head: None };
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

impl Source {
    /// Makes sure that there is a next record, unless the stream is at its end.
    async fn fill(&mut self) -> Result<()> {
        while self.head.is_none() {
            if let Some(record) = self.records.next() {
                self.head = Some((record.id().ok_or_else(without_id)?, record));
            } else {
                let Some(chunk) = self.chunks.next().await else { return Ok(()) };
                self.records = chunk?.records.into_iter();
            }
        }
        Ok(())
    }
}

impl Merge {
    async fn next(&mut self) -> Result<Option<Chunk>> {
        if let Some(error) = self.failed.take() {
            return Err(error);
        }
        let before = self.progress;
        let mut records = Vec::new();
        while records.len() < self.page_size && self.remaining > 0 {
            match self.record().await {
                Ok(Some((id, record))) => {
                    records.push(record);
                    self.remaining -= 1;
                    self.progress = self.progress.and(Progress::new(1, Some(id)));
                }
                Ok(None) => break,
                Err(error) => {
                    let error = error.with_progress(self.progress);
                    if records.is_empty() {
                        return Err(error);
                    }
                    self.failed = Some(error);
                    break;
                }
            }
        }
        Ok((!records.is_empty()).then_some(Chunk { records, before }))
    }

    async fn record(&mut self) -> Result<Option<(RecordId, Record)>> {
        for source in &mut self.sources {
            source.fill().await?;
        }
        let heads = self.sources.iter().filter_map(|source| source.head.as_ref().map(|(id, _)| id.record));
        let next = match self.direction {
            Direction::Asc => heads.min(),
            Direction::Desc => heads.max(),
        };
        let Some(next) = next else { return Ok(None) };
        let mut record = None;
        for source in &mut self.sources {
            if source.head.as_ref().is_some_and(|(id, _)| id.record == next) {
                record = record.or(source.head.take());
                source.head = None;
            }
        }
        Ok(record)
    }
}
