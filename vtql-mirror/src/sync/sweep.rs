//! Which records are gone: all ids are compared.

use super::module::{Module, now};
use super::server::{by_ids, number, patience};
use crate::error::{Error, Result};
use std::collections::BTreeSet;
use vtql_client::{Progress, RecordId};

/// More of the table than this share has to be shown to be gone in another way, too.
const LARGE_SHARE: u64 = 2;
const LARGE: u64 = 20;

impl Module<'_> {
    /// Compares all ids. A row without a record is removed, and a record without a row is read.
    pub(super) async fn sweep(&mut self) -> Result<()> {
        let mut after = self.state.sweep_at.unwrap_or_default();
        let text = format!("select id from {}", self.name);
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
            let there: BTreeSet<String> =
                page.iter().filter_map(|record| record.get("id")).map(str::to_owned).collect();
            let until = there.iter().map(|id| number(id)).max().unwrap_or(after);
            self.compare(after, until, &there).await?;
            after = until;
            self.state.sweep_at = Some(after);
        }
        self.compare(after, i64::MAX, &BTreeSet::new()).await?;
        self.state.sweep_at = None;
        self.state.swept = now();
        self.synced.swept = true;
        self.apply(&[], Vec::new(), false).await
    }

    /// The number before the `x` of the module's ids.
    fn prefix(&self) -> Option<u32> {
        self.state.table.module().ok()?.id_prefix
    }

    async fn compare(&mut self, after: i64, until: i64, there: &BTreeSet<String>) -> Result<()> {
        let name = self.name.clone();
        let rows = self.keeper.run(move |store| store.ids(&name, after, until)).await?;
        let rows: BTreeSet<String> = rows.into_iter().collect();
        let missed: Vec<String> = there.difference(&rows).cloned().collect();
        let records = by_ids(self.client(), &self.select()?, &self.name, &missed).await?;
        let gone: Vec<String> = rows.difference(there).cloned().collect();
        let gone = self.confirmed(gone).await?;
        if records.is_empty() && gone.is_empty() && until != i64::MAX {
            // How far it has come is written down with the next change, or at the end.
            return Ok(());
        }
        self.apply(&records, gone, false).await
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
