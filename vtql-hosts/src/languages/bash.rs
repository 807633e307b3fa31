//! Shell scripts: `"…"`, `'…'`, `$'…'`, words, here-documents; requests of curl.

use crate::escapes::{C, Escapes, LineEnd, NO_NUMBERS, Other, RAW};
use crate::syntax::{Delimiters, Guard, Role, Syntax, delimiters};
use std::sync::OnceLock;
use vtql_parser::Dialect;

const DOUBLE: Escapes = Escapes {
    letters: &[],
    numbers: NO_NUMBERS,
    line: LineEnd::Join,
    other: Other::Keep,
    special: "\"\\$`",
    ..C
};
const WORD: Escapes = Escapes { other: Other::Drop, special: "\"'\\$`(){}<>|&;*?[]~# \t", ..DOUBLE };
const HERE: Escapes = Escapes { special: "\\$`", ..DOUBLE };
const SINGLE: Escapes = Escapes { special: "'", ..RAW };
const ANSI: Escapes = Escapes { special: "'\\", other: Other::Keep, ..C };

pub(crate) static SYNTAX: Syntax = Syntax {
    grammar: || tree_sitter_bash::LANGUAGE.into(),
    prefix: "",
    loaded: OnceLock::new(),
    roles: &[
        (Role::Literal, &["string", "raw_string", "ansi_c_string", "word", "heredoc_body"]),
        (Role::Adjacent, &["concatenation"]),
        (Role::Wrapper, &["command_name"]),
        (Role::Call, &["command"]),
        (Role::Assign, &["variable_assignment"]),
        (Role::List, &["array"]),
        (Role::Name, &["variable_name", "simple_expansion", "expansion"]),
        (Role::Comment, &["comment"]),
        (Role::Function, &["function_definition"]),
        (
            Role::Branch,
            &[
                "if_statement",
                "elif_clause",
                "else_clause",
                "for_statement",
                "while_statement",
                "case_item",
                "c_style_for_statement",
                "list",
            ],
        ),
    ],
    literal,
    text_kinds: &["string_content", "heredoc_content"],
    bodies: &[],
    joins: &[],
    dialect: Dialect::Wire,
    guards: &[Guard::BeyondAscii, Guard::Pipes],
};

fn literal(kind: &str, text: &str) -> Option<Delimiters> {
    match kind {
        "string" => delimiters(text, 1, 1, &DOUBLE),
        "raw_string" => delimiters(text, 1, 1, &SINGLE),
        "ansi_c_string" => delimiters(text, 2, 1, &ANSI),
        "word" => delimiters(text, 0, 0, &WORD),
        "heredoc_body" => delimiters(text, 0, 0, &HERE),
        _ => None,
    }
}
