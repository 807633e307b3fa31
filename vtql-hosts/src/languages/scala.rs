//! Scala: `"…"` and `"""…"""`, filled in where a word stands before them.

use crate::escapes::{C, Escapes, LineEnd, Numbers, RAW};
use crate::syntax::{Delimiters, Guard, Role, Syntax, delimiters};
use std::sync::OnceLock;
use vtql_parser::Dialect;

const STRING: Escapes = Escapes {
    numbers: Numbers { x: false, u: true, long_u: false, braces: false, octal: false },
    line: LineEnd::Usual,
    ..C
};
const FILLED: Escapes = Escapes { special: "\"\\$", doubled: "$", ..STRING };
const FILLED_RAW: Escapes = Escapes { special: "\"$", doubled: "$", ..RAW };

pub(crate) static SYNTAX: Syntax = Syntax {
    grammar: || tree_sitter_scala::LANGUAGE.into(),
    prefix: "",
    loaded: OnceLock::new(),
    roles: &[
        (Role::Literal, &["string", "interpolated_string"]),
        (Role::Binary, &["infix_expression"]),
        (Role::Wrapper, &["parenthesized_expression", "interpolated_string_expression", "interpolation"]),
        (Role::List, &["arguments", "tuple_expression"]),
        (Role::Call, &["call_expression", "instance_expression"]),
        (Role::Member, &["field_expression"]),
        (Role::Assign, &["val_definition", "var_definition", "assignment_expression"]),
        (Role::Name, &["identifier"]),
        (Role::Comment, &["comment", "block_comment"]),
        (
            Role::Function,
            &["function_definition", "class_definition", "object_definition", "lambda_expression"],
        ),
        (
            Role::Branch,
            &["if_expression", "for_expression", "while_expression", "case_clause", "catch_clause"],
        ),
    ],
    literal,
    text_kinds: &["escape_sequence"],
    bodies: &[],
    joins: &["+"],
    dialect: Dialect::Wire,
    guards: &[Guard::Generics, Guard::Backticks],
};

fn literal(kind: &str, text: &str) -> Option<Delimiters> {
    let is_filled = kind == "interpolated_string";
    match (text.starts_with("\"\"\""), is_filled) {
        (true, true) => delimiters(text, 3, 3, &FILLED_RAW),
        (true, false) => delimiters(text, 3, 3, &RAW),
        (false, true) => delimiters(text, 1, 1, &FILLED),
        (false, false) => delimiters(text, 1, 1, &STRING),
    }
}
