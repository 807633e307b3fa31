//! Which texts the server's database takes for a value of a type.

/// Digits with at most one sign. A fraction of zeros is whole.
pub(crate) fn is_integer(text: &str) -> bool {
    let text = text.trim();
    let whole = text.split_once('.').map_or(
        text,
        |(whole, zeros)| {
            if zeros.bytes().all(|b| b == b'0') { whole } else { "" }
        },
    );
    digits(unsigned(whole))
}

/// Digits with at most one sign, one point and one exponent.
pub(crate) fn is_decimal(text: &str) -> bool {
    let text = unsigned(text.trim());
    let (mantissa, exponent) = text.split_once(['e', 'E']).map_or((text, None), |(m, e)| (m, Some(e)));
    let mantissa = match mantissa.split_once('.') {
        Some((whole, fraction)) => {
            let all_digits = |it: &str| it.bytes().all(|b| b.is_ascii_digit());
            all_digits(whole) && all_digits(fraction) && !(whole.is_empty() && fraction.is_empty())
        }
        None => digits(mantissa),
    };
    mantissa && exponent.is_none_or(|it| digits(unsigned(it)))
}

/// `0` or `1`, zeros before it or not.
pub(crate) fn is_boolean(text: &str) -> bool {
    is_integer(text) && text.trim().parse().is_ok_and(|number: f64| [0.0, 1.0].contains(&number))
}

/// A day that exists, or `0000-00-00`, which stands for none.
pub(crate) fn is_date(text: &str) -> bool {
    let text = text.trim();
    if digits(text) && text.len() == 8 {
        return is_day(&text[..4], &text[4..6], &text[6..]);
    }
    let mut parts = text.split(['-', '/', '.']);
    match (parts.next(), parts.next(), parts.next(), parts.next()) {
        (Some(year), Some(month), Some(day), None) => is_day(year, month, day),
        _ => false,
    }
}

/// A day that exists, written as `2026-11-29`: the form in which the API takes one to write.
pub(crate) fn is_iso_date(text: &str) -> bool {
    let parts: Vec<usize> = text.split('-').map(str::len).collect();
    parts == [4, 2, 2] && is_date(text)
}

/// Such a day and a time of day.
pub(crate) fn is_iso_datetime(text: &str) -> bool {
    text.split_once([' ', 'T']).is_some_and(|(date, time)| is_iso_date(date) && is_time(time))
}

fn is_day(year: &str, month: &str, day: &str) -> bool {
    if !digits(year) || !(year.len() == 4 || year.len() == 2) {
        return false;
    }
    let (Ok(year), Some(month), Some(day)) = (year.parse::<u32>(), two_digits(month), two_digits(day)) else {
        return false;
    };
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let last = match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => 0,
    };
    (1..=last).contains(&day) || (year == 0 && month == 0 && day == 0)
}

