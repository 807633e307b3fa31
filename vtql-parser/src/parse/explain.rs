//! What is wrong with a text that does not match the grammar.

use super::{Dialect, Parsed};
use crate::codes;
use crate::diagnostic::{Diagnostic, Safety};
use crate::span::Span;

pub(super) fn explain(source: &str, _dialect: Dialect, furthest: usize) -> Parsed {
    let rest = &source[furthest..];
    let start = furthest + (rest.len() - rest.trim_start().len());
    let word = source[start..].bytes().take_while(|b| b.is_ascii_alphanumeric() || *b == b'_').count();
    let one = source[start..].chars().next().map_or(0, char::len_utf8);
    let span = Span::new(start, start + word.max(one));
    let diagnostics = vec![Diagnostic::error(codes::SYNTAX, span, "syntax error")];
    Parsed { diagnostics, ..Parsed::default() }
}

/// Something of the surface dialect in a wire text.
pub(super) fn wire_lacks(span: Span, what: &str) -> Diagnostic {
    let verb = if what.ends_with('s') { "are" } else { "is" };
    Diagnostic::error(codes::NOT_ON_THE_WIRE, span, format!("{what} {verb} not part of the wire dialect"))
}

pub(super) fn missing_semicolon(end: Span) -> Diagnostic {
    Diagnostic::error(codes::MISSING_SEMICOLON, end, "the semicolon at the end is missing")
        .help("the server takes a query only with a semicolon at its end")
        .fix(Safety::Safe, "add the semicolon", end, ";")
}

pub(super) fn early_direction(direction: Span) -> Diagnostic {
    Diagnostic::error(codes::EARLY_DIRECTION, direction, "a direction can only stand at the end of `order by`")
        .help("the server sorts all fields but the last in ascending order: take the direction out, or sort by fewer fields")
        .fix(Safety::Unsafe, "remove the direction", direction, "")
}

pub(super) fn limit_by(word: Span) -> Diagnostic {
    Diagnostic::error(codes::SYNTAX, word, "expected a number of rows, found `by`")
}
