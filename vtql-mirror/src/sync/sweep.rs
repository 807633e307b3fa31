//! Which records are gone, and which changes were seen by no run: all ids and stamps are compared.

use super::module::{Module, now, second, stamp};
use super::server::{by_ids, number, patience};
use crate::error::{Error, Result};
use crate::state::LONGEST_OVERLAP;
use std::collections::{BTreeMap, BTreeSet};
use vtql_client::{ErrorCode, Progress, RecordId};

/// Where more rows than these are to go at once, some of the records are asked for in another way, too.
const LARGE: usize = 20;

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
                pages = Some(fetch.resume_behind_page(progress)?.pages());
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
        let looked_at = self.state.stamps_from();
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
        if gone.len() > LARGE || gone.len() as u64 >= rows {
            let places = BTreeSet::from([0, gone.len() / 2, gone.len().saturating_sub(1)]);
            for id in places.into_iter().filter_map(|place| gone.get(place)) {
                self.confirm_by_retrieve(id, gone.len()).await?;
            }
        }
        Ok(gone)
    }

    /// Asks for one record of `count` that queries do not find. Only an answer that says that it is gone lets rows be
    /// removed: a server that cannot run queries may answer this with any other error.
    async fn confirm_by_retrieve(&self, id: &str, count: usize) -> Result<()> {
        let Ok(record) = id.parse::<RecordId>() else { return Ok(()) };
        let found = loop {
            match self.client().retrieve(record).await {
                Ok(_) => break "it has the record".to_owned(),
                Err(error) if error.code().is_some_and(says_gone) => return Ok(()),
                Err(error) if error.is_rate_limited() || error.is_transient() => patience(error).await?,
                Err(error) => break error.to_string(),
            }
        };
        Err(Error::refused(format!(
            "queries of {} answer {count} rows of the mirror no more, and a retrieve of {id} does not confirm it: \
             {found}. No row was removed. Run again when the server is well; if the records are gone, make a new mirror",
            self.name
        )))
    }
}

/// Whether an error says that there is no such record of the module: none at all, one of another module, or one that
/// the user may not see.
fn says_gone(code: &ErrorCode) -> bool {
    matches!(code, ErrorCode::RecordNotFound | ErrorCode::InvalidIdAttribute | ErrorCode::AccessDenied)
}
