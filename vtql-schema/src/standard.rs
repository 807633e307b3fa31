//! The modules of a new instance of Vtiger 8.4, from its describe answers.

use crate::error::ReadError;
use crate::snapshot::Snapshot;

/// The text of the snapshot file.
pub const SNAPSHOT_JSON: &str = include_str!("../fixtures/vtiger-8.4.snapshot.json");

/// The snapshot.
pub fn snapshot() -> Result<Snapshot, ReadError> {
    Snapshot::from_json(SNAPSHOT_JSON)
}
