use crate::error::Error;
use serde::Serialize;
use std::collections::BTreeMap;

/// What a run came to.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Summary {
    /// The modules by their names.
    pub modules: BTreeMap<String, Synced>,
    /// All requests of the run.
    pub requests: u64,
    /// Modules that the user may see and the server answers no queries for, with what it said.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub skipped: BTreeMap<String, String>,
    /// Modules that could not be brought up to date. Their tables are as they were, and the next run goes on.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub failed: BTreeMap<String, Failed>,
}

/// Why a module could not be brought up to date.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Failed {
    /// A code for scripts: that of [`Error::label`].
    pub code: String,
    /// The reason.
    pub message: String,
}

impl Failed {
    pub(super) fn of(error: &Error) -> Self {
        Failed { code: error.label().to_owned(), message: error.to_string() }
    }
}

/// What a run came to for one module.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Synced {
    /// Rows that were new or differed.
    pub updated: u64,
    /// Rows that are gone.
    pub deleted: u64,
    /// Requests about the module.
    pub requests: u64,
    /// Rows of the table.
    pub rows: u64,
    /// Whether all ids were compared.
    pub swept: bool,
    /// Rows that were read again.
    pub reread: u64,
    /// Records that were read again since somebody hinted at them.
    #[serde(skip_serializing_if = "is_none")]
    pub hinted: u64,
    /// Values that did not fit their type, in the rows that were read.
    pub misfits: u64,
    /// What became of the table's columns.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub schema_changes: Vec<String>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks so")]
fn is_none(number: &u64) -> bool {
    *number == 0
}
