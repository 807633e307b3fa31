//! Keyset pages by several workers at once, each with a part of the ids.

use super::by_value::ByValue;
use super::cursor::Cursor;
use super::density::Density;
use super::place::without_id;
use super::repeats::History;
use super::station::{Chunk, Way};
use super::walk;
use super::window::{Window, limit};
use crate::client::Client;
use crate::error::{Progress, Result};
use crate::task::Task;
use futures::stream::{self, Stream, StreamExt};
use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::mpsc::{Receiver, Sender, channel};
use vtql_parser::ast::{Direction, Query, RecordId};

/// What it takes to run a query by parts.
pub(super) struct Parallel {
    pub(super) client: Client,
    pub(super) query: Query,
    pub(super) page_size: u32,
    pub(super) workers: usize,
    pub(super) resumed: Progress,
}

/// The most pages that a part is meant to have, and that it holds until their turn comes.
const PAGES_A_PART: u64 = 8;

/// For each worker, how many parts are held at most. With [`PAGES_A_PART`], this bounds the memory of a
/// query.
const PARTS_A_WORKER: usize = 2;

/// A part that is being fetched.
struct Part {
    pages: Receiver<Result<Chunk>>,
    task: Task<()>,
}

struct Run {
    parallel: Parallel,
    /// The parts that are being fetched, or wait for their turn, in the order of their ids.
    parts: VecDeque<Part>,
    /// The ids that are not in any part yet; `None` when there are none.
    rest: Option<Ids>,
    density: Arc<Mutex<Density>>,
    history: History,
    progress: Progress,
}

/// Ids after one and up to the highest. The first part has no lower bound, nor the last an upper one: they have the
/// records that are created meanwhile.
#[derive(Clone, Copy, Debug)]
struct Ids {
    after: u64,
    is_first: bool,
    highest: RecordId,
}

impl Parallel {
    /// The rows of all parts, in the order of their ids.
    pub(super) fn pages(self) -> impl Stream<Item = Result<Chunk>> + Send + 'static {
        stream::once(Run::new(self)).flat_map(|run| match run {
            Ok(run) => {
                stream::try_unfold(
                    run,
                    |mut run| async move { Ok(run.next().await?.map(|chunk| (chunk, run))) },
                )
                .boxed()
            }
            Err(error) => stream::iter([Err(error)]).boxed(),
        })
    }
}

impl Run {
    /// Looks how far the ids go, and how close they are at their beginning.
    async fn new(parallel: Parallel) -> Result<Self> {
        let progress = parallel.resumed.clone();
        let history = History::of(parallel.workers.saturating_add(1));
        // What an earlier process was answered may come again. The first part's page is no answer to this, which has a row less.
        let (rows, known) = match progress.rows {
            0 => (parallel.page_size, None),
            _ => (parallel.page_size.saturating_sub(1).max(1), Some(&history)),
        };
        let first = parallel.ids_from(Direction::Asc, rows, known);
        let last = parallel.ids_from(Direction::Desc, 1, Some(&history));
        let (first, last) =
            futures::try_join!(first, last).map_err(|error| error.with_progress(progress.clone()))?;
        let mut density = Density::new(parallel.page_size);
        let rest = first.first().zip(last.first()).map(|(lowest, &highest)| {
            let after = lowest.record.saturating_sub(1);
            let end = first.last().map_or(after, |id| id.record);
            density.learn(end.saturating_sub(after), first.len());
            Ids { after, is_first: true, highest }
        });
        let density = Arc::new(Mutex::new(density));
        Ok(Run { parallel, parts: VecDeque::new(), rest, density, history, progress })
    }

