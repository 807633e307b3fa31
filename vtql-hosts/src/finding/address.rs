//! Where in a string the query begins: behind white space and comments, or in an address.

use crate::mark::Mark;
use crate::text::{Optional, Text, Unit};
use std::ops::Range;

/// The part of a string that is a query.
#[derive(Clone, Debug)]
pub(crate) struct Part {
    pub(crate) text: Text,
    /// What stands before it: an address, the other fields of a form.
    pub(crate) before: String,
    /// What a comment in front of it says.
    pub(crate) mark: Option<Mark>,
    /// Whether it stands in an address or in a form.
    pub(crate) is_parameter: bool,
}

/// The query in a string; `None` when there is none.
pub(crate) fn locate(text: &Text) -> Option<Part> {
    let units = &text.units;
    let (start, mark) = skip_blank(units, 0);
    // An expression of n8n is marked by `=`.
    let start = if units.get(start).is_some_and(|unit| unit.char == '=') {
        skip_blank(units, start + 1).0
    } else {
        start
    };
    if is_select(units, start) {
        let mut part = cut(text, start..units.len());
        // `SELECT+%2A+FROM+…` is joined to its address elsewhere.
        if is_encoded(&part.units) {
            part.units = decoded(&part.units);
            part.optional.clear();
        }
        return Some(Part { text: part, before: String::new(), mark, is_parameter: false });
    }
    parameter(text)
}

/// The query behind `query=`. A format has `%%20` for a blank.
fn parameter(text: &Text) -> Option<Part> {
    let mut filled = text.clone();
    if text.is_format {
        filled.without(|before, char| before == Some('%') && char == '%');
    }
    let text = &filled;
    let units = &text.units;
    let mut at = 0;
    let (name, start) = loop {
        let name = at + find(&units[at..], "query")?;
        at = name + 5;
        let equals = equals(units, at);
        if let Some(equals) = equals {
            let start = skip_blank(units, equals).0;
            if is_select(&decoded(&units[start..units.len().min(start + 60)]), 0) {
                break (name, start);
            }
        }
    };
    let rest = &units[start..];
    let is_encoded = is_encoded(rest);
    let length = end_of_parameter(rest);
    let end = start + Around::of(&units[..name]).end(&rest[..length], is_encoded);
    let mut part = cut(text, start..end);
    if is_encoded {
        part.units = decoded(&part.units);
        part.optional.clear();
    }
    part.open_end = text.open_end && end == units.len();
    let others = units[..start].iter().chain(&units[end..]);
    let before = others.map(|unit| unit.char).collect();
    Some(Part { text: part, before, mark: None, is_parameter: true })
}

/// Whether blanks behind `select` are written as addresses have them.
fn is_encoded(units: &[Unit]) -> bool {
    units.get(6).is_some_and(|unit| unit.char == '+') || percent(units, 6).is_some()
}

/// One past the sign that a parameter's name is followed by.
fn equals(units: &[Unit], at: usize) -> Option<usize> {
    let char = |at: usize| units.get(at).map(|unit| unit.char);
    match (char(at)?, char(at + 1), char(at + 2)) {
        // HTTPie writes `query==…`.
        ('=', Some('='), _) => Some(at + 2),
        ('=', _, _) => Some(at + 1),
        ('%', Some('3'), Some('D' | 'd')) => Some(at + 3),
        _ => None,
    }
}

/// Where a parameter ends: before `&name=`, or with the text.
fn end_of_parameter(units: &[Unit]) -> usize {
    let is_name = |unit: &&Unit| unit.char.is_ascii_alphanumeric() || unit.char == '_' || unit.is_hole();
    let ends = |at: usize| {
        let length = units[at + 1..].iter().take_while(is_name).count();
        length > 0 && units.get(at + 1 + length).is_some_and(|unit| unit.char == '=')
    };
    let end = units.iter().enumerate().position(|(at, unit)| unit.char == '&' && ends(at));
    end.unwrap_or(units.len())
}

/// What a parameter stands in: `curl -d "query=…"`, `fetch('…&query=…')`, `[a link](…&query=…)`.
#[derive(Debug, Default)]
struct Around {
    /// The quote that is open, and how many backslashes stand before it.
    quote: Option<(char, usize)>,
    /// The bracket that is open inside of it, and the one that closes it.
    bracket: Option<(char, char)>,
}

impl Around {
    /// What is open at the end of a text. A quote ends in the line that it begins in.
    fn of(units: &[Unit]) -> Self {
        let mut quotes: Vec<(char, usize)> = Vec::new();
        // Brackets, each with the number of quotes that it stands in.
        let mut brackets: Vec<(char, usize)> = Vec::new();
        for (at, unit) in units.iter().enumerate() {
            match unit.char {
                '\n' => {
                    quotes.clear();
                    brackets.clear();
                }
                '`' if at > 0 && units[at - 1].char == '`' => {}
                char @ ('"' | '\'' | '`') => {
                    let quote = (char, backslashes(units, at));
                    let is_apostrophe = char == '\'' && at > 0 && units[at - 1].char.is_alphanumeric();
                    if let Some(known) = quotes.iter().rposition(|known| *known == quote) {
                        quotes.truncate(known);
                        while brackets.pop_if(|(_, depth)| *depth > known).is_some() {}
                    } else if !is_apostrophe {
                        quotes.push(quote);
                    }
                }
                char @ ('(' | '[' | '{') => brackets.push((char, quotes.len())),
                char @ (')' | ']' | '}') => {
                    let opens =
                        |(open, depth): &(char, usize)| closing(*open) == char && *depth == quotes.len();
                    if brackets.last().is_some_and(opens) {
                        brackets.pop();
                    }
                }
                _ => {}
            }
        }
        let depth = quotes.len();
        let inner = brackets.last().filter(|(_, inside)| *inside == depth);
        Around { quote: quotes.pop(), bracket: inner.map(|(open, _)| (*open, closing(*open))) }
    }

