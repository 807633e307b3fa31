//! The tokens that count: no white space, no comments, each with its text.

use crate::ast::{Gap, GapKind, Hole, Name};
use crate::span::Span;
use crate::token::{Token as Lexeme, TokenKind};

#[derive(Clone, Copy, Debug)]
pub(super) struct Token<'a> {
    pub(super) kind: TokenKind,
    pub(super) text: &'a str,
    pub(super) span: Span,
    /// Whether it is a hole, or a string with one.
    pub(super) is_open: bool,
}

impl<'a> Token<'a> {
    /// `holes` are those of the whole text.
    pub(super) fn new(lexeme: Lexeme, source: &'a str, holes: &[Span]) -> Self {
        let Lexeme { kind, span } = lexeme;
        let content = match kind {
            TokenKind::String | TokenKind::DoubleQuoted | TokenKind::Parameter => {
                Span { start: span.start + 1, end: span.end.saturating_sub(1) }
            }
            TokenKind::UnterminatedString => Span { start: span.start + 1, ..span },
            _ => Span::NONE,
        };
        let is_open = kind == TokenKind::Hole || !inside(holes, content).is_empty();
        Token { kind, text: span.slice(source), span, is_open }
    }

    pub(super) fn is_word(&self, word: &str) -> bool {
        self.kind == TokenKind::Word && self.text.eq_ignore_ascii_case(word)
    }

    pub(super) fn is_one_of(&self, words: &[&str]) -> bool {
        words.iter().any(|word| self.is_word(word))
    }

    pub(super) fn is_hole(&self) -> bool {
        self.kind == TokenKind::Hole
    }

    pub(super) fn is_value(&self) -> bool {
        matches!(
            self.kind,
            TokenKind::Word
                | TokenKind::Number
                | TokenKind::String
                | TokenKind::DoubleQuoted
                | TokenKind::Parameter
        )
    }

    /// Whether it is a name, and none of the words that a name of this kind cannot be.
    pub(super) fn is_name(&self, reserved: &[&str]) -> bool {
        matches!(self.kind, TokenKind::Word | TokenKind::Number)
            && Name::is_word(self.text)
            && !super::keywords::is_one_of(self.text, reserved)
    }

    /// How a message names it.
    pub(super) fn name(&self) -> String {
        match self.kind {
            TokenKind::String | TokenKind::DoubleQuoted if self.text.len() > 30 => "a string".to_owned(),
            TokenKind::String | TokenKind::DoubleQuoted => {
                format!("the string {}", self.text.replace(['\n', '\r', '\t', '\0'], " "))
            }
            TokenKind::Number => format!("the number {}", self.text),
            TokenKind::Parameter => format!("the parameter {}", self.text.replace(['\n', '\r'], " ")),
            TokenKind::UnterminatedString => "a string that never ends".to_owned(),
            TokenKind::UnterminatedComment => "a comment that never ends".to_owned(),
            TokenKind::Unknown | TokenKind::ByteOrderMark
                if self.text.chars().all(|c| c.is_control() || c.is_whitespace() || c == '\u{feff}') =>
            {
                let c = self.text.chars().next().unwrap_or_default();
                format!("the character U+{:04X}", u32::from(c))
            }
            _ => format!("`{}`", self.text),
        }
    }
}

/// The holes that lie inside a span.
pub(super) fn inside(holes: &[Span], span: Span) -> &[Span] {
    let first = holes.partition_point(|hole| hole.start < span.start);
    let length = holes[first..].partition_point(|hole| hole.end <= span.end);
    &holes[first..first + length]
}

/// From the first to the last of some tokens.
pub(super) fn covering(tokens: &[Token<'_>]) -> Span {
    match (tokens.first(), tokens.last()) {
        (Some(first), Some(last)) => first.span.to(last.span),
        _ => Span::NONE,
    }
}

/// Whether a hole is among some tokens.
pub(super) fn has_hole(tokens: &[Token<'_>]) -> bool {
    tokens.iter().any(|token| token.is_open)
}

/// How many tokens from here on are one piece: a hole, and what touches it of words and numbers.
pub(super) fn piece(tokens: &[Token<'_>], end: u32) -> usize {
    let joins = |token: &Token<'_>| {
        matches!(token.kind, TokenKind::Hole | TokenKind::Word | TokenKind::Number) && !is_end(token, end)
    };
    let touching = tokens
        .windows(2)
        .take_while(|pair| pair[0].span.end == pair[1].span.start && joins(&pair[0]) && joins(&pair[1]));
    1 + touching.count()
}

/// The open end of a template: a hole behind the last byte.
fn is_end(token: &Token<'_>, end: u32) -> bool {
    token.is_hole() && token.span.start == end && token.span.is_empty()
}

/// What stands at a place, with the holes in it.
pub(super) fn gap(kind: GapKind, source: &str, span: Span, holes: &[Span], quoted: bool) -> Gap {
    let holes = inside(holes, span).iter().map(|hole| hole_at(source, *hole, quoted));
    let holes: Vec<Hole> = holes.collect();
    let kind = if holes.is_empty() { kind } else { GapKind::Hole };
    Gap::new(kind, span.slice(source), span, holes)
}

fn hole_at(source: &str, span: Span, quoted: bool) -> Hole {
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    let mut words = span.slice(source).split(|c| !is_word(c)).filter(|word| !word.is_empty());
    let name = match (words.next(), words.next()) {
        (Some(word), None) => Some(word.to_owned()),
        _ => None,
    };
    Hole::new(name, quoted, span)
}
