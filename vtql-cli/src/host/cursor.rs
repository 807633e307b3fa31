//! Reading along the text of a host file.

use super::syntax::{Language, Syntax};
use std::ops::Range;

/// A place in a host file, which stays inside a part of it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cursor<'a> {
    /// The file up to the end of the part.
    pub(super) source: &'a str,
    pub(super) at: usize,
    pub(super) language: Language,
    pub(super) syntax: Syntax,
}

impl<'a> Cursor<'a> {
    pub(super) fn new(source: &'a str, part: Range<usize>, language: Language) -> Self {
        let source = source.get(..part.end).unwrap_or(source);
        Cursor { source, at: part.start, language, syntax: language.syntax() }
    }

    pub(super) fn rest(&self) -> &'a str {
        self.source.get(self.at..).unwrap_or_default()
    }

    pub(super) fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    pub(super) fn bump(&mut self) -> Option<char> {
        let char = self.peek()?;
        self.at += char.len_utf8();
        Some(char)
    }

    pub(super) fn starts_with(&self, text: &str) -> bool {
        self.rest().starts_with(text)
    }

    /// Moves behind `text` if it stands here.
    pub(super) fn eat(&mut self, text: &str) -> bool {
        let found = !text.is_empty() && self.starts_with(text);
        if found {
            self.at += text.len();
        }
        found
    }

    /// Moves to the next `text`, or to the end; says whether it was found.
    pub(super) fn skip_to(&mut self, text: &str) -> bool {
        match self.rest().find(text) {
            Some(length) => {
                self.at += length;
                true
            }
            None => {
                self.at = self.source.len();
                false
            }
        }
    }

    pub(super) fn skip_while(&mut self, wanted: impl Fn(char) -> bool) -> &'a str {
        let rest = self.rest();
        let length = rest.find(|char| !wanted(char)).unwrap_or(rest.len());
        self.at += length;
        &rest[..length]
    }

    /// A word of the language: letters, digits, `_`, `$` in PHP and JavaScript.
    pub(super) fn word(&mut self) -> Option<&'a str> {
        let starts = self.peek().is_some_and(|char| char.is_alphabetic() || char == '_');
        starts.then(|| self.skip_while(|char| char.is_alphanumeric() || char == '_'))
    }

    /// Moves over a comment, and returns its text.
    pub(super) fn comment(&mut self) -> Option<&'a str> {
        let start = self.at;
        if let Some((open, close)) = self.syntax.block_comment
            && self.eat(open)
        {
            let mut depth = 1;
            while depth > 0 && self.at < self.source.len() {
                if self.syntax.nested_comments && self.eat(open) {
                    depth += 1;
                } else if self.eat(close) {
                    depth -= 1;
                } else {
                    self.bump();
                }
            }
            return self.source.get(start..self.at);
        }
        let line = self.syntax.line_comments.iter().any(|mark| self.starts_with(mark));
        // `#[` is an attribute of PHP.
        if !line || (self.language == Language::Php && self.starts_with("#[")) {
            return None;
        }
        self.skip_to("\n");
        self.source.get(start..self.at)
    }

    /// Moves over white space and comments.
    pub(super) fn skip_blank(&mut self) {
        loop {
            self.skip_while(char::is_whitespace);
            // The backslash that joins lines in Python and Ruby.
            let joined = self.syntax.adjacent && (self.eat("\\\n") || self.eat("\\\r\n"));
            if !joined && self.comment().is_none() {
                return;
            }
        }
    }
}