    /// How much of a text belongs to the value of the parameter.
    fn end(&self, units: &[Unit], is_encoded: bool) -> usize {
        let mut depth = 0_usize;
        let mut in_text = false;
        for (at, unit) in units.iter().enumerate() {
            let char = unit.char;
            let closes =
                |(quote, before): &(char, usize)| *quote == char && backslashes(units, at) == *before;
            if let Some((_, before)) = self.quote.filter(closes) {
                return at - before;
            }
            if is_encoded && (char.is_whitespace() || matches!(char, '"' | '<' | '>' | '`')) {
                return at;
            }
            in_text ^= char == '\'';
            if in_text {
                continue;
            }
            // `#{…}` and `#[…]` are filled in.
            let next = units.get(at + 1).map(|unit| unit.char);
            if char == '#' && !matches!(next, Some('{' | '[' | '(')) {
                return at;
            }
            match self.bracket {
                Some((open, _)) if char == open => depth += 1,
                Some((_, close)) if char == close && depth == 0 => return at,
                Some((_, close)) if char == close => depth -= 1,
                _ => {}
            }
        }
        units.len()
    }
}

fn closing(open: char) -> char {
    match open {
        '(' => ')',
        '[' => ']',
        _ => '}',
    }
}

/// How many backslashes stand before a place.
fn backslashes(units: &[Unit], at: usize) -> usize {
    units[..at].iter().rev().take_while(|unit| unit.char == '\\').count()
}

/// The characters that a percent-encoded text stands for; each knows all the bytes that encode it.
fn decoded(units: &[Unit]) -> Vec<Unit> {
    let mut found = Vec::with_capacity(units.len());
    let mut at = 0;
    while let Some(unit) = units.get(at) {
        match percent(units, at) {
            Some((char, length)) => {
                let end = units[at + length - 1].end;
                found.push(Unit { char, end, ..*unit });
                at += length;
            }
            None => {
                let char = if unit.char == '+' { ' ' } else { unit.char };
                found.push(Unit { char, ..*unit });
                at += 1;
            }
        }
    }
    found
}

/// The character that is percent-encoded here, and how many units encode it.
fn percent(units: &[Unit], at: usize) -> Option<(char, usize)> {
    let byte = |at: usize| -> Option<u8> {
        let [percent, high, low] = units.get(at..at + 3)? else { return None };
        let digit = |unit: &Unit| unit.char.to_digit(16).and_then(|digit| u8::try_from(digit).ok());
        (percent.char == '%').then_some(())?;
        Some(digit(high)? * 16 + digit(low)?)
    };
    let first = byte(at)?;
    let count = match first {
        0..=0x7f => 1,
        0xc0..=0xdf => 2,
        0xe0..=0xef => 3,
        0xf0..=0xf7 => 4,
        _ => return None,
    };
    let bytes: Vec<u8> = (0..count).map_while(|index| byte(at + index * 3)).collect();
    let char = std::str::from_utf8(&bytes).ok()?.chars().next()?;
    Some((char, count * 3))
}

/// Moves over white space and comments; a comment may say that a query follows.
fn skip_blank(units: &[Unit], start: usize) -> (usize, Option<Mark>) {
    let (mut at, mut mark) = (start, None);
    let starts = |at: usize, text: &str| {
        units.len() >= at + text.len()
            && units[at..].iter().zip(text.chars()).all(|(unit, char)| unit.char == char)
    };
    loop {
        while units.get(at).is_some_and(|unit| unit.char.is_whitespace() || unit.char == '\u{feff}') {
            at += 1;
        }
        let end = if starts(at, "--") {
            units[at..].iter().position(|unit| unit.char == '\n').map_or(units.len(), |length| at + length)
        } else if starts(at, "/*") {
            match find(&units[at..], "*/") {
                Some(length) => at + length + 2,
                None => return (at, mark),
            }
        } else {
            return (at, mark);
        };
        let comment: String = units[at..end].iter().map(|unit| unit.char).collect();
        mark = mark.or(Mark::of_comment(&comment));
        at = end;
    }
}

fn is_select(units: &[Unit], at: usize) -> bool {
    let word = units.get(at..at + 6).is_some_and(|word| {
        word.iter().zip("select".chars()).all(|(unit, char)| unit.char.eq_ignore_ascii_case(&char))
    });
    let next = units.get(at + 6).map(|unit| unit.char);
    word && !next.is_some_and(|char| char.is_alphanumeric() || char == '_')
}

/// Where a word stands, in any case of letters.
fn find(units: &[Unit], word: &str) -> Option<usize> {
    units.windows(word.len()).position(|window| {
        window.iter().zip(word.chars()).all(|(unit, char)| unit.char.eq_ignore_ascii_case(&char))
    })
}

fn cut(text: &Text, range: Range<usize>) -> Text {
    let inside = |part: &&Optional| part.units.start >= range.start && part.units.end <= range.end;
    let moved = |part: &Optional| Optional {
        units: part.units.start - range.start..part.units.end - range.start,
        branch: part.branch,
    };
    Text {
        units: text.units[range.clone()].to_vec(),
        optional: text.optional.iter().filter(inside).map(moved).collect(),
        is_format: text.is_format,
        open_end: text.open_end,
        mark: text.mark,
    }
}
