//! The tokens of a text, white space and comments included.

use crate::ast::Query;
use crate::parse::lexer::Lexer;
use crate::parse::words::tell_keywords;
use crate::span::Span;

/// A stretch of a text. One after another, the tokens of a text are the text, byte for byte.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Token {
    /// What it is.
    pub kind: TokenKind,
    /// Where it stands.
    pub span: Span,
}

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum TokenKind {
    /// Spaces, tabs, line feeds and carriage returns.
    Whitespace,
    /// `-- …` to the end of the line, `/* … */`.
    Comment,
    /// A word that is a keyword where it stands. A word is one only in some places; [`tokens`] alone does
    /// not know them, and [`Parsed::tokens`](crate::Parsed::tokens) does.
    Keyword,
    /// Any other word: a name, a bare value, digits with letters.
    Word,
    /// Digits, with a sign or a point perhaps.
    Number,
    /// `'…'`, quotes included.
    String,
    /// `"…"`, quotes included.
    DoubleQuoted,
    /// `{…}`
    Parameter,
    /// `=`, `!=`, `<>`, `<`, `<=`, `>`, `>=`
    Operator,
    /// `(`
    Open,
    /// `)`
    Close,
    /// `,`
    Comma,
    /// `*`
    Star,
    /// `;`
    Semicolon,
    /// A hole of a template that stands alone; those inside a string are a part of it.
    Hole,
    /// A string that never ends.
    UnterminatedString,
    /// A comment that never ends.
    UnterminatedComment,
    /// A mark that some editors put in front of a text.
    ByteOrderMark,
    /// A character that begins nothing.
    Unknown,
}

/// The tokens of any text. Words are not told from keywords.
///
/// ```
/// use vtql_parser::{TokenKind, tokens};
///
/// let text = "select id -- all\nfrom Contacts";
/// let tokens = tokens(text);
/// assert_eq!(tokens[4].kind, TokenKind::Comment);
/// let pieces: Vec<&str> = tokens.iter().map(|token| token.span.slice(text)).collect();
/// assert_eq!(pieces.concat(), text);
/// ```
pub fn tokens(source: &str) -> Vec<Token> {
    Lexer::new(source, &[]).collect()
}

/// The tokens of a text whose queries are known: words that they take for neither a name nor a value are
/// keywords.
pub fn tokens_of(source: &str, queries: &[Query]) -> Vec<Token> {
    let mut tokens = tokens(source);
    tell_keywords(queries, source, &mut tokens);
    tokens
}
