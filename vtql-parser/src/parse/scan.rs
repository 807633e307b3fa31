//! What the generated parser runs on: a position in the text and the leaves found so far.

use super::grammar::Rule;

/// One leaf: which rule of the grammar, and the bytes that it covers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Leaf {
    pub(crate) rule: Rule,
    pub(crate) start: u32,
    pub(crate) end: u32,
}

/// The state of a parse. Every method that fails leaves it as it was.
pub(crate) struct Scan<'a> {
    text: &'a [u8],
    pub(super) pos: usize,
    pub(super) leaves: Vec<Leaf>,
    /// Whether a comment was met.
    pub(super) comments: bool,
    /// Whether a parenthesis or negation of a condition was met.
    pub(super) grouped: bool,
}

impl<'a> Scan<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        // A leaf takes about seven bytes of a usual text, white space and punctuation included.
        let leaves = Vec::with_capacity(8 + text.len() / 6);
        Scan { text: text.as_bytes(), pos: 0, leaves, comments: false, grouped: false }
    }

    /// A scan of a part of the text, as if the text ended with it.
    pub(super) fn part(text: &'a str, start: usize, end: usize) -> Self {
        let text = text.get(..end).unwrap_or(text);
        Scan { text: text.as_bytes(), pos: start, leaves: Vec::new(), comments: false, grouped: false }
    }

    #[inline]
    pub(super) fn at_end(&self) -> bool {
        self.pos == self.text.len()
    }

    /// The byte at the position; NUL at the end.
    #[inline]
    pub(super) fn peek(&self) -> u8 {
        self.text.get(self.pos).copied().unwrap_or(0)
    }

    #[inline]
    #[expect(clippy::cast_possible_truncation, reason = "`parse` refuses texts whose offsets do not fit")]
    pub(super) fn leaf(&mut self, rule: Rule, start: usize) {
        self.comments |= matches!(rule, Rule::Comment);
        self.grouped |= matches!(rule, Rule::Open | Rule::Close | Rule::Not);
        self.leaves.push(Leaf { rule, start: start as u32, end: self.pos as u32 });
    }

    #[inline]
    pub(super) fn byte(&mut self, byte: u8) -> bool {
        let matches = self.text.get(self.pos) == Some(&byte);
        self.pos += usize::from(matches);
        matches
    }

    #[inline]
    pub(super) fn bytes<const N: usize>(&mut self, bytes: &[u8; N]) -> bool {
        let matches = self.text[self.pos..].starts_with(bytes);
        if matches {
            self.pos += bytes.len();
        }
        matches
    }

    /// An ASCII word, given in lower case.
    #[inline]
    pub(super) fn insensitive<const N: usize>(&mut self, lower: &[u8; N]) -> bool {
        let matches = match self.text[self.pos..].first_chunk::<N>() {
            Some(word) => word.iter().zip(lower).all(|(byte, lower)| byte.to_ascii_lowercase() == *lower),
            None => false,
        };
        self.pos += if matches { N } else { 0 };
        matches
    }

    #[inline]
    pub(super) fn at_class(&self, class: impl Fn(u8) -> bool) -> bool {
        self.text.get(self.pos).is_some_and(|byte| class(*byte))
    }

    #[inline]
    pub(super) fn class(&mut self, class: impl Fn(u8) -> bool) -> bool {
        let matches = self.at_class(class);
        self.pos += usize::from(matches);
        matches
    }

    #[inline]
    pub(super) fn class_run(&mut self, class: impl Fn(u8) -> bool) -> bool {
        while self.at_class(&class) {
            self.pos += 1;
        }
        true
    }

    #[inline]
    pub(super) fn skip_to(&mut self, byte: u8) -> bool {
        let rest = &self.text[self.pos..];
        self.pos += rest.iter().position(|b| *b == byte).unwrap_or(rest.len());
        true
    }

    #[inline]
    pub(super) fn skip_to_any(&mut self, stops: &[&[u8]]) -> bool {
        while !self.at_end() && !stops.iter().any(|stop| self.text[self.pos..].starts_with(stop)) {
            self.pos += 1;
        }
        true
    }

    /// All of a sequence, or nothing.
    #[inline]
    pub(super) fn all(&mut self, sequence: impl FnOnce(&mut Self) -> bool) -> bool {
        let (pos, leaves) = (self.pos, self.leaves.len());
        let matches = sequence(self);
        if !matches {
            self.pos = pos;
            self.leaves.truncate(leaves);
        }
        matches
    }

    /// The same for a sequence that has no leaves.
    #[inline]
    pub(super) fn all_text(&mut self, sequence: impl FnOnce(&mut Self) -> bool) -> bool {
        let pos = self.pos;
        let matches = sequence(self);
        if !matches {
            self.pos = pos;
        }
        matches
    }

    /// Whether it matches here, without moving.
    #[inline]
    pub(super) fn ahead(&mut self, what: impl FnOnce(&mut Self) -> bool) -> bool {
        let (pos, leaves) = (self.pos, self.leaves.len());
        let matches = what(self);
        self.pos = pos;
        self.leaves.truncate(leaves);
        matches
    }
}
