//! Text to wire literals: the one place where a value is made safe to send.
//!
//! The server's lexer ends a string at the first lone `'` and copies what is between the quotes into
//! its SQL, where MySQL gives every backslash a meaning. So both `'` and `\` are doubled, and what
//! cannot be carried at all is refused.

use crate::ast::Text;
use std::fmt;

/// The longest literal that the server's lexer takes, in units: a byte, or a doubled quote.
pub const MAX_UNITS: usize = 8_189;

/// A text that no wire literal can carry.
///
/// ```
/// use vtql_parser::encode::{EncodeError, MAX_UNITS, wire_literal};
///
/// assert_eq!(wire_literal(""), Err(EncodeError::Empty));
/// assert_eq!(wire_literal(&"x".repeat(MAX_UNITS + 1)), Err(EncodeError::TooLong(8_190)));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum EncodeError {
    /// The server has no empty string: its lexer needs at least one character between the quotes.
    /// `' '` compares equal to it, but is another pattern for `like`.
    Empty,
    /// A NUL character.
    Nul,
    /// Longer than [`MAX_UNITS`] once encoded; holds the length in units.
    TooLong(usize),
}

impl fmt::Display for EncodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            EncodeError::Empty => f.write_str("the server cannot be sent an empty string"),
            EncodeError::Nul => f.write_str("the server cannot be sent a NUL character"),
            EncodeError::TooLong(units) => {
                write!(f, "the value takes {units} units on the wire, and the server takes {MAX_UNITS}")
            }
        }
    }
}

impl std::error::Error for EncodeError {}

/// A text as a complete wire literal, quotes included.
///
/// ```
/// use vtql_parser::encode::wire_literal;
///
/// assert_eq!(wire_literal(r"O'Brien \ Söhne")?, r"'O''Brien \\ Söhne'");
/// assert!(wire_literal("").is_err());
/// # Ok::<(), vtql_parser::encode::EncodeError>(())
/// ```
pub fn wire_literal(text: &str) -> Result<String, EncodeError> {
    Ok(format!("'{}'", wire_text(text)?.replace('\'', "''")))
}

/// What the server's lexer is to find between the quotes, with doubled quotes undone: the text of a
/// [`LiteralKind::WireString`](crate::ast::LiteralKind::WireString).
pub(crate) fn wire_text(text: &str) -> Result<Text, EncodeError> {
    if text.is_empty() {
        return Err(EncodeError::Empty);
    }
    if text.contains('\0') {
        return Err(EncodeError::Nul);
    }
    let backslashes = text.bytes().filter(|byte| *byte == b'\\').count();
    let units = text.len() + backslashes;
    if units > MAX_UNITS {
        return Err(EncodeError::TooLong(units));
    }
    Ok(if backslashes == 0 { text.into() } else { text.replace('\\', r"\\").into() })
}

/// A text as a part of a `like` pattern that matches exactly it: `%`, `_` and `\` lose their meaning.
///
/// ```
/// use vtql_parser::encode::like_literal;
///
/// assert_eq!(like_literal("100%_"), r"100\%\_");
/// let pattern = format!("{}%", like_literal("50%"));
/// assert_eq!(pattern, r"50\%%");
/// ```
pub fn like_literal(text: &str) -> String {
    let mut pattern = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.push(c);
    }
    pattern
}

/// What MySQL reads a wire literal's text as: the inverse of the encoding, and the meaning of a literal
/// that somebody else wrote. `None` where a lone backslash stands before a quote, inside or at the end:
/// MySQL then ends the string elsewhere than the server's lexer did, and what follows is read as SQL.
///
/// In a `like` pattern MySQL leaves `\%` and `\_` as they are, with the meaning that `like` gives them;
/// outside one they are two characters too.
///
/// ```
/// use vtql_parser::encode::mysql_text;
///
/// assert_eq!(mysql_text(r"C:\\temp").as_deref(), Some(r"C:\temp"));
/// assert_eq!(mysql_text(r"C:\temp").as_deref(), Some("C:\temp"));
/// assert_eq!(mysql_text(r"50\%\_").as_deref(), Some(r"50\%\_"));
/// assert_eq!(mysql_text(r"x\\'y").as_deref(), Some(r"x\'y"));
/// assert_eq!(mysql_text(r"a\"), None);
/// assert_eq!(mysql_text(r"x\'y"), None);
/// ```
pub fn mysql_text(wire: &str) -> Option<String> {
    let mut text = String::with_capacity(wire.len());
    let mut chars = wire.chars();
    while let Some(c) = chars.next() {
        if c != '\\' {
            text.push(c);
            continue;
        }
        match chars.next()? {
            // On the wire the quote is doubled: the second one ends the string.
            '\'' => return None,
            '0' => text.push('\0'),
            'b' => text.push('\u{8}'),
            'n' => text.push('\n'),
            'r' => text.push('\r'),
            't' => text.push('\t'),
            'Z' => text.push('\u{1a}'),
            pattern @ ('%' | '_') => text.extend(['\\', pattern]),
            other => text.push(other),
        }
    }
    Some(text)
}
