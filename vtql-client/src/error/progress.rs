use std::fmt;
use std::str::FromStr;
use std::sync::Arc;
use vtql_parser::ast::RecordId;

/// How far a query has come: all rows up to here were delivered. [`Fetch::resume_after`](crate::Fetch)
/// goes on from there, also in another process: its text is all that it takes.
///
/// ```
/// use vtql_client::{Progress, RecordId};
///
/// let progress = Progress::new(130, Some(RecordId::new(12, 345)));
/// let text = progress.to_string();
/// assert_eq!(text, "130 12x345");
/// assert_eq!(text.parse(), Ok(progress));
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Progress {
    /// Rows delivered.
    pub rows: u64,
    /// The id of the last one; `None` before the first.
    pub last: Option<RecordId>,
    /// Where that is in the order of the query, if that is not the order of ids.
    position: Option<Arc<str>>,
}

impl Progress {
    /// So many rows, the last of them with this id.
    pub fn new(rows: u64, last: Option<RecordId>) -> Self {
        Progress { rows, last, position: None }
    }

    /// The same with a place in the order of the query.
    pub(crate) fn at(mut self, position: Option<String>) -> Self {
        self.position = position.map(Into::into);
        self
    }

    pub(crate) fn position(&self) -> Option<&str> {
        self.position.as_deref()
    }

    /// This far, and then that much farther.
    pub(crate) fn and(self, more: Progress) -> Self {
        let position = more.position.or(self.position.filter(|_| more.rows == 0));
        Progress { rows: self.rows.saturating_add(more.rows), last: more.last.or(self.last), position }
    }
}

/// As [`from_str`](Progress::from_str) reads it: the number of rows, the last id, and the place in the order of the
/// query, in one line.
impl fmt::Display for Progress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.rows)?;
        if let Some(last) = self.last {
            write!(f, " {last}")?;
        }
        self.position.as_ref().map_or(Ok(()), |position| write!(f, " {position}"))
    }
}

impl FromStr for Progress {
    type Err = InvalidProgress;

    fn from_str(text: &str) -> Result<Self, InvalidProgress> {
        let invalid = || InvalidProgress { text: text.chars().take(40).collect() };
        let (rows, rest) = text.trim().split_once(' ').unwrap_or((text.trim(), ""));
        let rows = rows.parse().map_err(|_| invalid())?;
        let (last, rest) = if rest.is_empty() || rest.starts_with('{') {
            (None, rest)
        } else {
            let (last, rest) = rest.split_once(' ').unwrap_or((rest, ""));
            (Some(last.parse().map_err(|_| invalid())?), rest)
        };
        if !(rest.is_empty() || rest.starts_with('{')) {
            return Err(invalid());
        }
        let position = (!rest.is_empty()).then(|| rest.into());
        Ok(Progress { rows, last, position })
    }
}

/// A text that is not the text of a [`Progress`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvalidProgress {
    text: String,
}

impl fmt::Display for InvalidProgress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` is not the progress of a query: write what a progress was shown as", self.text)
    }
}

impl std::error::Error for InvalidProgress {}
