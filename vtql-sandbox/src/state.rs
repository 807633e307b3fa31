use crate::auth::Credentials;
use crate::faults::{Faults, Quota, Repeats};
use crate::gates::Gates;
use crate::hosts::Hosts;
use crate::journal::Journal;
use crate::mysql::collation;
use crate::profile::Profile;
use crate::sessions::Sessions;
use crate::sql;
use crate::store::Store;
use crate::ties::Ties;
use std::sync::{Arc, PoisonError, RwLock};
use vtql_schema::Snapshot;

/// What the handlers of one sandbox share.
#[derive(Debug)]
pub(crate) struct State {
    pub(crate) store: Store,
    /// What it was started with.
    pub(crate) snapshot: Snapshot,
    /// What of the records that were loaded is left out.
    pub(crate) left_out: Vec<String>,
    /// The user that the sandbox tells.
    pub(crate) user: Arc<Credentials>,
    /// Further users.
    pub(crate) others: Vec<Arc<Credentials>>,
    pub(crate) sessions: Sessions,
    pub(crate) profile: Profile,
    pub(crate) ties: Ties,
    pub(crate) strict: bool,
    /// Whether profile 8.4 makes inventory records all the same.
    pub(crate) mended_inventory: bool,
    /// How requests may call it.
    pub(crate) hosts: Hosts,
    pub(crate) gates: Gates,
    pub(crate) journal: Journal,
    pub(crate) quota: Quota,
    pub(crate) repeats: Repeats,
    pub(crate) faults: RwLock<Faults>,
}

pub(crate) type Shared = Arc<State>;

impl State {
    /// What goes wrong at the moment.
    pub(crate) fn faults(&self) -> Faults {
        self.faults.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(crate) fn set_faults(&self, faults: Faults) {
        *self.faults.write().unwrap_or_else(PoisonError::into_inner) = faults;
    }

    /// The most rows that one query answers at the moment.
    pub(crate) fn page_cap(&self) -> u32 {
        let faults = self.faults.read().unwrap_or_else(PoisonError::into_inner);
        faults.page_cap.unwrap_or(sql::CAP)
    }

    /// Everyone who may use it.
    pub(crate) fn users(&self) -> impl Iterator<Item = &Arc<Credentials>> {
        std::iter::once(&self.user).chain(&self.others)
    }

    /// The user of that number.
    pub(crate) fn numbered(&self, id: i64) -> Option<&Arc<Credentials>> {
        self.users().find(|user| user.id == id)
    }

    /// The user of that name, whose case does not matter (observed).
    pub(crate) fn named(&self, name: &str) -> Option<&Arc<Credentials>> {
        self.users().find(|user| collation::compare(&user.name, name).is_eq())
    }
}
