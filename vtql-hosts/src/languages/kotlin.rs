//! Kotlin: `"…"` and `"""…"""`, both filled in by `$name` and `${…}`.

use crate::escapes::{C, Escapes, LineEnd, Numbers, RAW};
use crate::syntax::{Delimiters, Guard, Role, Syntax, delimiters};
use std::sync::OnceLock;
use vtql_parser::Dialect;

const STRING: Escapes = Escapes {
    numbers: Numbers { x: false, u: true, long_u: false, braces: false, octal: false },
    line: LineEnd::Usual,
    special: "\"\\$",
    ..C
};
const MULTILINE: Escapes = Escapes { special: "\"$", ..RAW };

pub(crate) static SYNTAX: Syntax = Syntax {
    grammar: || tree_sitter_kotlin_sg::LANGUAGE.into(),
    prefix: "",
    loaded: OnceLock::new(),
    roles: &[
        (Role::Literal, &["string_literal"]),
        (Role::Binary, &["additive_expression", "infix_expression", "elvis_expression"]),
        (
            Role::Wrapper,
            &[
                "parenthesized_expression",
                "call_suffix",
                "annotated_lambda",
                "directly_assignable_expression",
                "interpolated_expression",
            ],
        ),
        (Role::List, &["value_arguments", "collection_literal"]),
        (Role::Pair, &["value_argument"]),
        (Role::Call, &["call_expression"]),
        (Role::Member, &["navigation_expression"]),
        (Role::Assign, &["assignment", "property_declaration", "class_parameter"]),
        (Role::Name, &["simple_identifier"]),
        (Role::Comment, &["line_comment", "multiline_comment"]),
        (
            Role::Function,
            &[
                "function_declaration",
                "class_declaration",
                "lambda_literal",
                "anonymous_function",
                "object_declaration",
            ],
        ),
        (
            Role::Branch,
            &[
                "if_expression",
                "for_statement",
                "while_statement",
                "do_while_statement",
                "when_entry",
                "catch_block",
            ],
        ),
    ],
    literal,
    text_kinds: &["string_content", "character_escape_seq"],
    bodies: &[],
    joins: &["+"],
    dialect: Dialect::Wire,
    guards: &[Guard::Generics],
};

fn literal(_: &str, text: &str) -> Option<Delimiters> {
    if text.starts_with("\"\"\"") {
        delimiters(text, 3, 3, &MULTILINE)
    } else {
        delimiters(text, 1, 1, &STRING)
    }
}
