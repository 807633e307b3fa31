//! What has changed since the last run.

use super::module::{Module, now, stamp_text};
use super::server::{by_ids, patience};
use crate::error::Result;
use crate::table::may_be_a_lost_field;
use std::collections::BTreeSet;
use std::time::Instant;
use vtql_client::{Changes, ErrorKind, Progress, SyncScope};

/// A server that has refused the sync operation is asked again after so many seconds.
const PATIENCE: i64 = 7 * 86_400;

impl Module<'_> {
    /// Reads what has changed; answers whether the server told what was deleted, too.
    pub(super) async fn read_changes(&mut self) -> Result<bool> {
        if !self.has_stamps() {
            // There is no other way than to read it all.
            self.reread_all().await?;
            return Ok(true);
        }
        let start = Instant::now();
        if let Some(since) = self.state.read_until
            && self.state.sync_refused.is_none_or(|refused| refused + PATIENCE < now())
        {
            match self.told_changes((since - self.state.overlap).max(1)).await? {
                Some((updated, deleted)) => {
                    self.take_told(start, updated, deleted).await?;
                    return Ok(true);
                }
                None => self.state.sync_refused = Some(now()),
            }
        }
        self.read_stamped(start).await?;
        Ok(false)
    }

    /// The ids of records that were changed and deleted by the sync operation; `None` when it does not work.
    async fn told_changes(&mut self, since: i64) -> Result<Option<(Vec<String>, Vec<String>)>> {
        let (mut updated, mut deleted) = (BTreeSet::new(), BTreeSet::new());
        let mut from = since;
        loop {
            let page: Changes = match self.client().sync(&self.name, from, SyncScope::Application).await {
                Ok(page) => page,
                Err(error) if error.is_rate_limited() => {
                    patience(error).await?;
                    continue;
                }
                Err(error) if is_refused(error.kind()) => return Ok(None),
                Err(error) => return Err(error.into()),
            };
            for record in &page.updated {
                // Changes without ids cannot be followed.
                let Some(id) = record.id() else { return Ok(None) };
                updated.insert(id);
            }
            deleted.extend(page.deleted);
            if !page.more {
                break;
            }
            match page.last_modified.filter(|next| *next > from) {
                Some(next) => from = next,
                None => return Ok(None),
            }
        }
        let texts = |ids: BTreeSet<vtql_client::RecordId>| ids.iter().map(ToString::to_string).collect();
        Ok(Some((texts(updated), texts(deleted))))
    }

    async fn take_told(&mut self, start: Instant, updated: Vec<String>, deleted: Vec<String>) -> Result<()> {
        let newest_before = self.state.newest;
        let (name, ids) = (self.name.clone(), deleted);
        let known = self.keeper.run(move |store| store.present(&name, &ids)).await?;
        let mut gone: BTreeSet<String> = known.into_iter().collect();
        // A record that was deleted may have been restored since.
        let asked: BTreeSet<String> = updated.into_iter().chain(gone.iter().cloned()).collect();
        let asked: Vec<String> = asked.into_iter().collect();
        for part in asked.chunks(super::server::IDS) {
            let records = loop {
                match by_ids(self.client(), &self.select()?, &self.name, part).await {
                    Err(crate::Error::Client(error))
                        if may_be_a_lost_field(&error) && self.describe_again().await? => {}
                    outcome => break outcome?,
                }
            };
            for record in &records {
                gone.remove(record.get("id").unwrap_or_default());
            }
            self.apply(&records, Vec::new(), true).await?;
        }
        self.state.read(self.server_second_at(start), newest_before);
        self.apply(&[], gone.into_iter().collect(), false).await
    }

    /// Reads the records whose `modifiedtime` is not before what was read until then, by their ids: one that changes
    /// meanwhile behind the page that is read is stamped after the start, and comes in the next run.
    async fn read_stamped(&mut self, start: Instant) -> Result<()> {
        let newest_before = self.state.newest;
        let from = self.state.stamped_until.map(|until| stamp_text(until - self.state.overlap));
        let condition = from.map_or_else(String::new, |from| format!(" where modifiedtime >= '{from}'"));
        let mut reached = Progress::default();
        let mut pages = None;
        loop {
            if pages.is_none() {
                let fetch = self.client().query(self.query(&condition)?)?.look_ahead(false);
                pages = Some(fetch.resume_after(reached.clone())?.pages());
            }
            let Some(stream) = &mut pages else { continue };
            match stream.next().await {
                None => break,
                Some(Ok(records)) => {
                    reached = stream.progress();
                    self.apply(&records, Vec::new(), true).await?;
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
        self.state.read(self.server_second_at(start), newest_before);
        self.apply(&[], Vec::new(), false).await
    }
}

/// Whether the server has, or offers this user, no such operation.
fn is_refused(kind: ErrorKind) -> bool {
    use ErrorKind::{NotJson, Server, Status, UnexpectedAnswer, Unsupported};
    matches!(kind, Server | Status | NotJson | UnexpectedAnswer | Unsupported)
}
