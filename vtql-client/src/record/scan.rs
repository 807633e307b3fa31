//! One pass over the text of an answer: where each cell is, without copying any.
//!
//! Rows of one answer have the same keys in the same order, so the keys are kept once and a row only
//! compares its own with them. What is not a plain string or null (numbers, lists, escapes) is left
//! to `serde_json`.

use super::cell::Cell;
use super::layout::Layout;
use serde_core::de::IgnoredAny;

/// What the `result` of an answer should be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Expected {
    /// A list of objects: a query.
    Rows,
    /// One object: a record.
    Row,
}

/// The cells of `{"success":true,"result":…}`; `None` when the text is anything else, such as one with an error or
/// two results.
pub(super) fn answer(text: &str, expected: Expected) -> Option<Layout> {
    let mut scanner = Scanner::new(text);
    let mut success = false;
    let mut found = false;
    scanner.object(|scanner, key| {
        match key {
            "success" => {
                success = scanner.word("true");
                return success.then_some(());
            }
            "result" if found => return None,
            "result" => {
                found = true;
                return scanner.result(expected);
            }
            "error" => return scanner.word("null").then_some(()),
            _ => {}
        }
        scanner.skip_value()
    })?;
    scanner.end()?;
    (success && found).then_some(scanner.layout)
}

/// The cells of one bare object.
pub(super) fn object(text: &str) -> Option<Layout> {
    let mut scanner = Scanner::new(text);
    scanner.row()?;
    scanner.end()?;
    Some(scanner.layout)
}

/// How deep a value may be, which is what `serde_json` reads when it is asked for.
const DEEPEST: usize = 120;

/// Whether the lists and objects of a JSON text are within one another no deeper than can be read.
fn is_shallow(json: &str) -> bool {
    let (mut depth, mut in_string, mut escaped) = (0_usize, false, false);
    json.bytes().all(|byte| {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = in_string,
            b'"' => in_string = !in_string,
            b'[' | b'{' if !in_string => depth += 1,
            b']' | b'}' if !in_string => depth = depth.saturating_sub(1),
            _ => {}
        }
        depth <= DEEPEST
    })
}

struct Scanner<'a> {
    text: &'a str,
    at: usize,
    layout: Layout,
}

/// A string of the text, without its quotes.
struct Str {
    start: usize,
    end: usize,
    escaped: bool,
}

impl<'a> Scanner<'a> {
    fn new(text: &'a str) -> Self {
        Scanner { text, at: 0, layout: Layout::of(text.len()) }
    }

    fn result(&mut self, expected: Expected) -> Option<()> {
        match expected {
            Expected::Row => self.row(),
            Expected::Rows => self.list(Scanner::row),
        }
    }

    /// An object as a row of cells.
    fn row(&mut self) -> Option<()> {
        let start = self.layout.start_row()?;
        self.expect(b'{')?;
        if self.take(b'}') {
            return Some(());
        }
        let mut expected = 0;
        loop {
            self.space();
            let column = self.key(expected)?;
            expected = column + 1;
            self.space();
            let cell = self.cell()?;
            self.layout.set(start + column, cell)?;
            if !self.take(b',') {
                return self.expect(b'}');
            }
        }
    }

    /// The column of the key that stands here, with its colon; most likely the expected one: then its
    /// text is compared and not even looked for an end.
    #[inline]
    fn key(&mut self, expected: usize) -> Option<usize> {
        let rest = self.text.as_bytes().get(self.at..)?;
        if let Some(length) = self.layout.starts_with_key(rest, expected) {
            self.at += length;
            return Some(expected);
        }
        self.other_key()
    }

    #[cold]
    fn other_key(&mut self) -> Option<usize> {
        let key = self.string()?;
        let column = if key.escaped {
            let plain = self.unescape(&key)?;
            self.layout.column(&plain)?
        } else {
            self.layout.column(self.text.get(key.start..key.end)?)?
        };
        self.expect(b':')?;
        Some(column)
    }

    #[inline]
    fn cell(&mut self) -> Option<Cell> {
        match self.peek()? {
            b'"' => {
                let string = self.string()?;
                if !string.escaped {
                    return Cell::text(string.start, string.end);
                }
                let plain = self.unescape(&string)?;
                self.layout.spill(&plain)
            }
            b'n' => self.word("null").then_some(Cell::NULL),
            _ => {
                let start = self.at;
                self.skip_value()?;
                is_shallow(self.text.get(start..self.at)?).then_some(())?;
                Cell::json(start, self.at)
            }
        }
    }

    fn list(&mut self, mut item: impl FnMut(&mut Self) -> Option<()>) -> Option<()> {
        self.expect(b'[')?;
        if self.take(b']') {
            return Some(());
        }
        loop {
            self.space();
            item(self)?;
            if !self.take(b',') {
                return self.expect(b']');
            }
        }
    }

    fn object(&mut self, mut member: impl FnMut(&mut Self, &str) -> Option<()>) -> Option<()> {
        self.expect(b'{')?;
        if self.take(b'}') {
            return Some(());
        }
        let text = self.text;
        loop {
            self.space();
            let key = self.string()?;
            self.expect(b':')?;
            self.space();
            if key.escaped {
                let plain = self.unescape(&key)?;
                member(self, &plain)?;
            } else {
                member(self, text.get(key.start..key.end)?)?;
            }
            if !self.take(b',') {
                return self.expect(b'}');
            }
        }
    }

    #[inline]
    fn string(&mut self) -> Option<Str> {
        if self.peek()? != b'"' {
            return None;
        }
        let start = self.at + 1;
        let mut escaped = false;
        let mut at = start;
        let bytes = self.text.as_bytes();
        loop {
            at += memchr::memchr2(b'"', b'\\', bytes.get(at..)?)?;
            if bytes.get(at) == Some(&b'"') {
                self.at = at + 1;
                return Some(Str { start, end: at, escaped });
            }
            escaped = true;
            at += 2;
        }
    }

    fn unescape(&self, string: &Str) -> Option<String> {
        serde_json::from_str(self.text.get(string.start - 1..=string.end)?).ok()
    }

    fn skip_value(&mut self) -> Option<()> {
        let rest = self.text.get(self.at..)?;
        let mut values = serde_json::Deserializer::from_str(rest).into_iter::<IgnoredAny>();
        values.next()?.ok()?;
        self.at += values.byte_offset();
        Some(())
    }

    fn word(&mut self, word: &str) -> bool {
        let here = self.text.get(self.at..).is_some_and(|rest| rest.starts_with(word));
        if here {
            self.at += word.len();
        }
        here
    }

    #[inline]
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    #[inline]
    fn space(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\n' | b'\r' | b'\t')) {
            self.at += 1;
        }
    }

    /// Whether the next byte is this one, which is then passed.
    #[inline]
    fn take(&mut self, byte: u8) -> bool {
        self.space();
        let here = self.peek() == Some(byte);
        if here {
            self.at += 1;
        }
        here
    }

    fn expect(&mut self, byte: u8) -> Option<()> {
        self.take(byte).then_some(())
    }

    fn end(&mut self) -> Option<()> {
        self.space();
        (self.at == self.text.len()).then_some(())
    }
}
