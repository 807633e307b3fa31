//! Several streams of records in one order, as one stream in that order.
//!
//! Only the server knows its order: its collation is not known here. So it is asked how the next records of all
//! streams sort, by their ids, as many at a time as fit a page. By id alone, that takes no asking.

use super::order::Order;
use super::place::{ignored, without_id};
use super::repeats::{History, Look, MOST};
use super::seen::Seen;
use super::station::{Chunk, Way};
use super::walk;
use super::window::limit;
use crate::client::Client;
use crate::error::{Error, Progress, Result};
use crate::record::Record;
use futures::stream::{self, BoxStream, Stream, StreamExt};
use std::collections::VecDeque;
use vtql_parser::ast::{Condition, Direction, Query, RecordId, Select};

/// What it takes to merge.
pub(super) struct Merged {
    pub(super) client: Client,
    /// The query that the streams are parts of.
    pub(super) query: Query,
    pub(super) page_size: u32,
    pub(super) offset: u64,
    pub(super) limit: Option<u64>,
    pub(super) resumed: Progress,
    /// The records that were skipped or handed on before.
    pub(super) seen: Seen,
    /// What the requests for the parts were answered.
    pub(super) history: History,
}

struct Source {
    chunks: BoxStream<'static, Result<Chunk>>,
    /// The records that are next, with their ids.
    heads: VecDeque<(RecordId, Record)>,
    /// How many of them are compared with those of other streams.
    compared: usize,
    ended: bool,
}

struct Merge {
    merged: Merged,
    order: Order,
    sources: Vec<Source>,
    /// The records that are next of all.
    ready: VecDeque<Record>,
    progress: Progress,
    failed: Option<Error>,
}

/// The records of all streams, each of which is in the order of the query, in that order; one that comes from several
/// of them comes once. It holds a page of each.
pub(super) fn merge(
    streams: Vec<BoxStream<'static, Result<Chunk>>>,
    merged: Merged,
) -> impl Stream<Item = Result<Chunk>> + Send + 'static {
    let source = |chunks| Source { chunks, heads: VecDeque::new(), compared: 0, ended: false };
    let order = Order::of(&merged.query);
    let merge = Merge {
        order,
        progress: merged.resumed.clone(),
        merged,
        sources: streams.into_iter().map(source).collect(),
        ready: VecDeque::new(),
        failed: None,
    };
    stream::try_unfold(merge, |mut merge| async move { Ok(merge.next().await?.map(|chunk| (chunk, merge))) })
}

