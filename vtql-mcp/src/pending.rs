//! Writes that were previewed and wait for their confirmation.

use crate::instance::Trouble;
use crate::random;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};
use vtql_client::RecordId;

/// What is done to a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Op {
    Create,
    Update,
    Delete,
}

/// A write that was looked at and may be done as it was shown.
#[derive(Clone, Debug)]
pub(crate) struct Previewed {
    pub(crate) op: Op,
    pub(crate) module: String,
    pub(crate) id: Option<RecordId>,
    pub(crate) fields: Map<String, Value>,
    /// The record as it was when it was shown.
    pub(crate) before: Option<Value>,
    pub(crate) until: Instant,
}

/// The previews that wait for their confirmation.
#[derive(Debug, Default)]
pub(crate) struct Pending(Mutex<BTreeMap<String, Previewed>>);

/// So long a preview holds.
pub(crate) const HOLDS: Duration = Duration::from_mins(10);
/// So many previews are kept: the one that ends first makes room.
const MOST: usize = 32;

impl Pending {
    /// Keeps a write for a while, and gives the token for it.
    pub(crate) fn keep(&self, previewed: Previewed) -> Result<String, Trouble> {
        let token = random::token()?;
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.retain(|_, previewed| previewed.until > Instant::now());
        if kept.len() >= MOST {
            let first = kept.iter().min_by_key(|(_, previewed)| previewed.until);
            if let Some(first) = first.map(|(token, _)| token.clone()) {
                kept.remove(&first);
            }
        }
        kept.insert(token.clone(), previewed);
        Ok(token)
    }

    /// What waits for this token, which is good once.
    pub(crate) fn take(&self, token: &str) -> Option<Previewed> {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.remove(token).filter(|previewed| previewed.until > Instant::now())
    }
}
