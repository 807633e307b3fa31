//! Dates and times: what texts and numbers mean where they meet a column that holds one.
//!
//! Such a column keeps text that sorts as it is meant, and a value that meets it becomes such a text. What
//! is no date counts as the zero date, which comes before every other; what is no time as midnight.

mod datetime;
mod scan;
mod time;

use datetime::DateTime;
use time::Time;

use std::cmp::Ordering;

/// What meets a date or a time: a text or a number.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Meeting<'a> {
    Text(&'a str),
    Number(f64),
}

impl Meeting<'_> {
    fn datetime(self) -> DateTime {
        let found = match self {
            Meeting::Text(text) => DateTime::parse(text),
            Meeting::Number(number) => whole(number).and_then(DateTime::of_number),
        };
        found.unwrap_or_default()
    }

    /// The text that compares, byte by byte, with those of a column of dates, `YYYY-MM-DD`. One with a time comes after its
    /// day.
    pub(crate) fn beside_dates(self) -> String {
        let datetime = self.datetime();
        if datetime.is_midnight() { datetime.date() } else { datetime.to_string() }
    }

    /// The text that compares, byte by byte, with those of a column of dates with times,
    /// `YYYY-MM-DD HH:MM:SS`.
    pub(crate) fn beside_datetimes(self) -> String {
        self.datetime().to_string()
    }

    /// The text that compares, by [`compare_times`], with those of a column of times.
    pub(crate) fn beside_times(self) -> String {
        let found = match self {
            Meeting::Text(text) => Time::parse(text),
            Meeting::Number(number) => whole(number).and_then(Time::of_number),
        };
        found.unwrap_or_default().to_string()
    }

    /// Whether this is a date with a time, which no time equals (observed), though it is read as one.
    pub(crate) fn is_beyond_times(self) -> bool {
        matches!(self, Meeting::Text(text) if Time::of_datetime(text).is_some())
    }
}

/// The whole number that a number is without its fraction.
fn whole(number: f64) -> Option<i64> {
    format!("{:.0}", number.trunc()).parse().ok()
}

/// The order of two times, `HH:MM:SS`, which may be longer than a day or negative.
pub(crate) fn compare_times(a: &str, b: &str) -> Ordering {
    Time::parse(a).cmp(&Time::parse(b))
}

/// The stored form of a date from a client: `YYYY-MM-DD`, or `DD-MM-YYYY`, which the CRM takes as well
/// (observed); `None` when it is neither.
pub(crate) fn date(text: &str) -> Option<String> {
    let day = text.split([' ', 'T']).next()?;
    let turned = || {
        let mut parts = day.splitn(3, ['-', '/', '.']);
        let (day, month, year) = (parts.next()?, parts.next()?, parts.next()?);
        calendar_date(&format!("{year}-{month}-{day}"))
    };
    calendar_date(day).or_else(turned)
}

/// The stored form of a date with a time from a client; `None` when it is none.
pub(crate) fn datetime(text: &str) -> Option<String> {
    let datetime = DateTime::parse(text)?;
    calendar_date(&datetime.date()).map(|_| datetime.without_fraction().to_string())
}

/// The stored form of a time from a client; `None` when it is none.
pub(crate) fn time(text: &str) -> Option<String> {
    Time::parse(text).map(|time| time.without_fraction().to_string())
}

fn calendar_date(text: &str) -> Option<String> {
    let mut parts = text.splitn(3, ['-', '/', '.']);
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    if year.len() != 4 {
        return None;
    }
    let date = jiff::civil::Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?);
    date.ok().map(|date| date.to_string())
}

#[cfg(test)]
mod tests;
