//! What programs say about their texts.

use vtql_parser::Dialect;

/// What a comment, a fence or a macro says about a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mark {
    /// It is a query.
    Vtql,
    /// It is a query of this dialect.
    Settled(Dialect),
    /// It is to be left alone.
    Ignore,
}

impl Mark {
    /// `vtql`, `language=vtql`, or `vtql: ignore`, the marks of the comment taken off.
    pub(crate) fn of_comment(comment: &str) -> Option<Self> {
        let text = comment.trim_matches(|char: char| "/*#-!<>".contains(char) || char.is_whitespace());
        match text.to_ascii_lowercase().as_str() {
            "vtql" | "language=vtql" | "language: vtql" => Some(Mark::Vtql),
            "vtql: ignore" | "vtql:ignore" => Some(Mark::Ignore),
            _ => None,
        }
    }
}
