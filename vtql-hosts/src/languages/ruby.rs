//! Ruby: `"…"`, `'…'`, `%q()`, `%Q{}`, here-documents.

use crate::escapes::{C, Escapes, Other, QUOTE};
use crate::syntax::{Delimiters, Role, Syntax, delimiters};
use std::sync::OnceLock;
use vtql_parser::Dialect;

const DOUBLE: Escapes = Escapes { special: "\"\\#", ..C };
const PERCENT: Escapes = Escapes { special: "\"'\\#(){}[]<>|!", ..C };
const PERCENT_QUOTE: Escapes = Escapes { special: "\"'\\(){}[]<>|!", other: Other::Keep, ..QUOTE };
const HEREDOC: Escapes = Escapes { special: "\\#", ..C };

pub(crate) static SYNTAX: Syntax = Syntax {
    grammar: || tree_sitter_ruby::LANGUAGE.into(),
    prefix: "",
    loaded: OnceLock::new(),
    roles: &[
        (Role::Literal, &["string", "subshell", "bare_string"]),
        (Role::HeredocStart, &["heredoc_beginning"]),
        (Role::HeredocBody, &["heredoc_body"]),
        (Role::Adjacent, &["chained_string"]),
        (Role::Binary, &["binary"]),
        (Role::Wrapper, &["parenthesized_statements", "interpolation"]),
        (Role::List, &["argument_list", "array", "hash", "string_array"]),
        (Role::Pair, &["pair", "keyword_parameter", "optional_parameter"]),
        (Role::Call, &["call"]),
        (Role::Assign, &["assignment", "operator_assignment"]),
        (Role::Choice, &["conditional"]),
        (Role::Name, &["identifier", "instance_variable", "constant", "global_variable", "class_variable"]),
        (Role::Comment, &["comment"]),
        (Role::Function, &["method", "singleton_method", "lambda", "class", "module", "block", "do_block"]),
        (
            Role::Branch,
            &[
                "if",
                "elsif",
                "else",
                "unless",
                "if_modifier",
                "unless_modifier",
                "while",
                "until",
                "for",
                "when",
                "rescue",
            ],
        ),
    ],
    literal,
    text_kinds: &["string_content", "escape_sequence", "heredoc_content"],
    bodies: &[],
    joins: &["+"],
    dialect: Dialect::Wire,
    guards: &[],
};

fn literal(kind: &str, text: &str) -> Option<Delimiters> {
    if kind == "heredoc_body" {
        return delimiters(text, 0, 0, &HEREDOC);
    }
    if kind == "bare_string" {
        return delimiters(text, 0, 0, &PERCENT_QUOTE);
    }
    match text.as_bytes() {
        [b'\'', ..] => delimiters(text, 1, 1, &QUOTE),
        [b'%', letter, ..] if letter.is_ascii_alphabetic() => {
            delimiters(text, 3, 1, if *letter == b'q' { &PERCENT_QUOTE } else { &PERCENT })
        }
        [b'%', ..] => delimiters(text, 2, 1, &PERCENT),
        _ => delimiters(text, 1, 1, &DOUBLE),
    }
}
