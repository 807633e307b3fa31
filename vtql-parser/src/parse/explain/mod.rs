//! What is wrong with a text, in words.

pub(super) mod foreign;
pub(super) mod typo;

use super::token::Token;
use crate::codes;
use crate::diagnostic::{Diagnostic, Safety};
use crate::encode::MAX_UNITS;
use crate::span::Span;
use crate::token::TokenKind;

/// Nothing is to blame, and yet the text is no condition.
pub(super) fn no_condition(source: &str) -> Diagnostic {
    Diagnostic::error(codes::SYNTAX, Span::new(0, source.len()), "this text is not a condition")
        .help("a condition is a field, an operator and a value, as in `lastname = 'Rossi'`")
}

/// `expected A, found B`; a character or string that no token begins or ends is named as what it is.
pub(super) fn unexpected(what: &str, token: &Token<'_>, help: String) -> Diagnostic {
    match token.kind {
        TokenKind::UnterminatedString => {
            let quote = &token.text[..1];
            let start = Span { start: token.span.start, end: token.span.start + 1 };
            Diagnostic::error(codes::UNTERMINATED_STRING, start, "this string never ends")
                .label("it begins here")
                .help(format!("close it with `{quote}`; a quote inside a string is doubled: `'O''Brien'`"))
        }
        TokenKind::UnterminatedComment => {
            let start = Span { start: token.span.start, end: token.span.start + 2 };
            Diagnostic::error(codes::UNTERMINATED_COMMENT, start, "this comment never ends")
                .help("close it with `*/`")
        }
        TokenKind::Unknown | TokenKind::ByteOrderMark => {
            let message = format!("{} has no place in VTQL; expected {what}", token.name());
            Diagnostic::error(codes::UNEXPECTED_CHARACTER, token.span, message).help(stray_help(token))
        }
        _ => {
            let message = format!("expected {what}, found {}", token.name());
            Diagnostic::error(codes::SYNTAX, token.span, message).help(help)
        }
    }
}

/// A byte order mark in front of a text that is sent as it is: the server does not answer to it.
pub(super) fn byte_order_mark(mark: Span) -> Diagnostic {
    let message = "the character U+FEFF has no place in VTQL; expected `select`";
    Diagnostic::error(codes::UNEXPECTED_CHARACTER, mark, message)
        .help("a byte order mark begins the text: save it without one")
}

fn stray_help(token: &Token<'_>) -> &'static str {
    match token.text {
        "`" => "VTQL has no quotes for names: write the name alone",
        "." => "decimal numbers are written with digits on both sides, as in `0.5`; names are not qualified",
        "#" => "comments begin with `--`, in the surface dialect",
        "\u{201c}" | "\u{201d}" | "\u{2018}" | "\u{2019}" | "\u{201e}" => {
            "this is a typographic quote: write `'`"
        }
        "{" | "}" => "a parameter is written `{name}`, and holds no further braces",
        "?" | ":" | "@" | "$" | "%" => {
            "parameters are written `{name}`, in the surface dialect; text is quoted: `'%'`"
        }
        "+" | "-" | "/" => "VTQL has no arithmetic; text and dates are quoted: `'2026-01-31'`",
        "\u{feff}" => "a byte order mark begins the text: save it without one",
        _ => "text is written between single quotes",
    }
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

pub(super) fn many_statements(second: Span) -> Diagnostic {
    Diagnostic::error(codes::MANY_STATEMENTS, second, "the server takes one query at a time")
        .help("send this one by itself")
}

pub(super) fn early_direction(direction: Span) -> Diagnostic {
    Diagnostic::error(codes::EARLY_DIRECTION, direction, "a direction can only stand at the end of `order by`")
        .help("the server sorts all fields but the last in ascending order: take the direction out, or sort by fewer fields")
        .fix(Safety::Unsafe, "remove the direction", direction, "")
}

pub(super) fn limit_by(word: Span) -> Diagnostic {
    Diagnostic::error(codes::SYNTAX, word, "expected a number of rows, found `by`")
        .help("write `limit 20`, or `limit 40, 20` to skip 40 rows")
}

pub(super) fn stray_order(word: Span) -> Diagnostic {
    Diagnostic::error(codes::STRAY_ORDER, word, "the word `order` stands alone")
        .help("take it out, or write `order by` and a field behind the condition")
        .fix(Safety::Safe, "remove the word", word, "")
}

pub(super) fn too_long(literal: Span, units: usize) -> Diagnostic {
    let message = format!("this literal has {units} units, and the server takes {MAX_UNITS}");
    Diagnostic::error(codes::UNSENDABLE_LITERAL, literal, message)
        .help("compare with a shorter value, or with the start of it by `like`")
}
