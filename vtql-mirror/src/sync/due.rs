use crate::error::{Error, Result};
use std::str::FromStr;
use std::time::Duration;

/// When something is to be done.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Due {
    /// As often as its cost allows.
    #[default]
    Auto,
    /// Once in so long a time.
    Every(Duration),
    /// In this run.
    Now,
    /// Not at all.
    Never,
}

/// `auto`, `now`, `never`, or a number with `m`, `h` or `d`.
impl FromStr for Due {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        match text {
            "auto" => Ok(Due::Auto),
            "now" => Ok(Due::Now),
            "never" => Ok(Due::Never),
            _ => period(text).map(Due::Every),
        }
    }
}

/// A time such as `90s`, `5m`, `12h` or `30d`.
pub fn period(text: &str) -> Result<Duration> {
    let wrong = || Error::refused(format!("`{text}` is no time: write `30s`, `5m`, `12h` or `30d`"));
    let split = text.len().saturating_sub(1);
    let (Some(number), Some(unit)) = (text.get(..split), text.get(split..)) else { return Err(wrong()) };
    let seconds: u64 = match unit {
        "s" => 1,
        "m" => 60,
        "h" => 3_600,
        "d" => 86_400,
        _ => return Err(wrong()),
    };
    let number: u64 = number.parse().map_err(|_| wrong())?;
    number.checked_mul(seconds).filter(|it| *it > 0).map(Duration::from_secs).ok_or_else(wrong)
}

/// Rows of a page.
const PAGE: u64 = 100;
/// Every request that a comparison of ids takes is to be one a minute at most.
const SECONDS_A_REQUEST: u64 = 60;
const SHORTEST: u64 = 3_600;
const DAY: u64 = 86_400;
const LONGEST: u64 = 7 * DAY;

/// How long after one comparison of ids the next is due; `None`: never.
pub(super) fn sweep_period(due: Due, rows: u64, deletions_are_told: bool) -> Option<u64> {
    match due {
        Due::Never => None,
        Due::Now => Some(0),
        Due::Every(time) => Some(time.as_secs()),
        Due::Auto => {
            // Then it is for changes that were committed late alone.
            let shortest = if deletions_are_told { DAY } else { SHORTEST };
            Some(((rows / PAGE + 1) * SECONDS_A_REQUEST).clamp(shortest, LONGEST))
        }
    }
}

/// In which time all rows are read again; `None`: never.
pub(super) fn reread_period(due: Due) -> Option<u64> {
    match due {
        Due::Never => None,
        Due::Now => Some(0),
        Due::Every(time) => Some(time.as_secs()),
        Due::Auto => Some(30 * DAY),
    }
}
