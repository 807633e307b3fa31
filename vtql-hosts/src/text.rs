//! The value of a string expression, character by character, each with the bytes of the file that
//! stand for it.

use crate::mark::Mark;
use std::ops::Range;

/// Stands for a part that only the running program knows. It is no character that a text can hold
/// (a noncharacter of Unicode).
pub(crate) const HOLE: char = '\u{10ffff}';

/// No text is followed further than this: neither code nor people write longer queries.
pub(crate) const MAX_UNITS: usize = 100_000;

/// Stands for the literal of a character that stands in none: what is filled in, the line that a call ends.
pub(crate) const NO_LITERAL: u32 = u32::MAX;

/// One character, and where it comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Unit {
    pub(crate) char: char,
    /// The bytes of the file that stand for it.
    pub(crate) start: u32,
    pub(crate) end: u32,
    /// The literal that it stands in, by its number in the file; of a hole, its number among the names.
    pub(crate) source: u32,
}

impl Unit {
    pub(crate) fn is_hole(self) -> bool {
        self.char == HOLE
    }
}

/// A part of a text that is there in some runs only.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Optional {
    pub(crate) units: Range<usize>,
    /// The branch of the program that adds it.
    pub(crate) branch: u32,
}

/// The value of a string expression.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Text {
    pub(crate) units: Vec<Unit>,
    pub(crate) optional: Vec<Optional>,
    /// Whether its placeholders are filled in by the program, as those of a format string are.
    pub(crate) is_format: bool,
    /// Whether more may follow that is not known.
    pub(crate) open_end: bool,
    /// What was said about its first literal.
    pub(crate) mark: Option<Mark>,
}

impl Text {
    /// A part that only the running program knows.
    pub(crate) fn hole(range: Range<usize>, name: u32) -> Self {
        let mut text = Text::default();
        text.push_hole(range, name);
        text
    }

    pub(crate) fn push(&mut self, char: char, range: Range<usize>, literal: u32) {
        self.units.push(unit(char, range, literal));
    }

    pub(crate) fn push_hole(&mut self, range: Range<usize>, name: u32) {
        self.units.push(unit(HOLE, range, name));
    }

    /// Adds `text`, which stands at `start` as it is.
    pub(crate) fn push_verbatim(&mut self, text: &str, start: usize, literal: u32) {
        for (at, char) in text.char_indices() {
            self.push(char, start + at..start + at + char.len_utf8(), literal);
        }
    }

    /// Adds what another text holds. The sum is cut where it grows beyond all measure.
    pub(crate) fn append(&mut self, other: &Text) {
        let shift = self.units.len();
        if shift + other.units.len() > MAX_UNITS {
            self.open_end = true;
            return;
        }
        self.units.extend_from_slice(&other.units);
        self.optional.extend(other.optional.iter().map(|part| Optional {
            units: part.units.start + shift..part.units.end + shift,
            branch: part.branch,
        }));
        self.is_format |= other.is_format;
        self.open_end |= other.open_end;
        self.mark = self.mark.or(other.mark);
    }

    /// Adds what another text holds, if `branch` of the program is taken.
    pub(crate) fn append_optional(&mut self, other: &Text, branch: u32) {
        let start = self.units.len();
        self.append(other);
        let units = start..self.units.len();
        self.optional.retain(|part| part.units.start < start);
        match self.optional.last_mut() {
            Some(last) if last.branch == branch && last.units.end == start => last.units.end = units.end,
            _ if units.is_empty() => {}
            _ => self.optional.push(Optional { units, branch }),
        }
    }

    /// Takes characters out: those of which `is_gone` says so, by the one before and the one itself.
    /// One that stands behind one that is gone stays.
    pub(crate) fn without(&mut self, is_gone: impl Fn(Option<char>, char) -> bool) {
        let mut before = None;
        let mut gone = Vec::new();
        for (index, unit) in self.units.iter().enumerate() {
            let takes = is_gone(before, unit.char);
            before = if takes { None } else { Some(unit.char) };
            if takes {
                gone.push(index);
            }
        }
        self.take_out(&gone);
    }

    /// Puts `value` in the place of each `mark`. What only the running program knows stands where the mark does.
    pub(crate) fn substitute(&mut self, mark: &str, value: &Text) {
        let mark: Vec<char> = mark.chars().collect();
        let stands = |units: &[Unit]| {
            units.len() >= mark.len() && units.iter().zip(&mark).all(|(unit, char)| unit.char == *char)
        };
        let before = std::mem::take(&mut self.units);
        // Where each unit of the text went.
        let mut places = Vec::with_capacity(before.len() + 1);
        let mut at = 0;
        while let Some(unit) = before.get(at) {
            let length = if mark.is_empty() || !stands(&before[at..]) { 0 } else { mark.len() };
            places.extend(std::iter::repeat_n(self.units.len(), length.max(1)));
            let end = before[at + length.max(1) - 1].end;
            match value.units.as_slice() {
                _ if length == 0 => self.units.push(*unit),
                [hole] if hole.is_hole() => self.units.push(Unit { start: unit.start, end, ..*hole }),
                units if self.units.len() + units.len() <= MAX_UNITS => self.units.extend_from_slice(units),
                _ => self.open_end = true,
            }
            at += length.max(1);
        }
        places.push(self.units.len());
        for part in &mut self.optional {
            part.units = places[part.units.start]..places[part.units.end];
        }
    }

