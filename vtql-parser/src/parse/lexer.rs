//! A text as tokens, by the lexical rules of the grammar. Every character belongs to one.

use super::grammar::scan::Scan;
use super::grammar::{self, Rule};
use crate::span::Span;
use crate::token::{Token, TokenKind};

/// Goes through a text in which some ranges are holes: what stands in them is not looked at.
pub(crate) struct Lexer<'a> {
    scan: Scan<'a>,
    source: &'a str,
    /// The holes that lie ahead, in order, not overlapping.
    holes: &'a [Span],
}

impl<'a> Lexer<'a> {
    /// `masked` is a text in which no hole holds a quote, a letter or a mark; see [`mask`].
    pub(crate) fn new(masked: &'a str, holes: &'a [Span]) -> Self {
        Lexer { scan: Scan::new(masked), source: masked, holes }
    }

    fn kind(&mut self) -> TokenKind {
        let rest = self.source.get(self.scan.pos..).unwrap_or_default();
        self.scan.leaves.list.clear();
        if self.scan.take(grammar::rule_space) {
            while self.scan.take(grammar::rule_space) {}
            return TokenKind::Whitespace;
        }
        if self.scan.take(grammar::rule_comment) {
            return TokenKind::Comment;
        }
        for rule in [
            grammar::rule_string,
            grammar::rule_doubled,
            grammar::rule_number,
            grammar::rule_quoted,
            grammar::rule_param,
            grammar::rule_operator,
        ] {
            if self.scan.take(rule) {
                return match self.scan.leaves.list.last().map(|leaf| leaf.rule) {
                    Some(Rule::String | Rule::Doubled) => TokenKind::String,
                    Some(Rule::Quoted) => TokenKind::DoubleQuoted,
                    Some(Rule::Param) => TokenKind::Parameter,
                    Some(Rule::Operator) => TokenKind::Operator,
                    _ => TokenKind::Number,
                };
            }
        }
        if self.scan.take(grammar::rule_w) {
            while self.scan.take(grammar::rule_w) {}
            return TokenKind::Word;
        }
        let mut chars = rest.chars();
        let first = chars.next().unwrap_or_default();
        if let ('\'' | '"', _) | ('/', Some('*')) = (first, chars.next()) {
            self.scan.pos += rest.len();
            return if first == '/' { TokenKind::UnterminatedComment } else { TokenKind::UnterminatedString };
        }
        let at_start = self.scan.pos == 0;
        self.scan.pos += first.len_utf8();
        match first {
            '(' => TokenKind::Open,
            ')' => TokenKind::Close,
            ',' => TokenKind::Comma,
            '*' => TokenKind::Star,
            ';' => TokenKind::Semicolon,
            '\u{feff}' if at_start => TokenKind::ByteOrderMark,
            _ => TokenKind::Unknown,
        }
    }
}

impl Iterator for Lexer<'_> {
    type Item = Token;

    fn next(&mut self) -> Option<Token> {
        let start = self.scan.pos;
        while let Some((hole, ahead)) = self.holes.split_first()
            && hole.start as usize <= start
        {
            self.holes = ahead;
            let inside = (hole.start as usize) < start;
            if !inside || hole.end as usize > start {
                self.scan.pos = hole.end as usize;
                return Some(Token { kind: TokenKind::Hole, span: Span::new(start, self.scan.pos) });
            }
        }
        if self.scan.at_end() {
            return None;
        }
        let mut kind = self.kind();
        // A string, a comment or a parameter goes on over a hole inside it; anything else ends there.
        let spans_holes = matches!(
            kind,
            TokenKind::String
                | TokenKind::DoubleQuoted
                | TokenKind::Comment
                | TokenKind::UnterminatedString
                | TokenKind::UnterminatedComment
                | TokenKind::Parameter
        );
        if let Some(hole) = self.holes.first()
            && (hole.start as usize) < self.scan.pos
            && !spans_holes
        {
            self.scan.pos = hole.start as usize;
            if kind == TokenKind::Operator && !self.source.get(start..self.scan.pos).is_some_and(is_operator)
            {
                kind = TokenKind::Unknown;
            }
        }
        Some(Token { kind, span: Span::new(start, self.scan.pos) })
    }
}

fn is_operator(text: &str) -> bool {
    let mut scan = Scan::new(text);
    scan.take(grammar::rule_operator) && scan.at_end()
}

/// The text with something in the place of holes that no rule of the grammar takes for a part of a token,
/// and everything else where it was.
pub(super) fn mask(source: &str, holes: &[Span]) -> String {
    let mut text = String::with_capacity(source.len());
    for hole in holes {
        text.push_str(source.get(text.len()..hole.start as usize).unwrap_or_default());
        text.extend(std::iter::repeat_n('\0', hole.len()));
    }
    text.push_str(source.get(text.len()..).unwrap_or_default());
    text
}

/// The ranges as spans inside the text: in order, on boundaries of characters, those that overlap as one.
pub(super) fn holes(source: &str, ranges: &[std::ops::Range<usize>]) -> Vec<Span> {
    let inside = |at: usize| at.min(source.len());
    let mut spans: Vec<Span> = ranges
        .iter()
        .map(|range| {
            let start = source.floor_char_boundary(inside(range.start));
            let end = source.ceil_char_boundary(inside(range.end)).max(start);
            Span::new(start, end)
        })
        .collect();
    spans.sort();
    let mut merged: Vec<Span> = Vec::with_capacity(spans.len());
    for span in spans {
        match merged.last_mut() {
            Some(last) if span.start < last.end || span == *last => *last = last.to(span),
            _ => merged.push(span),
        }
    }
    merged
}
