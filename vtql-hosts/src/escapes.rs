//! How the literals of a language write characters, as data.

use crate::text::Text;
use std::borrow::Cow;
use std::ops::Range;

/// What stands for other characters in a kind of literal.
#[derive(Debug)]
pub(crate) struct Escapes {
    /// Whether a backslash begins an escape.
    pub(crate) backslash: bool,
    /// Letters behind it that stand for a character.
    pub(crate) letters: &'static [(char, char)],
    /// The ways to write a character by number.
    pub(crate) numbers: Numbers,
    /// What a backslash at the end of a line does.
    pub(crate) line: LineEnd,
    /// What a backslash before any other character does.
    pub(crate) other: Other,
    /// Characters that are written twice.
    pub(crate) doubled: &'static str,
    /// Characters that cannot be written as they are.
    pub(crate) special: &'static str,
}

/// How one literal of a file is written.
#[derive(Clone, Debug, Default)]
pub(crate) struct Writing {
    /// Characters that cannot be written as they are.
    special: Cow<'static, str>,
    /// What stands for other characters; `None` when nothing is known to.
    escapes: Option<&'static Escapes>,
}

impl Writing {
    pub(crate) fn of(escapes: &'static Escapes) -> Self {
        Writing { special: Cow::Borrowed(escapes.special), escapes: Some(escapes) }
    }

    pub(crate) fn plain(special: impl Into<Cow<'static, str>>) -> Self {
        Writing { special: special.into(), escapes: None }
    }

    /// The same in a literal of another language.
    pub(crate) fn inside(&self, outer: &Writing) -> Self {
        Writing::plain(format!("{}{}", self.special, outer.special))
    }

    /// Whether a text can be written as it is.
    pub(crate) fn fits(&self, text: &str) -> bool {
        text.chars().all(|char| !char.is_control() && !self.special.contains(char))
    }

    /// What stands for a text, read back to be sure: `None` when there is no way to write it.
    pub(crate) fn write(&self, text: &str) -> Option<String> {
        if self.fits(text) {
            return Some(text.to_owned());
        }
        let escapes = self.escapes?;
        let mut written = String::with_capacity(text.len() + 4);
        for char in text.chars() {
            let forms = [String::from(char), format!("\\{char}"), format!("{char}{char}")];
            let first = usize::from(self.special.contains(char));
            let reads = |form: &&String| {
                let mut read = Text::default();
                escapes.decode(form, 0..form.len(), 0, &mut read);
                read.plain().chars().eq([char])
            };
            written.push_str(forms[first..].iter().find(reads).filter(|_| !char.is_control())?);
        }
        Some(written)
    }
}

/// The ways to write a character by number behind a backslash.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a way to write a character, and stands alone")]
pub(crate) struct Numbers {
    /// `\x` and up to two digits.
    pub(crate) x: bool,
    /// `\u` and four digits.
    pub(crate) u: bool,
    /// `\U` and eight digits.
    pub(crate) long_u: bool,
    /// `\u{…}`.
    pub(crate) braces: bool,
    /// `\` and up to three digits.
    pub(crate) octal: bool,
}

/// What a backslash at the end of a line does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum LineEnd {
    /// As before any other character.
    Usual,
    /// It joins the lines.
    Join,
    /// It joins the lines, and drops the white space that the second begins with.
    JoinTrimmed,
}

/// What a backslash before a character without a meaning does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Other {
    /// It stays.
    Keep,
    /// It goes.
    Drop,
}

/// No character is written by number.
pub(crate) const NO_NUMBERS: Numbers =
    Numbers { x: false, u: false, long_u: false, braces: false, octal: false };

/// `\n`, `\r`, `\t` and the like, as most languages have them.
pub(crate) const C_LETTERS: &[(char, char)] = &[
    ('n', '\n'),
    ('t', '\t'),
    ('r', '\r'),
    ('0', '\0'),
    ('a', '\u{7}'),
    ('b', '\u{8}'),
    ('f', '\u{c}'),
    ('v', '\u{b}'),
    ('e', '\u{1b}'),
];

/// Nothing is an escape.
pub(crate) const RAW: Escapes = Escapes {
    backslash: false,
    letters: &[],
    numbers: NO_NUMBERS,
    line: LineEnd::Usual,
    other: Other::Keep,
    doubled: "",
    special: "\"'`",
};

/// The escapes of C and its many children.
pub(crate) const C: Escapes = Escapes {
    backslash: true,
    letters: C_LETTERS,
    numbers: Numbers { x: true, u: true, long_u: true, braces: true, octal: true },
    line: LineEnd::Join,
    other: Other::Drop,
    doubled: "",
    special: "\"\\",
};

/// A backslash takes the meaning of the quote and of itself away, and stays before everything else.
pub(crate) const QUOTE: Escapes = Escapes {
    letters: &[],
    numbers: NO_NUMBERS,
    line: LineEnd::Usual,
    other: Other::Keep,
    special: "'\\",
    ..C
};

impl Escapes {
    /// Adds the characters that the bytes `range` of `source` stand for.
    pub(crate) fn decode(&self, source: &str, range: Range<usize>, literal: u32, into: &mut Text) {
        let mut at = range.start;
        while let Some(char) = source.get(at..range.end).and_then(|rest| rest.chars().next()) {
            let next = at + char.len_utf8();
            if char == '\\' && self.backslash {
                at = self.escape(source, at, range.end, literal, into);
            } else if self.doubled.contains(char) && source[next..range.end].starts_with(char) {
                into.push(char, at..next + char.len_utf8(), literal);
                at = next + char.len_utf8();
            } else {
                into.push(char, at..next, literal);
                at = next;
            }
        }
    }

