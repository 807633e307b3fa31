//! From texts to values and back, without a loss: a text fits if the same meaning can be written from the value.

use crate::column::{DECIMAL_PRECISION, DECIMAL_SCALE};

/// A cell that holds text.
#[derive(Clone, Copy, Debug)]
pub struct Text<'a>(pub &'a str);

const SCALE: usize = DECIMAL_SCALE as usize;

/// Microseconds of a day.
const DAY: i64 = 86_400_000_000;

impl Text<'_> {
    /// Whether it stands for no value in a column that is none of text.
    pub fn is_unset(self) -> bool {
        self.0.is_empty()
    }

    /// Whether it is a date of zeros, with which MySQL says that there is none.
    pub fn is_zero_date(self) -> bool {
        matches!(self.0, "0000-00-00" | "0000-00-00 00:00:00")
    }

    /// A whole number as it is usually written: without a plus and without leading zeros.
    pub fn integer(self) -> Option<i64> {
        let digits = self.0.strip_prefix('-').unwrap_or(self.0);
        if !is_plain_whole(digits) {
            return None;
        }
        self.0.parse().ok().filter(|&number| number != 0 || self.0 == "0")
    }

    /// A number with at most eight digits after the point that are not zeros, in units of the last of them.
    pub fn decimal(self) -> Option<i128> {
        let (is_negative, digits) = match self.0.strip_prefix('-') {
            Some(digits) => (true, digits),
            None => (false, self.0),
        };
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        // MySQL writes `.5` nowhere, and a point with nothing behind it neither.
        if !is_plain_whole(whole) || digits.ends_with('.') || !fraction.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        let (kept, rest) = fraction.split_at(fraction.len().min(SCALE));
        if rest.bytes().any(|b| b != b'0') || whole.len() + SCALE > usize::from(DECIMAL_PRECISION) {
            return None;
        }
        let number = whole.bytes().chain(kept.bytes()).fold(0_i128, |sum, b| sum * 10 + i128::from(b - b'0'));
        let missing = u32::try_from(SCALE - kept.len()).ok()?;
        let number = number * 10_i128.pow(missing);
        Some(if is_negative { -number } else { number })
    }

    /// `0`, `1`, and what the server writes for some switches of a user: `off`, `on` (observed).
    pub fn boolean(self) -> Option<bool> {
        match self.0 {
            "1" | "on" | "true" => Some(true),
            "0" | "off" | "false" => Some(false),
            _ => None,
        }
    }

    /// `YYYY-MM-DD`, in days since 1970.
    pub fn date(self) -> Option<i32> {
        let bytes: &[u8; 10] = self.0.as_bytes().try_into().ok()?;
        let [y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] = *bytes else { return None };
        let year = i32::from(two(y1, y2)?) * 100 + i32::from(two(y3, y4)?);
        days(year, two(m1, m2)?, two(d1, d2)?)
    }

    /// `HH:MM:SS` or `HH:MM`, in microseconds since midnight.
    pub fn time(self) -> Option<i64> {
        let (hour, minute, second) = match *self.0.as_bytes() {
            [h1, h2, b':', m1, m2] => (two(h1, h2)?, two(m1, m2)?, 0),
            [h1, h2, b':', m1, m2, b':', s1, s2] => (two(h1, h2)?, two(m1, m2)?, two(s1, s2)?),
            _ => return None,
        };
        let fits = hour < 24 && minute < 60 && second < 60;
        let seconds = (i64::from(hour) * 60 + i64::from(minute)) * 60 + i64::from(second);
        fits.then_some(seconds * 1_000_000)
    }

    /// `YYYY-MM-DD HH:MM:SS`, in microseconds since 1970, in whatever zone it was written.
    pub fn datetime(self) -> Option<i64> {
        if self.0.len() != 19 {
            return None;
        }
        let (date, time) = self.0.split_once(' ')?;
        Some(i64::from(Text(date).date()?) * DAY + Text(time).time()?)
    }
}

