//! Python: `"…"` and `'…'`, once or three times, with the prefixes `r`, `b`, `u`, `f`.

use crate::escapes::{C, Escapes, Numbers, Other, RAW};
use crate::syntax::{Delimiters, Role, Syntax, delimiters};
use std::sync::OnceLock;
use vtql_parser::Dialect;

const NUMBERS: Numbers = Numbers { x: true, u: true, long_u: true, braces: false, octal: true };
const DOUBLE: Escapes = Escapes { numbers: NUMBERS, other: Other::Keep, ..C };
const SINGLE: Escapes = Escapes { special: "'\\", ..DOUBLE };
const FILLED_DOUBLE: Escapes = Escapes { doubled: "{}", special: "\"\\{}", ..DOUBLE };
const FILLED_SINGLE: Escapes = Escapes { doubled: "{}", special: "'\\{}", ..DOUBLE };
const RAW_DOUBLE: Escapes = Escapes { special: "\"\\", ..RAW };
const RAW_SINGLE: Escapes = Escapes { special: "'\\", ..RAW };
const RAW_FILLED: Escapes = Escapes { doubled: "{}", special: "\"'\\{}", ..RAW };

pub(crate) static SYNTAX: Syntax = Syntax {
    grammar: || tree_sitter_python::LANGUAGE.into(),
    prefix: "",
    loaded: OnceLock::new(),
    roles: &[
        (Role::Literal, &["string"]),
        (Role::Adjacent, &["concatenated_string"]),
        (Role::Binary, &["binary_operator"]),
        (Role::Wrapper, &["parenthesized_expression", "await", "interpolation"]),
        (Role::List, &["argument_list", "list", "tuple", "dictionary", "set"]),
        (Role::Pair, &["pair", "keyword_argument"]),
        (Role::Call, &["call"]),
        (Role::Member, &["attribute"]),
        (Role::Assign, &["assignment", "augmented_assignment", "named_expression", "default_parameter"]),
        (Role::Choice, &["conditional_expression"]),
        (Role::Name, &["identifier"]),
        (Role::Comment, &["comment"]),
        (Role::Function, &["function_definition", "lambda", "class_definition"]),
        (
            Role::Branch,
            &[
                "if_statement",
                "elif_clause",
                "else_clause",
                "for_statement",
                "while_statement",
                "except_clause",
                "case_clause",
                "list_comprehension",
                "generator_expression",
            ],
        ),
    ],
    literal,
    text_kinds: &["string_content", "escape_sequence", "escape_interpolation"],
    bodies: &[],
    joins: &["+"],
    dialect: Dialect::Wire,
    guards: &[],
};

fn literal(_: &str, text: &str) -> Option<Delimiters> {
    let at = text.find(['"', '\''])?;
    let (prefix, quoted) = text.split_at(at);
    let quote = &quoted[..1];
    let length = if quoted.len() >= 6 && quoted.starts_with(&quote.repeat(3)) { 3 } else { 1 };
    let has = |wanted: char| prefix.chars().any(|char| char.eq_ignore_ascii_case(&wanted));
    let is_single = quote == "'";
    let escapes = match (has('r'), has('f') || has('t')) {
        (true, true) => &RAW_FILLED,
        (true, false) if is_single => &RAW_SINGLE,
        (true, false) => &RAW_DOUBLE,
        (false, true) if is_single => &FILLED_SINGLE,
        (false, true) => &FILLED_DOUBLE,
        (false, false) if is_single => &SINGLE,
        (false, false) => &DOUBLE,
    };
    delimiters(text, at + length, length, escapes)
}
