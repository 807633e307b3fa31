//! Text as a number.

use std::cmp::Ordering;

/// The number that a text starts with, 0 when it starts with none: MySQL's conversion when a text
/// meets a number. Leading white space is skipped, what follows the number is ignored.
pub(crate) fn leading(text: &str) -> f64 {
    let text = text.trim_start();
    let bytes = text.as_bytes();
    let digits = |from: usize| bytes.iter().skip(from).take_while(|byte| byte.is_ascii_digit()).count();
    let at = |index: usize| bytes.get(index).copied();

    let mut end = usize::from(matches!(at(0), Some(b'+' | b'-')));
    let whole = digits(end);
    end += whole;
    let mut fraction = 0;
    if at(end) == Some(b'.') {
        fraction = digits(end + 1);
        if whole + fraction > 0 {
            end += 1 + fraction;
        }
    }
    if whole + fraction == 0 {
        return 0.0;
    }
    if matches!(at(end), Some(b'e' | b'E')) {
        let sign = usize::from(matches!(at(end + 1), Some(b'+' | b'-')));
        let exponent = digits(end + 1 + sign);
        if exponent > 0 {
            end += 1 + sign + exponent;
        }
    }
    text.get(..end).and_then(|number| number.parse().ok()).unwrap_or(0.0)
}

/// The order of two texts by the numbers that they start with.
pub(crate) fn compare(a: &str, b: &str) -> Ordering {
    (leading(a) + 0.0).total_cmp(&(leading(b) + 0.0))
}

/// The value of an unquoted word that MySQL reads as a number: decimal digits, `1e3`, `0x1F`, `0b101`.
pub(crate) fn of_word(word: &str) -> Option<f64> {
    if let Some(bytes) = bytes(word) {
        return Some(bytes.iter().fold(0.0, |value, byte| value * 256.0 + f64::from(*byte)));
    }
    let is_number = word.bytes().next().is_some_and(|b| b.is_ascii_digit() || b == b'-' || b == b'+')
        && word.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'e' | b'E' | b'-' | b'+'));
    if is_number { word.parse().ok() } else { None }
}

/// The bytes of a hexadecimal or a binary literal: `0x41` and `0b1000001` are `A` where they meet a text.
pub(crate) fn bytes(word: &str) -> Option<Vec<u8>> {
    let (digits, width, radix) = match (word.strip_prefix("0x"), word.strip_prefix("0b")) {
        (Some(digits), _) => (digits, 2, 16),
        (_, Some(digits)) => (digits, 8, 2),
        _ => return None,
    };
    if digits.is_empty() || !digits.is_ascii() {
        return None;
    }
    let padding = (width - digits.len() % width) % width;
    format!("{}{digits}", "0".repeat(padding))
        .as_bytes()
        .chunks(width)
        .map(|byte| std::str::from_utf8(byte).ok().and_then(|byte| u8::from_str_radix(byte, radix).ok()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[expect(clippy::float_cmp, reason = "the values are exact")]
    fn text_converts_by_its_leading_number() {
        for (text, value) in [
            ("12abc", 12.0),
            (" -5.50", -5.5),
            ("abc", 0.0),
            ("", 0.0),
            (".5", 0.5),
            ("5.", 5.0),
            ("1e3", 1000.0),
            ("1e", 1.0),
            ("+7x", 7.0),
            ("-", 0.0),
            (".", 0.0),
            ("inf", 0.0),
        ] {
            assert_eq!(leading(text), value, "{text:?}");
        }
        assert_eq!(of_word("0x2A"), Some(42.0));
        assert_eq!(of_word("1e2"), Some(100.0));
        assert_eq!(of_word("12abc"), None);
        assert_eq!(of_word("nan"), None);
        assert_eq!(of_word("0b101"), Some(5.0));
        assert_eq!(bytes("0b100000101000010").as_deref(), Some(b"AB".as_slice()));
        assert_eq!(bytes("0x4142").as_deref(), Some(b"AB".as_slice()));
        assert_eq!((bytes("0b2"), bytes("0x"), bytes("0xg")), (None, None, None));
    }

    #[test]
    fn zero_has_one_value() {
        assert_eq!(compare("-0", "0.00"), Ordering::Equal);
        assert_eq!(compare("9", "10"), Ordering::Less);
        assert_eq!(compare("-2", "-10.5"), Ordering::Greater);
    }
}