/// Hours and minutes, seconds and their fractions perhaps.
pub(crate) fn is_time(text: &str) -> bool {
    let text = text.trim();
    let (clock, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let mut parts = clock.split(':');
    let (hour, minute, second) = (parts.next(), parts.next(), parts.next().unwrap_or("0"));
    let below = |part: Option<&str>, bound| part.and_then(two_digits).is_some_and(|it| it < bound);
    parts.next().is_none()
        && below(hour, 24)
        && below(minute, 60)
        && below(Some(second), 60)
        && digits(fraction)
}

/// A time of day as one number, as `93000`: a column of times takes it for half past nine.
pub(crate) fn is_time_as_number(text: &str) -> bool {
    let text = text.trim();
    let pair =
        |from_end: usize| text.get(text.len() - from_end..text.len() - from_end + 2).and_then(two_digits);
    digits(text)
        && (5..=6).contains(&text.len())
        && text.get(..text.len() - 4).and_then(two_digits).is_some_and(|hour| hour < 24)
        && [2, 4].into_iter().all(|place| pair(place).is_some_and(|it| it < 60))
}

/// A day and a time of day, with a space or a `T` between them.
pub(crate) fn is_datetime(text: &str) -> bool {
    let text = text.trim().trim_end_matches('Z');
    text.split_once([' ', 'T']).is_some_and(|(date, time)| is_date(date) && is_time(time))
}

/// A day without a time of day as `2026-11-29`, and the day after it.
pub(crate) fn day_and_next(text: &str) -> Option<(String, String)> {
    let text = text.trim();
    if !is_date(text) {
        return None;
    }
    let parts: Vec<&str> = if digits(text) {
        vec![&text[..4], &text[4..6], &text[6..]]
    } else {
        text.split(['-', '/', '.']).collect()
    };
    let number = |part: &str| part.parse::<u32>().ok();
    let [year, month, day] = parts[..] else { return None };
    // Years of two digits are those around 2000, as to the server's database.
    let century = |year: u32| if year < 70 { year + 2_000 } else { year + 1_900 };
    let of_two = parts.first().is_some_and(|year| year.len() == 2);
    let (year, month, day) = (number(year)?, number(month)?, number(day).filter(|day| *day > 0)?);
    let year = if of_two { century(year) } else { year };
    let exists =
        |year: u32, month: u32, day: u32| is_day(&format!("{year:04}"), &month.to_string(), &day.to_string());
    let next = if exists(year, month, day + 1) {
        (year, month, day + 1)
    } else if month < 12 {
        (year, month + 1, 1)
    } else {
        (year + 1, 1, 1)
    };
    let write = |(year, month, day): (u32, u32, u32)| format!("{year:04}-{month:02}-{day:02}");
    Some((write((year, month, day)), write(next)))
}

/// A time of day with two digits each, as `09:00:00`.
pub(crate) fn full_time(text: &str) -> Option<String> {
    let text = text.trim();
    if !is_time(text) || text.contains('.') {
        return None;
    }
    let mut parts: Vec<String> = text.split(':').map(|part| format!("{part:0>2}")).collect();
    parts.resize(3, "00".to_owned());
    Some(parts.join(":"))
}

fn unsigned(text: &str) -> &str {
    text.strip_prefix(['-', '+']).unwrap_or(text)
}

fn digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

fn two_digits(text: &str) -> Option<u32> {
    (digits(text) && text.len() <= 2).then(|| text.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_that_do_not_exist_are_distinguished_from_those_that_do() {
        for text in ["2024-02-29", "2000-02-29", "2026-1-5", "20260105", "2026/01/05", "0000-00-00"] {
            assert!(is_date(text), "{text}");
        }
        for text in [
            "2026-02-29",
            "1900-02-29",
            "2026-13-01",
            "2026-00-10",
            "tomorrow",
            "2026-01",
            "01.02.",
            "é8-01-01",
        ] {
            assert!(!is_date(text), "{text}");
        }
    }

    #[test]
    fn the_day_after_is_in_the_next_month_or_year() {
        for (day, next) in [
            ("2026-11-29", "2026-11-30"),
            ("2026-11-30", "2026-12-01"),
            ("2026-12-31", "2027-01-01"),
            ("2028-02-28", "2028-02-29"),
            ("20270228", "2027-03-01"),
            ("26-11-29", "2026-11-30"),
            ("99-12-31", "2000-01-01"),
        ] {
            assert_eq!(day_and_next(day).expect("a day").1, next);
        }
        for text in ["2026-11-29 10:00:00", "0000-00-00", "00-00-00", "later"] {
            assert_eq!(day_and_next(text), None, "{text}");
        }
    }

    #[test]
    fn times_and_datetimes_are_recognized() {
        for text in ["09:30", "23:59:59", "0:0:0.5"] {
            assert!(is_time(text), "{text}");
        }
        for text in ["24:00", "9", "09:60", "1:2:3:4", ""] {
            assert!(!is_time(text), "{text}");
        }
        assert!(is_time_as_number("93000") && is_time_as_number("235959"));
        assert!(!["9", "0930", "096000", "240000", "90:00", "1234567"].into_iter().any(is_time_as_number));
        assert!(is_datetime("2026-01-05 09:30:00") && is_datetime("2026-01-05T09:30:00Z"));
        assert!(!is_datetime("2026-02-30 09:30:00") && !is_datetime("2026-01-05 25:00"));
    }

    #[test]
    fn numbers_are_recognized() {
        for text in ["1", "-1.5", "+.5", "5.", "1e5", "1.5E-3"] {
            assert!(is_decimal(text), "{text}");
        }
        for text in ["", ".", "1e", "1,5", "12x3", "--1"] {
            assert!(!is_decimal(text), "{text}");
        }
        assert!(is_integer("-7") && is_integer("7.00") && !is_integer("7.5") && !is_integer("."));
    }
}
