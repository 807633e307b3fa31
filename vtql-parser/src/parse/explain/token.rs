//! A text that does not match the grammar, as tokens. Every character belongs to a token or is white
//! space, so nothing is passed over.

use super::super::grammar::{self, Rule};
use super::super::scan::Scan;
use crate::span::Span;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Word,
    Number,
    String,
    Quoted,
    Param,
    Operator,
    /// `( ) , * ;`
    Mark(u8),
    /// A quote that starts a string and never ends it: the token runs to the end of the text.
    Unterminated,
    /// The same for a comment.
    UnterminatedComment,
    /// A character that starts nothing.
    Stray,
}

#[derive(Clone, Copy, Debug)]
pub(super) struct Token<'a> {
    pub(super) kind: Kind,
    pub(super) text: &'a str,
    pub(super) span: Span,
}

impl Token<'_> {
    pub(super) fn is_word(&self, word: &str) -> bool {
        self.kind == Kind::Word && self.text.eq_ignore_ascii_case(word)
    }

    pub(super) fn is_one_of(&self, words: &[&str]) -> bool {
        words.iter().any(|word| self.is_word(word))
    }

    pub(super) fn is_mark(&self, mark: u8) -> bool {
        self.kind == Kind::Mark(mark)
    }

    pub(super) fn is_value(&self) -> bool {
        matches!(self.kind, Kind::Word | Kind::Number | Kind::String | Kind::Quoted | Kind::Param)
    }

    /// How a message names it.
    pub(super) fn name(&self) -> String {
        match self.kind {
            Kind::String | Kind::Quoted if self.text.len() > 30 => "a string".to_owned(),
            Kind::String | Kind::Quoted => {
                format!("the string {}", self.text.replace(['\n', '\r', '\t', '\0'], " "))
            }
            Kind::Number => format!("the number {}", self.text),
            Kind::Param => format!("the parameter {}", self.text.replace(['\n', '\r'], " ")),
            Kind::Unterminated => "a string that never ends".to_owned(),
            Kind::UnterminatedComment => "a comment that never ends".to_owned(),
            Kind::Stray
                if self.text.chars().all(|c| c.is_control() || c.is_whitespace() || c == '\u{feff}') =>
            {
                let c = self.text.chars().next().unwrap_or_default();
                format!("the character U+{:04X}", u32::from(c))
            }
            Kind::Word | Kind::Operator | Kind::Mark(_) | Kind::Stray => format!("`{}`", self.text),
        }
    }
}

/// The tokens of a text, and its comments.
pub(super) fn tokens(source: &str) -> (Vec<Token<'_>>, Vec<Span>) {
    let mut scan = Scan::new(source);
    let mut tokens = Vec::new();
    let mut comments = Vec::new();
    loop {
        scan.leaves.list.clear();
        scan.take(grammar::rule_ws);
        comments.extend(scan.leaves.list.iter().map(|leaf| Span { start: leaf.start, end: leaf.end }));
        if scan.at_end() {
            return (tokens, comments);
        }
        let start = scan.pos;
        let kind = kind(&mut scan, &source[start..]);
        let span = Span::new(start, scan.pos);
        tokens.push(Token { kind, text: span.slice(source), span });
    }
}

fn kind(scan: &mut Scan<'_>, rest: &str) -> Kind {
    scan.leaves.list.clear();
    let word = |scan: &mut Scan<'_>| {
        let length = rest.bytes().take_while(|b| b.is_ascii_alphanumeric() || *b == b'_').count();
        scan.pos += length;
        length > 0
    };
    if scan.take(grammar::rule_string)
        || scan.take(grammar::rule_doubled)
        || scan.take(grammar::rule_number)
        || scan.take(grammar::rule_quoted)
        || scan.take(grammar::rule_param)
        || scan.take(grammar::rule_operator)
    {
        return match scan.leaves.list.first().map(|leaf| leaf.rule) {
            Some(Rule::String | Rule::Doubled) => Kind::String,
            Some(Rule::Quoted) => Kind::Quoted,
            Some(Rule::Param) => Kind::Param,
            Some(Rule::Operator) => Kind::Operator,
            _ => Kind::Number,
        };
    }
    if word(scan) {
        return Kind::Word;
    }
    let mut chars = rest.chars();
    let first = chars.next().unwrap_or_default();
    if let ('\'' | '"', _) | ('/', Some('*')) = (first, chars.next()) {
        scan.pos += rest.len();
        return if first == '/' { Kind::UnterminatedComment } else { Kind::Unterminated };
    }
    scan.pos += first.len_utf8();
    match first {
        '(' | ')' | ',' | '*' | ';' => Kind::Mark(rest.as_bytes()[0]),
        _ => Kind::Stray,
    }
}
