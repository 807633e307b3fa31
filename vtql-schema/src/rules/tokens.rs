//! The tokens of a text, for rules about how something is written. They are made once a text, when the
//! first rule asks for them; nothing else reads the text.

use std::cell::OnceCell;
use std::fmt;
use vtql_parser::ast::Query;
use vtql_parser::{Parsed, Span, Token, TokenKind, tokens_of};

/// The tokens of a text; none of a query that was built in code.
pub(crate) struct Tokens<'a> {
    source: &'a str,
    origin: Origin<'a>,
    made: OnceCell<Vec<Token>>,
}

enum Origin<'a> {
    Text(&'a Parsed),
    Query(&'a Query),
}

impl<'a> Tokens<'a> {
    /// Of a text that was read.
    pub(crate) fn parsed(source: &'a str, parsed: &'a Parsed) -> Self {
        Tokens { source, origin: Origin::Text(parsed), made: OnceCell::new() }
    }

    /// Of the text of one query.
    pub(crate) fn of(source: &'a str, query: &'a Query) -> Self {
        Tokens { source, origin: Origin::Query(query), made: OnceCell::new() }
    }

    fn all(&self) -> &[Token] {
        self.made.get_or_init(|| match self.origin {
            Origin::Text(parsed) => parsed.tokens(self.source),
            Origin::Query(query) => tokens_of(self.source, std::slice::from_ref(query)),
        })
    }

    /// Those that lie in a part of the text.
    pub(super) fn inside(&self, part: Span) -> &[Token] {
        let first = self.all().partition_point(|token| token.span.start < part.start);
        let length = self.all()[first..].partition_point(|token| token.span.end <= part.end);
        &self.all()[first..first + length]
    }

    /// The tokens behind a place, in order, white space included.
    pub(super) fn behind(&self, place: u32) -> &[Token] {
        &self.all()[self.all().partition_point(|token| token.span.start < place)..]
    }

    /// Where the first semicolon behind a place stands.
    pub(crate) fn semicolon(&self, place: u32) -> Option<u32> {
        let found = self.behind(place).iter().find(|token| token.kind == TokenKind::Semicolon);
        found.map(|semicolon| semicolon.span.start)
    }

    /// The token that ends at a place or covers the byte before it.
    pub(super) fn before(&self, place: u32) -> Option<&Token> {
        let next = self.all().partition_point(|token| token.span.start < place);
        next.checked_sub(1).and_then(|before| self.all().get(before))
    }

    /// How a token is written.
    pub(super) fn written(&self, token: Token) -> &'a str {
        token.span.slice(self.source)
    }

    /// A word to put in the place of a part, with spaces where it would run into words beside it.
    pub(super) fn spaced(&self, part: Span, word: &str) -> String {
        let runs_on = |token: Option<&Token>| {
            token.is_some_and(|token| {
                matches!(token.kind, TokenKind::Word | TokenKind::Keyword | TokenKind::Number)
            })
        };
        let space = |runs_on: bool| if runs_on { " " } else { "" };
        let before = space(runs_on(self.before(part.start)));
        format!("{before}{word}{}", space(runs_on(self.behind(part.end).first())))
    }
}

impl fmt::Debug for Tokens<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Tokens").finish_non_exhaustive()
    }
}
