//! Texts and numbers as dates with times.

use super::scan::{Scan, is_space};
use std::fmt;

/// A date with a time. Neither month nor day needs to be one that there is: the zero date has none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct DateTime {
    year: u32,
    month: u32,
    day: u32,
    hour: u32,
    minute: u32,
    second: u32,
    micros: u32,
}

impl DateTime {
    /// What a text means as a date with a time. `None` when it does not begin with a possible date.
    pub(super) fn parse(text: &str) -> Option<DateTime> {
        let parts = Parts::read(text)?;
        DateTime::checked(parts.numbers, parts.micros)
    }

    /// What a number means: `YYYYMMDD`, `YYMMDD`, or either with `HHMMSS`.
    pub(super) fn of_number(number: i64) -> Option<DateTime> {
        let whole = match number {
            0 => return Some(DateTime::default()),
            101..=691_231 => (number + 20_000_000) * 1_000_000,
            700_101..=991_231 => (number + 19_000_000) * 1_000_000,
            10_000_101..=99_991_231 => number * 1_000_000,
            101_000_000..=691_231_235_959 => number + 20_000_000_000_000,
            700_101_000_000..=991_231_235_959 => number + 19_000_000_000_000,
            991_231_235_960..=99_991_231_235_959 => number,
            _ => return None,
        };
        let part = |divisor: i64, modulus: i64| u32::try_from(whole / divisor % modulus).unwrap_or(u32::MAX);
        let parts = [
            part(10_000_000_000, 10_000),
            part(100_000_000, 100),
            part(1_000_000, 100),
            part(10_000, 100),
            part(100, 100),
            part(1, 100),
        ];
        DateTime::checked(parts, 0)
    }

    pub(super) fn checked(numbers: [u32; 6], micros: u32) -> Option<DateTime> {
        let [year, month, day, hour, minute, second] = numbers;
        let possible = year <= 9999 && month <= 12 && day <= 31 && hour <= 23 && minute <= 59 && second <= 59;
        possible.then_some(DateTime { year, month, day, hour, minute, second, micros })
    }

    /// The seconds since midnight, and millionths of one.
    pub(super) fn time_of_day(self) -> (u32, u32) {
        ((self.hour * 60 + self.minute) * 60 + self.second, self.micros)
    }

    pub(super) fn is_midnight(self) -> bool {
        self.time_of_day() == (0, 0)
    }

    pub(super) fn without_fraction(self) -> DateTime {
        DateTime { micros: 0, ..self }
    }

    /// Only the date, `YYYY-MM-DD`.
    pub(super) fn date(self) -> String {
        format!("{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

/// `YYYY-MM-DD HH:MM:SS`, with millionths where there are any: such texts compare as what they mean.
impl fmt::Display for DateTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let DateTime { hour, minute, second, micros, .. } = self;
        write!(f, "{} {hour:02}:{minute:02}:{second:02}", self.date())?;
        if *micros == 0 { Ok(()) } else { write!(f, ".{micros:06}") }
    }
}

/// The numbers of a text that begins with a date, whether or not there is such a date.
pub(super) struct Parts {
    /// Year, month, day, hour, minute, second.
    pub(super) numbers: [u32; 6],
    pub(super) micros: u32,
    /// Whether a column of times would read it as a date, too: a time, or a place for one, follows.
    pub(super) has_time: bool,
}

impl Parts {
    /// Reads `YYYY-MM-DD HH:MM:SS.ffffff`, of which all after the day may be missing, or its digits with
    /// nothing but a `T` between them. What follows is ignored.
    pub(super) fn read(text: &str) -> Option<Parts> {
        let mut scan = Scan::new(text);
        scan.spaces();
        scan.take_before_digit(|byte| byte == b'+');
        match compact_digits(scan) {
            Some(digits) => Parts::compact(scan, digits),
            None => Parts::delimited(scan),
        }
    }

    /// How the digits are read depends on their number.
    fn compact(mut scan: Scan<'_>, digits: usize) -> Option<Parts> {
        let year_digits = if digits == 4 || digits == 8 || digits >= 14 { 4 } else { 2 };
        let (year, read) = scan.number(year_digits)?;
        let mut numbers = [full_year(year, read), 0, 0, 0, 0, 0];
        let mut fields = 1;
        let mut has_time = digits >= 12;
        for (index, number) in numbers.iter_mut().enumerate().skip(1) {
            if index == 3 {
                has_time |= scan.take(|byte| byte == b'T');
            }
            let Some((value, _)) = scan.number(2) else { break };
            *number = value;
            fields += 1;
        }
        let micros = if fields == 6 { scan.fraction() } else { 0 };
        (fields >= 3).then_some(Parts { numbers, micros, has_time })
    }

    fn delimited(mut scan: Scan<'_>) -> Option<Parts> {
        let is_punctuation = |byte: u8| byte.is_ascii_punctuation();
        let (year, digits) = scan.number(usize::MAX)?;
        let mut numbers = [full_year(year, digits), 0, 0, 0, 0, 0];
        let [_, month, day, hour, minute, second] = &mut numbers;
        for number in [month, day] {
            if !scan.take_before_digit(is_punctuation) {
                return None;
            }
            *number = scan.number(usize::MAX)?.0;
        }
        let spaces = scan.spaces() > 0;
        let is_letter = |byte: u8| byte.is_ascii_alphabetic();
        let is_time_mark = |byte: u8| byte == b'T' || spaces && !is_letter(byte);
        let mut ahead = scan;
        let has_time = scan.peek().is_some_and(is_time_mark) || !spaces && ahead.take_before_digit(is_letter);
        let at_hour = if spaces {
            scan.at_digit()
        } else {
            scan.take_before_digit(|byte| byte == b'T' || is_punctuation(byte))
        };
        let mut at_number = at_hour;
        for number in [hour, minute] {
            if at_number {
                *number = scan.number(usize::MAX)?.0;
                at_number = scan.take_before_digit(is_punctuation);
            }
        }
        let mut micros = 0;
        if at_number {
            *second = scan.number(usize::MAX)?.0;
            micros = scan.fraction();
        }
        // `00-00-00` is the zero date, and no day of 2000.
        if year == 0 && numbers.iter().skip(1).all(|number| *number == 0) && micros == 0 {
            numbers = [0; 6];
        }
        Some(Parts { numbers, micros, has_time })
    }
}

/// The number of digits of a date that has nothing but a `T` between them; `None` when it has.
fn compact_digits(mut scan: Scan<'_>) -> Option<usize> {
    let mut digits = 0;
    while scan.take(|byte| byte == b'T')
        || scan.number(1).is_some_and(|_| {
            digits += 1;
            true
        })
    {}
    let is_compact = match scan.peek() {
        Some(b'.') => digits >= 12,
        Some(byte) if byte.is_ascii_punctuation() => false,
        Some(byte) if is_space(byte) => {
            scan.spaces();
            !scan.at_digit()
        }
        _ => true,
    };
    is_compact.then_some(digits)
}

/// The year that a number of so many digits stands for: two are of the years 1970 to 2069.
fn full_year(number: u32, digits: usize) -> u32 {
    match (number, digits) {
        (0..=69, 2) => number + 2000,
        (_, 2) => number + 1900,
        _ => number,
    }
}
