//! Which records are gone, and which changes were seen by no run: all ids and stamps are compared.

use super::module::{Module, now, second, stamp};
use super::server::{by_ids, number, patience};
use crate::error::{Error, Result};
use crate::state::LONGEST_OVERLAP;
use std::collections::{BTreeMap, BTreeSet};
use vtql_client::{Progress, RecordId};

/// More of the table than this share has to be shown to be gone in another way, too.
const LARGE_SHARE: u64 = 2;
const LARGE: u64 = 20;

impl Module<'_> {
    /// Compares all ids and stamps. A row without a record is removed, and a record without a row, or with another
    /// stamp, is read.
    pub(super) async fn sweep(&mut self) -> Result<()> {
        let mut after = self.state.sweep_at.unwrap_or_default();
        let mut is_late = false;
        let fields = if self.has_stamps() { "id, modifiedtime" } else { "id" };
        let text = format!("select {fields} from {}", self.name);
        let mut pages = None;
        loop {
            if pages.is_none() {
                let fetch = self.client().query(&text)?.look_ahead(false);
                let progress = match (after, self.prefix()) {
                    (0, _) | (_, None) => Progress::default(),
                    (after, Some(prefix)) => {
                        Progress::new(1, Some(RecordId::new(prefix, after.unsigned_abs())))
                    }
                };
                pages = Some(fetch.resume_after(progress)?.pages());
            }
            let Some(stream) = &mut pages else { continue };
            let page = match stream.next().await {
                Some(Ok(page)) => page,
                None => break,
                Some(Err(error)) => {
                    patience(error).await?;
                    pages = None;
                    continue;
                }
            };
            let there: BTreeMap<String, Option<i64>> = page
                .iter()
                .filter_map(|record| Some((record.get("id")?.to_owned(), stamp(record))))
                .collect();
            let until = there.keys().map(|id| number(id)).max().unwrap_or(after);
            is_late |= self.compare(after, until, &there).await?;
            after = until;
            self.state.sweep_at = Some(after);
        }
        self.compare(after, i64::MAX, &BTreeMap::new()).await?;
        if is_late {
            // Nobody knows how late it was, but that it was later than what was allowed for.
            self.state.overlap = (2 * self.state.overlap).min(LONGEST_OVERLAP);
        }
        self.state.sweep_at = None;
        self.state.swept = now();
        self.synced.swept = true;
        self.apply(&[], Vec::new(), false).await
    }

    /// The number before the `x` of the module's ids.
    fn prefix(&self) -> Option<u32> {
        self.state.table.module().ok()?.id_prefix
    }

    /// Compares the rows between two ids with the records that are there, by their stamps. Answers whether a change
    /// is among them that an earlier run would have found had it been there by then.
    async fn compare(
        &mut self,
        after: i64,
        until: i64,
        there: &BTreeMap<String, Option<i64>>,
    ) -> Result<bool> {
        let name = self.name.clone();
        let beside = if self.has_stamps() { "modifiedtime" } else { "id" };
        let rows = self.keeper.run(move |store| store.ids(&name, (after, until), beside)).await?;
        let rows: BTreeMap<String, Option<i64>> =
            rows.into_iter().map(|(id, text)| (id, text.as_deref().and_then(second))).collect();
        let missed: Vec<String> = there
            .iter()
            .filter(|(id, stamp)| rows.get(*id) != Some(*stamp))
            .map(|(id, _)| id.clone())
            .collect();
        let looked_at = self.state.stamped_until.map(|until| until - self.state.overlap);
        let is_late = |id: &String| {
            let (row, stamp) = (rows.get(id).copied().flatten(), there[id]);
            row.is_some() && row < stamp && stamp < looked_at
        };
        let is_late = missed.iter().any(is_late);
        let records = self.read_again(&missed).await?;
        let gone: Vec<String> = rows.into_keys().filter(|id| !there.contains_key(id)).collect();
        let gone = self.confirmed(gone).await?;
        // How far it has come is written down with the next change, or at the end.
        if !records.is_empty() || !gone.is_empty() || until == i64::MAX {
            self.apply(&records, gone, false).await?;
        }
        Ok(is_late)
    }

    /// Those of the ids that the server does not find when it is asked for each of them: a query that it could not
    /// run would have been answered without rows, and without an error.
    pub(super) async fn confirmed(&mut self, ids: Vec<String>) -> Result<Vec<String>> {
        if ids.is_empty() {
            return Ok(ids);
        }
        let found = by_ids(self.client(), "id", &self.name, &ids).await?;
        let found: BTreeSet<&str> = found.iter().filter_map(|record| record.get("id")).collect();
        let gone: Vec<String> = ids.into_iter().filter(|id| !found.contains(id.as_str())).collect();
        let name = self.name.clone();
        let rows = self.keeper.run(move |store| store.count(&name)).await?;
        let share = gone.len() as u64;
        if share > LARGE
            && share * LARGE_SHARE > rows
            && let Some(id) = gone.first().and_then(|id| id.parse().ok())
            && self.client().retrieve(id).await.is_ok()
        {
            let message = format!("the server answers queries of {} without rows that it has", self.name);
            return Err(Error::refused(message));
        }
        Ok(gone)
    }
}
