//! Keyset pages by several workers at once, each with a part of the ids.

use super::cursor::Cursor;
use super::keyset::Keyset;
use super::walk::{self, Chunk};
use crate::client::Client;
use crate::error::{Error, Progress, Result};
use futures::stream::{self, Stream, StreamExt, TryStreamExt};
use vtql_parser::ast::{Direction, Query, RecordId};

/// What it takes to run a query by parts.
pub(super) struct Parallel {
    pub(super) client: Client,
    pub(super) query: Query,
    pub(super) page_size: u32,
    pub(super) workers: usize,
}

/// Parts for each worker: ids are not spread evenly, and a worker whose part is done takes the next.
const PARTS_A_WORKER: u64 = 2;

impl Parallel {
    /// The rows of all parts, in no order. Each worker holds one page, and has the next on its way.
    pub(super) fn pages(self) -> impl Stream<Item = Result<Chunk>> + Send + 'static {
        let mut delivered = 0;
        let chunks = stream::once(async move {
            let parts = self.parts().await?;
            let workers = self.workers;
            let walks = parts.into_iter().map(move |part| self.walk(part));
            Ok::<_, Error>(stream::iter(walks).flatten_unordered(workers))
        });
        chunks.try_flatten().map(move |chunk| match chunk {
            Ok(Chunk { records, .. }) => {
                let before = Progress::new(delivered, None);
                delivered += records.len() as u64;
                Ok(Chunk { records, before, in_order: false })
            }
            Err(error) => Err(error.with_progress(Progress::new(delivered, None))),
        })
    }

    fn walk(&self, part: Keyset) -> stream::BoxStream<'static, Result<Chunk>> {
        walk::pages(self.client.clone(), Cursor::Keyset(part), Progress::default()).boxed()
    }

    async fn parts(&self) -> Result<Vec<Keyset>> {
        let (lowest, highest) = futures::try_join!(self.end(Direction::Asc), self.end(Direction::Desc))?;
        let (Some(lowest), Some(highest)) = (lowest, highest) else { return Ok(Vec::new()) };
        let parts = PARTS_A_WORKER.saturating_mul(self.workers as u64);
        let part = |(after, until)| {
            let part = Keyset::new(&self.query, None, self.page_size)?;
            Ok(part.after(RecordId::new(lowest.module, after)).until(until))
        };
        cut(lowest, highest, parts).into_iter().map(part).collect()
    }

    /// The first id in this direction.
    async fn end(&self, direction: Direction) -> Result<Option<RecordId>> {
        let mut ids = super::count::of_ids(&self.query)?.order_by("id", direction)?;
        ids.limit = Some(super::cursor::limit(None, 1));
        let page = walk::fetch(&self.client, &ids).await?;
        Ok(page.id(0))
    }
}

/// Parts of the ids between two, each after one number and up to an id. The last part is open: records
/// that are created meanwhile are in it.
fn cut(lowest: RecordId, highest: RecordId, parts: u64) -> Vec<(u64, Option<RecordId>)> {
    let first = lowest.record.saturating_sub(1);
    let span = highest.record.saturating_sub(first);
    let parts = parts.clamp(1, span.max(1));
    let width = span.div_ceil(parts).max(1);
    (0..parts)
        .map(|part| first.saturating_add(part.saturating_mul(width)))
        .take_while(|&after| after == first || after < highest.record)
        .map(|after| {
            let until = after.saturating_add(width);
            (after, (until < highest.record).then(|| RecordId::new(lowest.module, until)))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn every_id_is_in_exactly_one_part(low in 1u64..1000, span in 0u64..1000, parts in 1u64..40) {
            let high = low + span;
            let parts = cut(RecordId::new(12, low), RecordId::new(12, high), parts);
            for id in low..=high + 10 {
                let within = |&&(after, until): &&(u64, Option<RecordId>)| {
                    id > after && until.is_none_or(|until| id <= until.record)
                };
                prop_assert_eq!(parts.iter().filter(within).count(), 1, "{} in {:?}", id, parts);
            }
        }
    }
}
