//! Dates and times in comparisons.

use jiff::civil::{Date, DateTime, Time};

/// The text that compares, byte by byte, with stored dates (`YYYY-MM-DD`) and datetimes
/// (`YYYY-MM-DD HH:MM:SS`) as `text` does in MySQL; `None` when it is neither. Midnight is dropped
/// from a date column's literal, and added to a datetime column's.
pub(crate) fn datetime(text: &str, column_has_time: bool) -> Option<String> {
    let text = text.trim();
    let (date, time) = match text.split_once([' ', 'T']) {
        Some((date, time)) => (date, time.trim_start().parse::<Time>().ok()?),
        None => (text, Time::midnight()),
    };
    let date = parse_date(date)?;
    Some(if column_has_time || time != Time::midnight() {
        DateTime::from_parts(date, time).strftime("%Y-%m-%d %H:%M:%S").to_string()
    } else {
        date.to_string()
    })
}

/// The stored form of a date from a client: `YYYY-MM-DD`, or `DD-MM-YYYY`, which the CRM takes as well
/// (observed); `None` when it is neither.
pub(crate) fn date(text: &str) -> Option<String> {
    let day = text.split([' ', 'T']).next()?;
    let turned = || {
        let mut parts = day.splitn(3, ['-', '/', '.']);
        let (day, month, year) = (parts.next()?, parts.next()?, parts.next()?);
        parse_date(&format!("{year}-{month}-{day}"))
    };
    parse_date(day).or_else(turned).map(|date| date.to_string())
}

fn parse_date(text: &str) -> Option<Date> {
    let mut parts = text.splitn(3, ['-', '/', '.']);
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    if year.len() != 4 {
        return None;
    }
    Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::{date, datetime};

    #[test]
    fn a_client_may_turn_a_date_round() {
        assert_eq!(date("31-12-1999").as_deref(), Some("1999-12-31"));
        assert_eq!(date("1999-12-31 10:00:00").as_deref(), Some("1999-12-31"));
        assert_eq!(date("not-a-date"), None);
    }

    #[test]
    fn dates_extend_to_midnight() {
        assert_eq!(datetime("2020-01-01", true).as_deref(), Some("2020-01-01 00:00:00"));
        assert_eq!(datetime("2020-1-2", false).as_deref(), Some("2020-01-02"));
        assert_eq!(datetime("2020-01-02 00:00:00", false).as_deref(), Some("2020-01-02"));
        assert_eq!(datetime("2020-01-02 10:30:00", false).as_deref(), Some("2020-01-02 10:30:00"));
        assert_eq!(datetime("2020-02-30", false), None);
        assert_eq!(datetime("Test", true), None);
    }
}
