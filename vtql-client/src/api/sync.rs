use super::lenient;
use crate::client::Client;
use crate::error::Result;
use crate::record::Record;
use crate::transport::Call;
use serde::Deserialize;
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
}
