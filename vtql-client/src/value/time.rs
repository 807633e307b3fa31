use super::Decode;
use jiff::civil::{Date, DateTime, Time};

/// `YYYY-MM-DD`.
impl Decode for Date {
    const EXPECTED: &'static str = "a date (YYYY-MM-DD)";

    fn placeholder() -> Self {
        Date::ZERO
    }

    fn decode(cell: Option<&str>) -> Option<Self> {
        cell?.parse().ok()
    }

    fn is_unset(text: &str) -> bool {
        is_zero_date(text)
    }
}

/// `HH:MM:SS`, or `HH:MM` in calendar fields; hours alone count as full ones.
impl Decode for Time {
    const EXPECTED: &'static str = "a time (HH:MM:SS)";

    fn placeholder() -> Self {
        Time::midnight()
    }

    fn decode(cell: Option<&str>) -> Option<Self> {
        let text = cell?;
        let hours = || text.parse().ok().and_then(|hours| Time::new(hours, 0, 0, 0).ok());
        text.parse().ok().or_else(hours)
    }
}

/// `YYYY-MM-DD HH:MM:SS`, in the time zone of the server (UTC in the cloud).
impl Decode for DateTime {
    const EXPECTED: &'static str = "a date and time (YYYY-MM-DD HH:MM:SS)";

    fn placeholder() -> Self {
        DateTime::ZERO
    }

    fn decode(cell: Option<&str>) -> Option<Self> {
        cell?.parse().ok()
    }

    fn is_unset(text: &str) -> bool {
        is_zero_date(text)
    }
}

/// Nothing, or MySQL's date of zeros.
fn is_zero_date(text: &str) -> bool {
    text.is_empty() || text.starts_with("0000-00-00")
}
