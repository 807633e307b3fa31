//! Swift: `"…"`, `"""…"""`, and both with `#`.

use crate::escapes::{C, Escapes, LineEnd, Numbers, RAW};
use crate::syntax::{Delimiters, Guard, Role, Syntax, delimiters, leading};
use std::sync::OnceLock;
use vtql_parser::Dialect;

const STRING: Escapes = Escapes {
    numbers: Numbers { x: false, u: false, long_u: false, braces: true, octal: false },
    line: LineEnd::Join,
    ..C
};
const HASHES: Escapes = Escapes { special: "\"\\", ..RAW };

pub(crate) static SYNTAX: Syntax = Syntax {
    grammar: || tree_sitter_swift::LANGUAGE.into(),
    prefix: "",
    loaded: OnceLock::new(),
    roles: &[
        (Role::Literal, &["line_string_literal", "multi_line_string_literal", "raw_string_literal"]),
        (Role::Binary, &["additive_expression"]),
        (
            Role::Wrapper,
            &[
                "parenthesized_expression",
                "call_suffix",
                "directly_assignable_expression",
                "await_expression",
                "try_expression",
                "interpolated_expression",
            ],
        ),
        (Role::List, &["value_arguments", "array_literal", "dictionary_literal", "tuple_expression"]),
        (Role::Pair, &["value_argument"]),
        (Role::Call, &["call_expression"]),
        (Role::Member, &["navigation_expression"]),
        (Role::Assign, &["assignment", "property_declaration"]),
        (Role::Choice, &["ternary_expression"]),
        (Role::Name, &["simple_identifier"]),
        (Role::Comment, &["comment", "multiline_comment"]),
        (
            Role::Function,
            &["function_declaration", "class_declaration", "lambda_literal", "init_declaration"],
        ),
        (
            Role::Branch,
            &[
                "if_statement",
                "for_statement",
                "while_statement",
                "repeat_while_statement",
                "switch_entry",
                "catch_block",
                "guard_statement",
            ],
        ),
    ],
    literal,
    text_kinds: &[
        "line_str_text",
        "str_escaped_char",
        "multi_line_str_text",
        "raw_str_part",
        "raw_str_end_part",
    ],
    bodies: &[],
    joins: &["+"],
    dialect: Dialect::Wire,
    guards: &[Guard::Generics],
};

fn literal(kind: &str, text: &str) -> Option<Delimiters> {
    let hashes = leading(text, '#');
    let quotes = if text[hashes..].starts_with("\"\"\"") { 3 } else { 1 };
    let escapes = if kind == "raw_string_literal" { &HASHES } else { &STRING };
    delimiters(text, hashes + quotes, hashes + quotes, escapes)
}
