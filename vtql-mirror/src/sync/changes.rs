//! What has changed since the last run.

use super::module::{Module, now, stamp_text};
use super::server::patience;
use crate::error::Result;
use crate::table::may_be_a_lost_field;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::time::Instant;
use vtql_client::{Changes, ErrorKind, Progress, SyncScope};

/// A server that has refused the sync operation is asked again after so many seconds.
const PATIENCE: i64 = 7 * 86_400;

/// What the sync operation answered.
enum Told {
    /// The ids of the records that were changed and deleted.
    Changes { updated: Vec<String>, deleted: Vec<String> },
    /// It does not work for this module.
    Refused,
    /// It failed this time, or does not work at this server.
    Failed,
}

/// What is known of a server's sync operation, whatever the module. Until it has worked it is tried once a run: a
/// server without it answers as one that has a fault (HTTP 500, observed).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum SyncOperation {
    /// It has worked.
    Works,
    /// It has failed so many times in a row, and never worked.
    Failed(u32),
    /// So it failed too often: when, by this machine's clock.
    Missing(i64),
}

impl SyncOperation {
    /// Under this name it is kept. No module has a name that begins so.
    pub(super) const NAME: &str = "*sync";

    /// After so many failures in a row it is taken to be missing.
    const FAILURES: u32 = 3;

    fn after_a_failure(self) -> Self {
        let failures = if let SyncOperation::Failed(failures) = self { failures + 1 } else { 1 };
        if failures < Self::FAILURES {
            SyncOperation::Failed(failures)
        } else {
            SyncOperation::Missing(now())
        }
    }
}

impl Default for SyncOperation {
    fn default() -> Self {
        SyncOperation::Failed(0)
    }
}

/// What a run knows of the sync operation.
#[derive(Debug, Default)]
pub(super) struct Asked {
    pub(super) operation: SyncOperation,
    /// Whether it has failed in this run, and had not worked before.
    has_failed: bool,
}

impl Module<'_> {
    /// Reads what has changed; answers whether the server told what was deleted, too.
    pub(super) async fn read_changes(&mut self) -> Result<bool> {
        if !self.has_stamps() {
            if self.has_quiet_parents() {
                return Ok(false);
            }
            // There is no other way than to read it all.
            self.reread_all().await?;
            return Ok(true);
        }
        let start = Instant::now();
        if let Some(since) = self.state.told_until
            && self.state.sync_refused.is_none_or(|refused| refused + PATIENCE < now())
        {
            match self.told_changes((since - self.state.overlap).max(1)).await? {
                Told::Changes { updated, deleted } => {
                    self.take_told(start, updated, deleted).await?;
                    return Ok(true);
                }
                Told::Refused => self.state.sync_refused = Some(now()),
                Told::Failed => {}
            }
        }
        self.read_stamped(start).await?;
        Ok(false)
    }

    /// Asks the sync operation. Nothing depends on its answer: where it has none, the changes are read by their
    /// times, and a server that does not answer at all fails there.
    async fn told_changes(&mut self, since: i64) -> Result<Told> {
        // One module finds out whether there is any use in asking; the others wait for it.
        let asked = self.sync.asked.lock().await;
        let (client, mut asked) = match asked.operation {
            SyncOperation::Works => {
                drop(asked);
                (self.client().clone(), None)
            }
            SyncOperation::Missing(when) if when + PATIENCE >= now() => return Ok(Told::Failed),
            _ if asked.has_failed => return Ok(Told::Failed),
            _ => (self.client().with_one_attempt(), Some(asked)),
        };
        let (mut updated, mut deleted) = (BTreeSet::new(), BTreeSet::new());
        let mut from = since;
        loop {
            let page: Changes = match client.sync(&self.name, from, SyncScope::Application).await {
                Ok(page) => {
                    if let Some(mut asked) = asked.take() {
                        asked.operation = SyncOperation::Works;
                        self.remember(asked.operation).await?;
                    }
                    page
                }
                Err(error) if error.is_rate_limited() => {
                    patience(error).await?;
                    continue;
                }
                Err(error)
                    if let Some(asked) = &mut asked
                        && (is_refused(error.kind()) || error.is_transient()) =>
                {
                    asked.has_failed = true;
                    asked.operation = asked.operation.after_a_failure();
                    self.remember(asked.operation).await?;
                    // Another module is to ask the next time, where it may be for this one's sake.
                    return Ok(if error.kind() == ErrorKind::Server { Told::Refused } else { Told::Failed });
                }
                Err(error) if is_refused(error.kind()) => return Ok(Told::Refused),
                // The last of several attempts decides the kind: it may have failed in another way than the others.
                Err(error) if error.is_transient() => return Ok(Told::Failed),
                Err(error) => return Err(error.into()),
            };
            for record in &page.updated {
                // Changes without ids cannot be followed.
                let Some(id) = record.id() else { return Ok(Told::Refused) };
                updated.insert(id);
            }
            deleted.extend(page.deleted);
            if !page.more {
                break;
            }
            match page.last_modified.filter(|next| *next > from) {
                Some(next) => from = next,
                None => return Ok(Told::Refused),
            }
        }
        let texts = |ids: BTreeSet<vtql_client::RecordId>| ids.iter().map(ToString::to_string).collect();
        Ok(Told::Changes { updated: texts(updated), deleted: texts(deleted) })
    }

    async fn remember(&self, operation: SyncOperation) -> Result<()> {
        let text = serde_json::to_string(&operation).unwrap_or_default();
        self.keeper.run(move |store| store.remember(SyncOperation::NAME, &text)).await
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
            let records = self.read_again(part).await?;
            for record in &records {
                gone.remove(record.get("id").unwrap_or_default());
            }
            self.apply(&records, Vec::new(), true).await?;
        }
        let until = self.server_second_at(start);
        self.state.read(until, newest_before);
        self.state.told_until = until.or(self.state.told_until);
        self.apply(&[], gone.into_iter().collect(), false).await
    }

    /// Reads the records whose `modifiedtime` is not before what was read until then, by their ids: one that changes
    /// meanwhile behind the page that is read is stamped after the start, and comes in the next run.
    async fn read_stamped(&mut self, start: Instant) -> Result<()> {
        let newest_before = self.state.newest;
        let from = self.state.stamps_from().map(stamp_text);
        let condition = from.map_or_else(String::new, |from| format!(" where modifiedtime >= '{from}'"));
        let mut reached = Progress::default();
        let mut pages = None;
        loop {
            if pages.is_none() {
                let fetch = self.client().query(self.query(&condition)?)?.look_ahead(false);
                pages = Some(fetch.resume_behind_page(reached.clone())?.pages());
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