impl Source {
    /// Makes sure that there are so many next records, unless the stream ends before.
    async fn fill(&mut self, count: usize) -> Result<()> {
        while self.heads.len() < count && !self.ended {
            let Some(chunk) = self.chunks.next().await else {
                self.ended = true;
                return Ok(());
            };
            for record in chunk?.records {
                self.heads.push_back((record.id().ok_or_else(without_id)?, record));
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
        let page_size = usize::try_from(self.merged.page_size).unwrap_or(usize::MAX);
        let before = self.progress.clone();
        let mut records = Vec::new();
        while records.len() < page_size && self.merged.limit != Some(0) {
            match self.record().await {
                Ok(Some(record)) => {
                    self.merged.limit = self.merged.limit.map(|limit| limit - 1);
                    records.push(record);
                }
                Ok(None) => break,
                Err(error) => {
                    self.failed = Some(error);
                    break;
                }
            }
        }
        let chunk = (!records.is_empty()).then(|| self.chunk(records, before));
        match (chunk, self.failed.take()) {
            (None, Some(error)) => Err(error.with_progress(self.progress())),
            (chunk, failed) => {
                self.failed = failed.map(|error| error.with_progress(self.progress()));
                Ok(chunk)
            }
        }
    }

    /// How far it has come, with its place in the order.
    fn progress(&self) -> Progress {
        let progress = self.progress.clone();
        if progress.rows == 0 || self.order.fields.is_empty() {
            return progress;
        }
        let position = self.merged.seen.position_after(progress.last);
        progress.at(position)
    }

    fn chunk(&mut self, records: Vec<Record>, before: Progress) -> Chunk {
        let by_id = self.order.fields.is_empty();
        let way = if by_id { Way::Ids } else { Way::Seen(self.merged.seen.clone()) };
        let more = Progress::new(records.len() as u64, records.last().and_then(Record::id));
        self.progress = before.clone().and(more);
        Chunk::new(records, before, way)
    }

    /// The next record behind those to skip.
    async fn record(&mut self) -> Result<Option<Record>> {
        loop {
            while self.ready.is_empty() {
                if !self.prepare().await? {
                    return Ok(None);
                }
            }
            let Some(record) = self.ready.pop_front() else { return Ok(None) };
            let id = record.id().ok_or_else(without_id)?;
            if !self.merged.seen.insert(id.record) {
                continue;
            }
            if self.merged.offset == 0 {
                return Ok(Some(record));
            }
            self.merged.offset -= 1;
        }
    }

    /// Finds out which records are next; `false` when there are none.
    async fn prepare(&mut self) -> Result<bool> {
        let live = self.sources.iter().filter(|source| !source.ended || !source.heads.is_empty()).count();
        let page_size = usize::try_from(self.merged.page_size).unwrap_or(usize::MAX);
        let share = if self.order.fields.is_empty() {
            1
        } else {
            (page_size.min(MOST_COMPARED) / live.max(1)).max(1)
        };
        for source in &mut self.sources {
            source.fill(share).await?;
            source.compared = share.min(source.heads.len());
        }
        match self.sources.iter().filter(|source| !source.heads.is_empty()).count() {
            0 => return Ok(false),
            1 => {
                // Nothing to compare with.
                for source in &mut self.sources {
                    self.ready.extend(source.heads.drain(..).map(|(_, record)| record));
                }
                return Ok(true);
            }
            _ => {}
        }
        let sorted = if self.order.fields.is_empty() {
            self.lowest_id()
        } else {
            let ids = self.compared_ids();
            let question = self.question(&ids)?;
            sorted(&self.merged.client, &self.merged.history, question, ids).await?
        };
        for id in sorted {
            self.hand_on(id);
            // What stands behind those that were compared may come before the others' next.
            let is_used_up =
                |source: &Source| source.compared == 0 && !(source.ended && source.heads.is_empty());
            if self.sources.iter().any(is_used_up) {
                break;
            }
        }
        if self.ready.is_empty() {
            // The server knows none of them any more.
            if let Some((id, _)) = self.sources.iter().find_map(|source| source.heads.front()) {
                self.hand_on(*id);
            }
        }
        Ok(true)
    }

    /// Takes a record, and what the server left out before it, from all streams.
    fn hand_on(&mut self, id: RecordId) {
        for source in &mut self.sources {
            let Some(at) = source.heads.iter().position(|(head, _)| head.record == id.record) else {
                continue;
            };
            source.compared = source.compared.saturating_sub(at + 1);
            self.ready.extend(source.heads.drain(..=at).map(|(_, record)| record));
        }
    }

    fn lowest_id(&self) -> Vec<RecordId> {
        let heads = self.sources.iter().filter_map(|source| source.heads.front().map(|(id, _)| *id));
        let next = match self.order.direction {
            Direction::Asc => heads.min_by_key(|id| id.record),
            Direction::Desc => heads.max_by_key(|id| id.record),
        };
        next.into_iter().collect()
    }

    /// The next records, whose order only the server knows.
    fn compared_ids(&self) -> Vec<RecordId> {
        let heads = self.sources.iter().flat_map(|source| source.heads.iter().take(source.compared));
        let mut ids: Vec<RecordId> = heads.map(|(id, _)| *id).collect();
        ids.sort_by_key(|id| id.record);
        ids.dedup_by_key(|id| id.record);
        ids
    }

    /// The records of these ids in the order of the query.
    fn question(&self, ids: &[RecordId]) -> Result<Query> {
        let mut query = Query::new(Select::fields(["id"])?, self.merged.query.module.clone());
        query.filter = Some(Condition::one_of("id", ids.iter().copied())?);
        query.order_by = Some(self.order.clause()?);
        self.order.select_in(&mut query);
        query.limit = Some(limit(None, ids.len() as u64));
        Ok(query)
    }
}

/// Asks how records sort. An answer to another request is not taken.
async fn sorted(
    client: &Client,
    history: &History,
    question: Query,
    ids: Vec<RecordId>,
) -> Result<Vec<RecordId>> {
    let mut again = 0;
    loop {
        let page = walk::fetch(client, &question).await?;
        let rows = (0..page.len()).map(|row| page.id(row).ok_or_else(without_id));
        let sorted: Vec<RecordId> = rows.collect::<Result<_>>()?;
        let stranger = sorted.iter().find(|id| ids.iter().all(|asked| asked.record != id.record));
        let is_other = stranger.is_some() || history.look_of(&question, &page) != Look::New;
        match stranger {
            _ if is_other && again < MOST => {
                history.note(&question, &page, false);
                again += 1;
            }
            Some(stranger) => return Err(ignored(*stranger)),
            None => {
                history.note(&question, &page, true);
                return Ok(sorted);
            }
        }
    }
}

/// How many records are compared at a time: their ids make a text that every web server takes.
const MOST_COMPARED: usize = 100;
