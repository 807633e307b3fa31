use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;
use vtql_parser::ast::RecordId;

/// How far the changes of a module were followed. The next run goes on from here, also in another process: its text is
/// all that it takes, and it serializes as that.
///
/// ```
/// use vtql_client::SyncCheckpoint;
///
/// let checkpoint: SyncCheckpoint = "1561718898 12x5".parse()?;
/// assert_eq!((checkpoint.time(), checkpoint.to_string()), (1561718898, "1561718898 12x5".to_owned()));
/// assert_eq!(serde_json::to_string(&checkpoint).ok(), Some(r#""1561718898 12x5""#.to_owned()));
/// # Ok::<(), vtql_client::InvalidCheckpoint>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SyncCheckpoint {
    time: i64,
    /// The deletions that were told and that the server may tell again.
    told: BTreeSet<RecordId>,
}

impl Default for SyncCheckpoint {
    /// Before everything.
    fn default() -> Self {
        SyncCheckpoint::from_time(1)
    }
}

impl SyncCheckpoint {
    /// A time in seconds since 1970: changes after it come. The server fails at a time of 0 (observed), so that 1 is
    /// the first.
    pub fn from_time(seconds: i64) -> Self {
        SyncCheckpoint { time: seconds.max(1), told: BTreeSet::new() }
    }

    /// The time from which the server is asked next, in seconds since 1970.
    pub fn time(&self) -> i64 {
        self.time
    }

    /// Whether this deletion was not told before. From now on it was.
    pub(super) fn tells(&mut self, id: RecordId) -> bool {
        self.told.insert(id)
    }

    /// The next page begins at `time`, and may tell the same deletions again, and none that are older.
    pub(super) fn advance(&mut self, time: i64, deleted: &[RecordId]) {
        self.time = time;
        self.told = deleted.iter().copied().collect();
    }
}

/// As [`from_str`](SyncCheckpoint::from_str) reads it: the time, and the ids of deleted records.
impl fmt::Display for SyncCheckpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.time)?;
        self.told.iter().try_for_each(|id| write!(f, " {id}"))
    }
}

impl FromStr for SyncCheckpoint {
    type Err = InvalidCheckpoint;

    fn from_str(text: &str) -> Result<Self, InvalidCheckpoint> {
        let invalid = || InvalidCheckpoint { text: text.chars().take(40).collect() };
        let mut words = text.split_ascii_whitespace();
        let time = words.next().and_then(|time| time.parse().ok()).filter(|time| *time > 0);
        let told = words.map(|id| id.parse().map_err(|_| invalid())).collect::<Result<_, _>>()?;
        Ok(SyncCheckpoint { time: time.ok_or_else(invalid)?, told })
    }
}

impl Serialize for SyncCheckpoint {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for SyncCheckpoint {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(D::Error::custom)
    }
}

/// A text that is not the text of a [`SyncCheckpoint`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvalidCheckpoint {
    text: String,
}

impl fmt::Display for InvalidCheckpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` is no checkpoint of changes: write what one was shown as", self.text)
    }
}

impl std::error::Error for InvalidCheckpoint {}