    async fn next(&mut self) -> Result<Option<Chunk>> {
        loop {
            self.start_all()?;
            let Some(part) = self.parts.front_mut() else { return Ok(None) };
            match part.pages.recv().await {
                Some(Ok(Chunk { records, .. })) => {
                    let before = self.progress.clone();
                    let last = records.last().and_then(crate::Record::id);
                    self.progress = before.clone().and(Progress::new(records.len() as u64, last));
                    return Ok(Some(Chunk::new(records, before, Way::Ids)));
                }
                Some(Err(error)) => return Err(error.with_progress(self.progress.clone())),
                None => {
                    if let Some(part) = self.parts.pop_front() {
                        part.task
                            .outcome()
                            .await
                            .map_err(|error| error.with_progress(self.progress.clone()))?;
                    }
                }
            }
        }
    }
}

impl Run {
    /// Gives every worker a part.
    fn start_all(&mut self) -> Result<()> {
        let most = self.parallel.workers.saturating_mul(PARTS_A_WORKER);
        let mut working = self.parts.iter().filter(|part| !part.task.is_finished()).count();
        while working < self.parallel.workers && self.parts.len() < most {
            let Some(part) = self.start()? else { break };
            self.parts.push_back(part);
            working += 1;
        }
        Ok(())
    }

    /// Begins with the next part; `None` when all ids are in one.
    fn start(&mut self) -> Result<Option<Part>> {
        let Some(Ids { after, is_first, highest }) = self.rest else { return Ok(None) };
        let left = highest.record.saturating_sub(after);
        let workers = u64::try_from(self.parallel.workers).unwrap_or(u64::MAX);
        let width = lock(&self.density).width(left, workers, PAGES_A_PART);
        let until = after.checked_add(width).filter(|&until| until < highest.record);
        self.rest = until.map(|after| Ids { after, is_first: false, highest });
        let id = |record| RecordId::new(highest.module, record);
        let all = Window { offset: 0, limit: None };
        let mut part = ByValue::new(&self.parallel.query, all, self.parallel.page_size, false)?;
        if !is_first {
            part.go_behind(id(after));
        }
        let cursor = Cursor::of(&self.parallel.query, part.until(until.map(id))?, self.parallel.page_size);
        Ok(Some(Part::start(
            self.parallel.client.clone(),
            cursor.among(self.history.clone()),
            width.min(left),
            Arc::clone(&self.density),
        )))
    }
}

impl Part {
    fn start(client: Client, cursor: Cursor, width: u64, density: Arc<Mutex<Density>>) -> Self {
        let capacity = usize::try_from(PAGES_A_PART).unwrap_or(1);
        let (to, pages) = channel(capacity);
        let task = Task::start(async move {
            let rows = Part::send(walk::pages(client, cursor, Progress::default(), true), to).await;
            lock(&density).learn(width, rows);
        });
        Part { pages, task }
    }

    /// Returns how many rows there were.
    async fn send(pages: impl Stream<Item = Result<Chunk>>, to: Sender<Result<Chunk>>) -> usize {
        let mut pages = std::pin::pin!(pages);
        let mut rows = 0;
        while let Some(page) = pages.next().await {
            rows += page.as_ref().map_or(0, |chunk| chunk.records.len());
            if to.send(page).await.is_err() {
                break;
            }
        }
        rows
    }
}

impl Parallel {
    /// The first ids in this direction. The answer is noted in `history`, so that a part does not take it for its own.
    async fn ids_from(
        &self,
        direction: Direction,
        rows: u32,
        history: Option<&History>,
    ) -> Result<Vec<RecordId>> {
        let mut query = super::count::of_ids(&self.query)?.order_by("id", direction)?;
        query.limit = Some(limit(None, rows.into()));
        let page = walk::fetch(&self.client, &query).await?;
        if let Some(history) = history {
            history.note(&query, &page, true);
        }
        (0..page.len()).map(|row| page.id(row).ok_or_else(without_id)).collect()
    }
}

fn lock(density: &Mutex<Density>) -> std::sync::MutexGuard<'_, Density> {
    density.lock().unwrap_or_else(PoisonError::into_inner)
}
