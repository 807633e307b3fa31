use super::lenient;
use crate::client::Client;
use crate::error::{Error, ErrorKind, Result};
use crate::record::Record;
use crate::transport::Call;
use serde::Deserialize;
use std::collections::HashMap;
use vtql_parser::ast::RecordId;

/// Whose records [`Client::sync`] returns.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SyncScope {
    /// Those assigned to the user.
    User,
    /// Those assigned to the user or to a group of the user.
    UserAndGroup,
    /// All. Some editions want an administrator for it (observed).
    Application,
}

impl SyncScope {
    /// The scope as the operation names it.
    pub fn as_str(self) -> &'static str {
        match self {
            SyncScope::User => "user",
            SyncScope::UserAndGroup => "userandgroup",
            SyncScope::Application => "application",
        }
    }
}

/// What has changed since a time.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[non_exhaustive]
pub struct Changes {
    /// Records that were created or changed. Where the server sends ids alone, the records have no
    /// other field.
    #[serde(default, deserialize_with = "lenient::records")]
    pub updated: Vec<Record>,
    /// Records that were deleted.
    #[serde(default, deserialize_with = "lenient::record_ids")]
    pub deleted: Vec<RecordId>,
    /// Whether there is more to fetch, from `last_modified` on.
    #[serde(default, deserialize_with = "lenient::flag")]
    pub more: bool,
    /// The time to ask from next, in seconds since 1970; `None` when the server gives none.
    #[serde(default, rename = "lastModifiedTime", deserialize_with = "lenient::number")]
    pub last_modified: Option<i64>,
}

impl Client {
    /// One page of the records of `module` that changed since a time in seconds since 1970 (manual,
    /// *Sync*: at most 200 records). Rows of the last second are kept together, so a page may be
    /// somewhat longer (observed). Does not work for `Users` and modules without entities, and fails at a
    /// time of 0 (observed): 1 asks for everything.
    pub async fn sync(&self, module: &str, since: i64, scope: SyncScope) -> Result<Changes> {
        let call = Call::get("sync").param("modifiedTime", since.to_string());
        self.result(&call.param("elementType", module).param("syncType", scope.as_str())).await
    }

    /// All changes since a time: pages of [`sync`](Client::sync) until there are no more. Each record comes
    /// once: as it was on the last page that had it. The server tells deletions on every page (observed).
    pub async fn sync_all(&self, module: &str, since: i64, scope: SyncScope) -> Result<Changes> {
        let (mut updated, mut deleted) = (Once::new(Record::id), Once::new(|&id| Some(id)));
        let (mut from, mut last_modified) = (since, None);
        loop {
            let page = self.sync(module, from, scope).await?;
            updated.extend(page.updated);
            deleted.extend(page.deleted);
            last_modified = page.last_modified.or(last_modified);
            if !page.more {
                let (updated, deleted) = (updated.items, deleted.items);
                return Ok(Changes { updated, deleted, more: false, last_modified });
            }
            from = page.last_modified.filter(|&next| next > from).ok_or_else(|| {
                let message = "the server says that there is more, and not from when on";
                Error::new(ErrorKind::UnexpectedAnswer, message).with_operation("sync")
            })?;
        }
    }
}

/// A list in which each id comes once.
struct Once<T> {
    items: Vec<T>,
    id: fn(&T) -> Option<RecordId>,
    places: HashMap<RecordId, usize>,
}

impl<T> Once<T> {
    fn new(id: fn(&T) -> Option<RecordId>) -> Self {
        Once { items: Vec::new(), id, places: HashMap::new() }
    }

    /// Adds what is new; what has come before is replaced.
    fn extend(&mut self, page: Vec<T>) {
        for item in page {
            let end = self.items.len();
            let place = (self.id)(&item).map_or(end, |id| *self.places.entry(id).or_insert(end));
            match self.items.get_mut(place) {
                Some(present) => *present = item,
                None => self.items.push(item),
            }
        }
    }
}
