//! The tokens of a text, white space and comments included.

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
    /// A word that is a keyword where it stands. A word is one only in some places; [`tokens`](crate::tokens) alone does
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