    /// Reads what begins with the backslash at `start`; returns one past it.
    fn escape(&self, source: &str, start: usize, end: usize, literal: u32, into: &mut Text) -> usize {
        let rest = &source[start + 1..end];
        let Some(char) = rest.chars().next() else {
            into.push('\\', start..start + 1, literal);
            return start + 1;
        };
        if let Some(length) = line_end(rest).filter(|_| self.line != LineEnd::Usual) {
            let mut at = start + 1 + length;
            if self.line == LineEnd::JoinTrimmed {
                at = end - source[at..end].trim_start().len();
            }
            return at;
        }
        if let Some((value, length)) = self.number(rest) {
            into.push(value, start..start + 1 + length, literal);
            return start + 1 + length;
        }
        let behind = start + 1 + char.len_utf8();
        let letter = self.letters.iter().find(|(letter, _)| *letter == char).map(|(_, value)| *value);
        match letter {
            Some(value) => into.push(value, start..behind, literal),
            None if self.other == Other::Drop || self.special.contains(char) => {
                into.push(char, start..behind, literal);
            }
            None => {
                into.push('\\', start..start + 1, literal);
                into.push(char, start + 1..behind, literal);
            }
        }
        behind
    }

    /// The character that a number stands for, and the length of it.
    fn number(&self, rest: &str) -> Option<(char, usize)> {
        let numbers = self.numbers;
        let digits = |from: usize, most: usize, radix: u32| {
            let digits = rest.get(from..).unwrap_or_default();
            let length = digits.chars().take(most).take_while(|char| char.is_digit(radix)).count();
            u32::from_str_radix(&digits[..length], radix).ok().map(|value| (value, from + length))
        };
        let exactly =
            |from: usize, count: usize| digits(from, count, 16).filter(|(_, end)| *end == from + count);
        let char = |(value, end): (u32, usize)| Some((char::from_u32(value)?, end));
        match rest.as_bytes().first()? {
            b'x' if numbers.x => digits(1, 2, 16).and_then(char),
            b'u' if numbers.braces && rest.as_bytes().get(1) == Some(&b'{') => {
                let (value, end) = digits(2, 6, 16)?;
                rest[end..].starts_with('}').then(|| char((value, end + 1)))?
            }
            b'u' if numbers.u => {
                let (high, end) = exactly(1, 4)?;
                let low = || rest[end..].strip_prefix("\\u").and_then(|_| exactly(end + 2, 4));
                match (high, (0xd800..0xdc00).contains(&high).then(low).flatten()) {
                    (high, Some((low, end))) if (0xdc00..0xe000).contains(&low) => {
                        char((0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00), end))
                    }
                    // Half of a character that is written in two.
                    _ => Some((char::from_u32(high).unwrap_or(char::REPLACEMENT_CHARACTER), end)),
                }
            }
            b'U' if numbers.long_u => exactly(1, 8).and_then(char),
            b'0'..=b'7' if numbers.octal => digits(0, 3, 8).and_then(char),
            _ => None,
        }
    }
}

fn line_end(rest: &str) -> Option<usize> {
    ["\r\n", "\n", "\r"].iter().find(|end| rest.starts_with(**end)).map(|end| end.len())
}

#[cfg(test)]
mod tests {
    use super::{C, Escapes, LineEnd, QUOTE, RAW};
    use crate::text::Text;

    fn decoded(escapes: &Escapes, source: &str) -> Vec<(char, String)> {
        let mut text = Text::default();
        escapes.decode(source, 0..source.len(), 0, &mut text);
        let host = |start: u32, end: u32| source[start as usize..end as usize].to_owned();
        text.units.iter().map(|unit| (unit.char, host(unit.start, unit.end))).collect()
    }

    #[test]
    fn each_character_knows_what_stands_for_it() {
        let pair = |char, host: &str| (char, host.to_owned());
        assert_eq!(
            decoded(&C, r"é\n\x41\u00e9\u{1F600}\ud83d\ude00\101\q"),
            [
                pair('é', "é"),
                pair('\n', "\\n"),
                pair('A', "\\x41"),
                pair('é', "\\u00e9"),
                pair('😀', "\\u{1F600}"),
                pair('😀', "\\ud83d\\ude00"),
                pair('A', "\\101"),
                pair('q', "\\q"),
            ]
        );
        assert_eq!(decoded(&RAW, "\\n"), [pair('\\', "\\"), pair('n', "n")]);
        assert_eq!(decoded(&QUOTE, "\\'\\n"), [pair('\'', "\\'"), pair('\\', "\\"), pair('n', "n")]);
    }

    #[test]
    fn lines_are_joined_as_the_language_does_it() {
        let trimmed = Escapes { line: LineEnd::JoinTrimmed, ..C };
        let text =
            |escapes, source| decoded(escapes, source).iter().map(|(char, _)| *char).collect::<String>();
        assert_eq!(text(&C, "a\\\r\n  b"), "a  b");
        assert_eq!(text(&trimmed, "a\\\n  b"), "ab");
    }

    #[test]
    fn no_end_of_a_literal_makes_it_fail() {
        for source in ["\\", "\\x", "\\u", "\\u{", "\\u{110000}", "\\ud800", "\\ud800\\u", "\\U0", "\\9"] {
            assert!(!decoded(&C, source).is_empty(), "{source}");
        }
    }
}
