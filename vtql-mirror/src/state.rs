use crate::error::{Error, Result};
use crate::table::Table;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::path::PathBuf;

/// What is known about a module of a mirror. It changes in the transaction that changes the module's rows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct ModuleState {
    /// What is asked, and what the columns are.
    pub(crate) table: Table,
    /// How far the first reading of all rows has come; `None` once it is done.
    pub(crate) first: Option<First>,
    /// All changes and deletions up to here that the sync operation tells are in the mirror, but for those that were
    /// under way: by the server's clock, in seconds since 1970.
    #[serde(default, alias = "read_until")]
    pub(crate) told_until: Option<i64>,
    /// The same of changes that `modifiedtime` shows, in its clock, which may be in another zone.
    #[serde(default)]
    pub(crate) stamped_until: Option<i64>,
    /// The newest `modifiedtime` that was seen and is not in the future.
    #[serde(default)]
    pub(crate) newest: Option<i64>,
    /// Since when that stamp is known, by the server's clock.
    #[serde(default)]
    pub(crate) newest_since: Option<i64>,
    /// No change that is stamped up to this second was under way when all such changes were read. They need not be read
    /// again, although `stamped_until` less the overlap may be before it.
    #[serde(default)]
    pub(crate) settled: Option<i64>,
    /// How long a change may be under way, in seconds: so much is read again.
    pub(crate) overlap: i64,
    /// Keys of answers that are no fields by describe.
    #[serde(default)]
    pub(crate) more_keys: BTreeSet<String>,
    /// Fields by describe that answers do not have.
    #[serde(default)]
    pub(crate) fewer_keys: BTreeSet<String>,
    /// When the server refused the sync operation, by this machine's clock.
    #[serde(default)]
    pub(crate) sync_refused: Option<i64>,
    /// When the ids were compared last, by this machine's clock.
    #[serde(default)]
    pub(crate) swept: i64,
    /// How far the comparison of ids has come: the number of the last id.
    #[serde(default)]
    pub(crate) sweep_at: Option<i64>,
    /// When the reading of all rows again began, by this machine's clock.
    #[serde(default)]
    pub(crate) reread_began: i64,
    /// How far that has come: the number of the last id, and the rows before it.
    #[serde(default)]
    pub(crate) reread_at: i64,
    #[serde(default)]
    pub(crate) reread_rows: u64,
    /// All rows have to be read again as soon as can be: a field came, or has another type.
    #[serde(default)]
    pub(crate) reread_now: bool,
    /// For line items: what the records that have them were when these were read.
    #[serde(default)]
    pub(crate) parents: Option<Parents>,
    /// What became of the table's columns, a sentence each.
    #[serde(default)]
    pub(crate) schema_changes: Vec<String>,
}

/// The first reading.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct First {
    /// The query's progress.
    pub(crate) progress: String,
    /// When it began, by the server's clock.
    pub(crate) began: Option<i64>,
    /// The newest `modifiedtime` at that time.
    pub(crate) newest: Option<i64>,
}

/// What the records that have line items were when these were read.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Parents {
    /// What changes with them.
    pub(crate) mark: String,
    /// Since when it is this, by this machine's clock.
    pub(crate) since: i64,
    /// Whether their last change was complete when the items were read.
    pub(crate) is_settled: bool,
}

/// How long a change may be under way before anything else is known: as long as web servers usually let a request
/// run. It grows to twice what is seen.
pub(crate) const OVERLAP: i64 = 60;
/// It grows to this at most.
pub(crate) const LONGEST_OVERLAP: i64 = 6 * 3_600;

impl ModuleState {
    pub(crate) fn new(table: Table, now: i64) -> Self {
        ModuleState {
            table,
            first: Some(First { progress: "0".to_owned(), began: None, newest: None }),
            told_until: None,
            stamped_until: None,
            newest: None,
            newest_since: None,
            settled: None,
            overlap: OVERLAP,
            more_keys: BTreeSet::new(),
            fewer_keys: BTreeSet::new(),
            sync_refused: None,
            swept: now,
            sweep_at: None,
            reread_began: now,
            reread_at: 0,
            reread_rows: 0,
            reread_now: false,
            parents: None,
            schema_changes: Vec::new(),
        }
    }

    pub(crate) fn parse(module: &str, text: &str) -> Result<Self> {
        serde_json::from_str(text).map_err(|error| Error::State {
            path: PathBuf::from(format!("_vtql_modules: {module}")),
            message: error.to_string(),
        })
    }

    pub(crate) fn text(&self) -> String {
        // Strings, numbers and lists of them.
        serde_json::to_string(self).unwrap_or_default()
    }

    /// The time from which changes are read by their stamps; `None`: all of them.
    pub(crate) fn stamps_from(&self) -> Option<i64> {
        let from = self.stamped_until? - self.overlap;
        Some(self.settled.map_or(from, |settled| from.max(settled + 1)))
    }

    /// A stamp was seen at a moment of the server's clock.
    pub(crate) fn saw(&mut self, stamp: i64, now: i64) {
        if self.newest.is_none_or(|newest| newest < stamp) {
            (self.newest, self.newest_since) = (Some(stamp), Some(now));
        } else if self.newest_since.is_none() {
            self.newest_since = Some(now);
        }
    }

    /// A reading of changes that began at `began` is complete.
    pub(crate) fn read(&mut self, began: Option<i64>, newest_before: Option<i64>) {
        let Some(began) = began else {
            // The server does not tell its time: what was newest before is surely behind.
            self.stamped_until = newest_before.or(self.stamped_until);
            return;
        };
        if let Some(newest) = newest_before {
            // In whatever zone stamps are, this is long ago; or the stamp was known long before the reading began.
            let is_old = newest < began - LONGEST_OFFSET - self.overlap;
            let is_known_long = self.newest == newest_before
                && self.newest_since.is_some_and(|since| since + self.overlap < began);
            if is_old || is_known_long {
                self.settled = self.settled.max(Some(newest));
            }
        }
        // A change that is stamped just now shows that stamps are not behind the server's clock. Else they may be in
        // another zone, and only the newest one that was known before is surely behind.
        let is_proved = self.newest.is_some_and(|newest| newest >= began - SHORTEST_OFFSET);
        self.stamped_until = Some(match newest_before {
            _ if is_proved => began,
            Some(newest) => newest.min(began),
            None => began - LONGEST_OFFSET,
        });
    }
}

/// Zones differ by quarters of an hour, and by twelve hours from UTC to the west at most.
const SHORTEST_OFFSET: i64 = 15 * 60;
pub(crate) const LONGEST_OFFSET: i64 = 12 * 3_600;
