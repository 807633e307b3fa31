//! The time of the server.

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;

/// Now, in UTC, as datetimes are written: `YYYY-MM-DD HH:MM:SS`.
pub(crate) fn now() -> String {
    format(Timestamp::now())
}

/// The date of now, in UTC: `YYYY-MM-DD`.
pub(crate) fn today() -> String {
    TimeZone::UTC.to_datetime(Timestamp::now()).strftime("%Y-%m-%d").to_string()
}

/// The time of day of now, in UTC: `HH:MM:SS`.
pub(crate) fn time_of_day() -> String {
    TimeZone::UTC.to_datetime(Timestamp::now()).strftime("%H:%M:%S").to_string()
}

/// A time as datetimes are written.
pub(crate) fn format(time: Timestamp) -> String {
    TimeZone::UTC.to_datetime(time).strftime("%Y-%m-%d %H:%M:%S").to_string()
}

/// A time in seconds since 1970 as datetimes are written; `None` when it is out of range.
pub(crate) fn from_seconds(seconds: i64) -> Option<String> {
    Timestamp::from_second(seconds).ok().map(format)
}

/// A datetime in seconds since 1970.
pub(crate) fn to_seconds(datetime: &str) -> Option<i64> {
    let datetime: DateTime = datetime.parse().ok()?;
    TimeZone::UTC.to_timestamp(datetime).ok().map(Timestamp::as_second)
}
