//! The words of the language: taken from its grammar, like the parser.
//!
//! A word is a keyword only where the server's lexer takes it for one, so each kind of name has its own
//! short list of words that it cannot be.

use super::grammar as words;

/// Every keyword of both dialects, in lower case and in order. `order by` is two.
pub const ALL: &[&str] = words::KEYWORDS;
/// What no field of a select list can be called.
pub const NO_COLUMN: &[&str] = words::NO_COLUMN;
/// What no module can be called.
pub const NO_MODULE: &[&str] = words::NO_MODULE;
/// What no field of a condition can be called.
pub const NO_FIELD: &[&str] = words::NO_FIELD;
/// What no field of `order by` can be called.
pub const NO_SORT_FIELD: &[&str] = words::NO_SORT_FIELD;
/// What no bare value can be.
pub const NO_WORD: &[&str] = words::NO_WORD;
/// What no number of a limit can be.
pub const NO_BOUND_WORD: &[&str] = words::NO_BOUND_WORD;

/// Whether a word, in any case, is one of a list of this module.
///
/// ```
/// use vtql_parser::keywords::{self, is_one_of};
///
/// assert!(is_one_of("Between", keywords::ALL));
/// assert!(is_one_of("from", keywords::NO_COLUMN) && !is_one_of("limit", keywords::NO_COLUMN));
/// ```
pub fn is_one_of(word: &str, words: &[&str]) -> bool {
    words.iter().any(|keyword| keyword.eq_ignore_ascii_case(word))
}