    /// Takes the mark `|` out that a line begins with.
    pub(crate) fn without_margin(&mut self) {
        let mut at_start = true;
        let mut gone = Vec::new();
        for (index, unit) in self.units.iter().enumerate() {
            match unit.char {
                '\n' => at_start = true,
                '|' if at_start => {
                    gone.push(index);
                    at_start = false;
                }
                char if char.is_whitespace() => {}
                _ => at_start = false,
            }
        }
        self.take_out(&gone);
    }

    /// Takes the characters out that stand at these places, which are in order.
    pub(crate) fn take_out(&mut self, gone: &[usize]) {
        if gone.is_empty() {
            return;
        }
        let place = |at: usize| at - gone.partition_point(|index| *index < at);
        for part in &mut self.optional {
            part.units = place(part.units.start)..place(part.units.end);
        }
        let mut index = 0;
        self.units.retain(|_| {
            index += 1;
            gone.binary_search(&(index - 1)).is_err()
        });
    }

    /// The bytes of the file from its first to its last; `None` for an empty text.
    pub(crate) fn extent(&self) -> Option<Range<usize>> {
        let start = self.units.iter().map(|unit| unit.start).min()?;
        let end = self.units.iter().map(|unit| unit.end).max()?;
        Some(start as usize..end as usize)
    }

    /// The text, a hole as one character.
    pub(crate) fn plain(&self) -> String {
        self.units.iter().map(|unit| unit.char).collect()
    }

    /// Whether it may hold a query: `select`, in any case of letters.
    pub(crate) fn mentions_select(&self) -> bool {
        self.units.windows(6).any(|window| {
            window.iter().zip("select".chars()).all(|(unit, char)| unit.char.eq_ignore_ascii_case(&char))
        })
    }

    /// Whether its first word is `select`.
    pub(crate) fn begins_as_query(&self) -> bool {
        let mut chars = self.units.iter().map(|unit| unit.char).skip_while(|char| char.is_whitespace());
        "select".chars().all(|wanted| chars.next().is_some_and(|char| char.eq_ignore_ascii_case(&wanted)))
    }

    /// The names that stand in braces, as a format has them: `{name}`. None where braces are doubled.
    pub(crate) fn braced_names(&self) -> Vec<String> {
        let plain = self.plain();
        if plain.contains("{{") {
            return Vec::new();
        }
        let is_name = |name: &&str| {
            name.starts_with(|char: char| char.is_alphabetic() || char == '_')
                && name.chars().all(|char| char.is_alphanumeric() || char == '_')
        };
        let names = plain.split('{').skip(1).filter_map(|rest| Some(rest.split_once('}')?.0));
        names.filter(is_name).take(20).map(str::to_owned).collect()
    }

    /// Whether it ends with a semicolon.
    pub(crate) fn is_ended(&self) -> bool {
        self.units.iter().rev().find(|unit| !unit.char.is_whitespace()).is_some_and(|unit| unit.char == ';')
    }

    /// Takes the semicolon off its end.
    pub(crate) fn without_end(&mut self) {
        self.without_last(|char| char == ';' || char.is_whitespace());
    }

    /// Takes the characters off its end of which `is_gone` says so.
    pub(crate) fn without_last(&mut self, is_gone: impl Fn(char) -> bool) {
        let is_kept = |unit: &Unit| unit.is_hole() || !is_gone(unit.char);
        self.cut(self.units.iter().rposition(is_kept).map_or(0, |last| last + 1));
    }

    /// Takes a text off its end.
    pub(crate) fn without_suffix(&mut self, suffix: &str) {
        let start = self.units.len().saturating_sub(suffix.chars().count());
        if self.units[start..].iter().map(|unit| unit.char).eq(suffix.chars()) {
            self.cut(start);
        }
    }

    /// Takes so many characters off its end. Of what is filled in it is not known how many there are.
    pub(crate) fn without_units(&mut self, count: usize) {
        let start = self.units.len().saturating_sub(count);
        let hole = self.units[start..].iter().rposition(|unit| unit.is_hole());
        self.cut(hole.map_or(start, |at| start + at + 1));
    }

    fn cut(&mut self, length: usize) {
        self.units.truncate(length);
        self.optional.iter_mut().for_each(|part| part.units.end = part.units.end.min(length));
        self.optional.retain(|part| !part.units.is_empty());
    }

    /// The text if it is short and without holes: a name, a key.
    pub(crate) fn word(&self) -> Option<String> {
        let is_word = self.units.len() <= 40 && !self.units.iter().any(|unit| unit.is_hole());
        is_word.then(|| self.plain())
    }
}

fn unit(char: char, range: Range<usize>, source: u32) -> Unit {
    let byte = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    Unit { char, start: byte(range.start), end: byte(range.end), source }
}
