//! Changes that leave `modifiedtime` as it is: rows are read again, a part of them a run.

use super::module::{Module, now};
use super::server::{number, patience};
use crate::error::Result;
use crate::table::may_be_a_lost_field;
use std::collections::BTreeSet;
use vtql_client::{Progress, RecordId};

impl Module<'_> {
    /// Reads all rows again from the first.
    pub(super) async fn reread_all(&mut self) -> Result<()> {
        (self.state.reread_at, self.state.reread_rows) = (0, 0);
        self.reread(u64::MAX).await
    }

    /// Reads again what is due of the rows, if all of them are to be in `period` seconds.
    pub(super) async fn reread_part(&mut self, period: u64) -> Result<()> {
        let name = self.name.clone();
        let rows = self.keeper.run(move |store| store.count(&name)).await?;
        let elapsed = now().saturating_sub(self.state.reread_began).max(0).unsigned_abs();
        if elapsed >= period {
            return self.reread(u64::MAX).await;
        }
        let due = u128::from(elapsed) * u128::from(rows) / u128::from(period);
        let due = u64::try_from(due).unwrap_or(u64::MAX);
        // Not before a page is worth its request.
        if due >= self.state.reread_rows + u64::from(self.client().page_size().get()) {
            self.reread(due).await?;
        }
        Ok(())
    }

    /// Reads rows again behind those that were read, until so many are.
    async fn reread(&mut self, until: u64) -> Result<()> {
        let mut pages = None;
        let mut after = self.state.reread_at;
        while self.state.reread_rows < until {
            if pages.is_none() {
                let fetch = self.client().query(self.query("")?)?.look_ahead(false);
                let prefix = self.state.table.module()?.id_prefix;
                let progress = match (after, prefix) {
                    (0, _) | (_, None) => Progress::default(),
                    (after, Some(prefix)) => {
                        Progress::new(1, Some(RecordId::new(prefix, after.unsigned_abs())))
                    }
                };
                pages = Some(fetch.resume_behind_page(progress)?.pages());
            }
            let Some(stream) = &mut pages else { continue };
            match stream.next().await {
                Some(Ok(records)) => {
                    let there: BTreeSet<&str> =
                        records.iter().filter_map(|record| record.get("id")).collect();
                    let last = there.iter().map(|id| number(id)).max().unwrap_or(after);
                    let gone = self.rows_between(after, last, &there).await?;
                    self.state.reread_rows += records.len() as u64;
                    self.state.reread_at = last;
                    self.synced.reread += records.len() as u64;
                    after = last;
                    self.apply(&records, gone, false).await?;
                }
                None => {
                    let gone = self.rows_between(after, i64::MAX, &BTreeSet::new()).await?;
                    (self.state.reread_at, self.state.reread_rows) = (0, 0);
                    (self.state.reread_began, self.state.reread_now) = (now(), false);
                    // All ids were compared on the way.
                    (self.state.swept, self.state.sweep_at) = (now(), None);
                    self.synced.swept = true;
                    return self.apply(&[], gone, false).await;
                }
                Some(Err(error)) if may_be_a_lost_field(&error) && self.describe_again().await? => {
                    pages = None;
                }
                Some(Err(error)) => {
                    patience(error).await?;
                    pages = None;
                }
            }
        }
        Ok(())
    }

    /// The rows between two ids without a record.
    async fn rows_between(&mut self, after: i64, until: i64, there: &BTreeSet<&str>) -> Result<Vec<String>> {
        let name = self.name.clone();
        let rows = self.keeper.run(move |store| store.ids(&name, (after, until), "id")).await?;
        let ids = rows.into_iter().map(|(id, _)| id);
        let gone: Vec<String> = ids.filter(|id| !there.contains(id.as_str())).collect();
        self.confirmed(gone).await
    }
}
