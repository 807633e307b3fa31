//! Texts and numbers as times: those of columns that hold a time alone.

use super::datetime::{DateTime, Parts};
use super::scan::Scan;
use std::fmt;

/// A time, or a length of time, in millionths of a second; negative ones come before midnight.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Time(i64);

const SECOND: i64 = 1_000_000;
/// 838:59:59.999999, the longest time; longer ones count as it.
const LONGEST: Time = Time(3_020_400 * SECOND - 1);

impl Time {
    /// What a text means as a time: that of a date with a time, `HH:MM:SS`, `HH:MM`, any of these after a
    /// number of days, or the digits `HHMMSS` from their end. What follows is ignored. `None` when it is
    /// no time.
    pub(crate) fn parse(text: &str) -> Option<Time> {
        let mut scan = Scan::new(text);
        scan.spaces();
        let negative = scan.peek() == Some(b'-');
        if scan.take(|byte| matches!(byte, b'-' | b'+')) {
            scan.spaces();
        }
        let time = match Parts::read(text).filter(|parts| parts.has_time) {
            Some(parts) => Time::of_day(DateTime::checked(parts.numbers, parts.micros)?),
            None => duration(scan)?,
        };
        Some(if negative { Time(-time.0) } else { time })
    }

    /// The time in a text that is a date with a time.
    pub(super) fn of_datetime(text: &str) -> Option<Time> {
        let parts = Parts::read(text).filter(|parts| parts.has_time)?;
        DateTime::checked(parts.numbers, parts.micros).map(Time::of_day)
    }

    pub(super) fn without_fraction(self) -> Time {
        Time(self.0 - self.0 % SECOND)
    }

    /// What a number means: `HHMMSS`, or a date with a time.
    pub(super) fn of_number(number: i64) -> Option<Time> {
        match number {
            ..0 => Time::of_digits(number.unsigned_abs(), 0).map(|time| Time(-time.0)),
            0..=9_999_999 => Time::of_digits(number.unsigned_abs(), 0),
            10_000_000..=99_991_231_235_959 => DateTime::of_number(number).map(Time::of_day),
            _ => Some(LONGEST),
        }
    }

    fn of_day(datetime: DateTime) -> Time {
        let (seconds, micros) = datetime.time_of_day();
        Time(i64::from(seconds) * SECOND + i64::from(micros))
    }

    fn of_digits(digits: u64, micros: u32) -> Option<Time> {
        Time::checked(
            digits / 10_000,
            u32::try_from(digits / 100 % 100).ok()?,
            u32::try_from(digits % 100).ok()?,
            micros,
        )
    }

    fn checked(hours: u64, minutes: u32, seconds: u32, micros: u32) -> Option<Time> {
        if minutes > 59 || seconds > 59 {
            return None;
        }
        let hours = i64::try_from(hours.min(839)).ok()?;
        let seconds = (hours * 60 + i64::from(minutes)) * 60 + i64::from(seconds);
        Some(Time(seconds * SECOND + i64::from(micros)).min(LONGEST))
    }
}

/// `HH:MM:SS`, with millionths where there are any.
impl fmt::Display for Time {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (sign, micros) = (if self.0 < 0 { "-" } else { "" }, self.0.unsigned_abs());
        let (seconds, micros) = (micros / 1_000_000, micros % 1_000_000);
        write!(f, "{sign}{:02}:{:02}:{:02}", seconds / 3_600, seconds / 60 % 60, seconds % 60)?;
        if micros == 0 { Ok(()) } else { write!(f, ".{micros:06}") }
    }
}

fn duration(mut scan: Scan<'_>) -> Option<Time> {
    let is_colon = |byte: u8| byte == b':';
    let first = whole(&mut scan)?;
    let spaces = scan.spaces();
    let (days, hours) = if spaces > 0 && scan.len() > 1 && scan.at_digit() {
        (first, Some(whole(&mut scan)?))
    } else if scan.take_before_digit(is_colon) {
        return clock(scan, first);
    } else {
        (0, None)
    };
    match hours {
        Some(hours) => {
            let hours = days.saturating_mul(24).saturating_add(hours);
            if scan.take_before_digit(is_colon) {
                clock(scan, hours)
            } else {
                Time::checked(hours, 0, 0, scan.fraction())
            }
        }
        None => {
            let micros = scan.fraction();
            // `1e3` is no time, `1x` is one second.
            if scan.take_before_digit(|byte| matches!(byte, b'e' | b'E')) {
                None
            } else {
                Time::of_digits(first, micros)
            }
        }
    }
}

/// The minutes, and the seconds if there are any, of so many hours.
fn clock(mut scan: Scan<'_>, hours: u64) -> Option<Time> {
    let minutes = scan.number(usize::MAX)?.0;
    let seconds = if scan.take_before_digit(|byte| byte == b':') { scan.number(usize::MAX)?.0 } else { 0 };
    Time::checked(hours, minutes, seconds, scan.fraction())
}

fn whole(scan: &mut Scan<'_>) -> Option<u64> {
    let mut value = 0_u64;
    if !scan.at_digit() {
        return None;
    }
    while scan.at_digit() {
        value = value.checked_mul(10)?.checked_add(u64::from(scan.peek()? - b'0'))?;
        scan.take(|_| true);
    }
    Some(value)
}