/// A decimal as text, with its eight digits after the point.
pub fn decimal_text(number: i128) -> String {
    let sign = if number < 0 { "-" } else { "" };
    let unit = 10_u128.pow(u32::from(DECIMAL_SCALE.unsigned_abs()));
    let number = number.unsigned_abs();
    format!("{sign}{}.{:0width$}", number / unit, number % unit, width = SCALE)
}

/// Digits without a leading zero.
fn is_plain_whole(digits: &str) -> bool {
    !digits.is_empty()
        && digits.bytes().all(|b| b.is_ascii_digit())
        && (digits.len() == 1 || !digits.starts_with('0'))
}

fn two(tens: u8, ones: u8) -> Option<u8> {
    (tens.is_ascii_digit() && ones.is_ascii_digit()).then(|| (tens - b'0') * 10 + ones - b'0')
}

/// The days from 1970-01-01 to a day of the Gregorian calendar; `None` when there is no such day.
fn days(year: i32, month: u8, day: u8) -> Option<i32> {
    let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let longest = match month {
        2 if is_leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => return None,
    };
    if year == 0 || !(1..=longest).contains(&day) {
        return None;
    }
    // Years that begin in March: a leap day is the last of its year.
    let (month, day) = (i32::from(month), i32::from(day));
    let year = if month <= 2 { year - 1 } else { year };
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    Some(year * 365 + year / 4 - year / 100 + year / 400 + of_year - 719_468)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_decimal_is_read_digit_by_digit() {
        let read = |text| Text(text).decimal();
        assert_eq!(read("99999.99000000"), Some(9_999_999_000_000));
        assert_eq!(read("-2.2500"), Some(-225_000_000));
        assert_eq!(read("0.10"), Some(10_000_000));
        assert_eq!(
            read("123456789012345678901234567890.12345678"),
            Some(12_345_678_901_234_567_890_123_456_789_012_345_678)
        );
        for text in
            ["", "-", ".5", "5.", "007", "+5", "1e3", "0.123456789", "1,5", "1234567890123456789012345678901"]
        {
            assert_eq!(read(text), None, "{text}");
        }
        assert_eq!(decimal_text(-225_000_000), "-2.25000000");
        assert_eq!(decimal_text(-1), "-0.00000001");
    }

    #[test]
    fn a_number_that_would_read_otherwise_is_none() {
        for text in ["", "007", "+49", "1.0", "-0", "9223372036854775808", " 1", "0x1"] {
            assert_eq!(Text(text).integer(), None, "{text}");
        }
        assert_eq!(Text("-9223372036854775808").integer(), Some(i64::MIN));
        assert_eq!(Text("0").integer(), Some(0));
    }

    #[test]
    fn days_and_times_are_those_of_the_calendar() {
        assert_eq!(Text("1970-01-01").date(), Some(0));
        assert_eq!(Text("2000-02-29").date(), Some(11_016));
        assert_eq!(Text("0001-01-01").date(), Some(-719_162));
        assert_eq!(Text("9999-12-31").date(), Some(2_932_896));
        for text in
            ["1900-02-29", "2024-13-01", "2024-00-10", "2024-1-01", "0000-01-01", "20240101", "२०२४-०१-०१"]
        {
            assert_eq!(Text(text).date(), None, "{text}");
        }
        assert_eq!(Text("1969-12-31 23:59:59").datetime(), Some(-1_000_000));
        assert_eq!(Text("23:59").time(), Some(86_340_000_000));
        for text in ["24:00:00", "9:00", "09:60", "14", "838:59:59"] {
            assert_eq!(Text(text).time(), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn a_decimal_comes_back(number in -(10_i128.pow(37))..10_i128.pow(37)) {
            prop_assert_eq!(Text(&decimal_text(number)).decimal(), Some(number));
        }

        #[test]
        fn no_text_is_a_panic(text in "\\PC{0,24}|[-0-9:. ]{0,24}") {
            let text = Text(&text);
            let _ = (text.integer(), text.decimal(), text.boolean(), text.date(), text.time(), text.datetime());
        }
    }
}
