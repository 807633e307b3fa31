//! Java: `"…"` and text blocks.

use crate::escapes::{C, C_LETTERS, Escapes, LineEnd, Numbers};
use crate::syntax::{Delimiters, Guard, Role, Syntax, delimiters};
use std::sync::OnceLock;
use vtql_parser::Dialect;

const STRING: Escapes = Escapes {
    letters: C_LETTERS,
    numbers: Numbers { x: false, u: true, long_u: false, braces: false, octal: true },
    line: LineEnd::Usual,
    ..C
};
const BLOCK: Escapes = Escapes { line: LineEnd::Join, ..STRING };

pub(crate) static SYNTAX: Syntax = Syntax {
    grammar: || tree_sitter_java::LANGUAGE.into(),
    prefix: "",
    loaded: OnceLock::new(),
    roles: &[
        (Role::Literal, &["string_literal"]),
        (Role::Binary, &["binary_expression"]),
        (Role::Wrapper, &["parenthesized_expression", "cast_expression", "array_creation_expression"]),
        (Role::List, &["argument_list", "array_initializer", "annotation_argument_list"]),
        (Role::Pair, &["element_value_pair"]),
        (
            Role::Call,
            &[
                "method_invocation",
                "object_creation_expression",
                "annotation",
                "explicit_constructor_invocation",
            ],
        ),
        (Role::Member, &["field_access"]),
        (Role::Assign, &["assignment_expression", "variable_declarator"]),
        (Role::Choice, &["ternary_expression"]),
        (Role::Name, &["identifier"]),
        (Role::Comment, &["line_comment", "block_comment"]),
        (
            Role::Function,
            &["method_declaration", "constructor_declaration", "class_declaration", "lambda_expression"],
        ),
        (
            Role::Branch,
            &[
                "if_statement",
                "for_statement",
                "enhanced_for_statement",
                "while_statement",
                "do_statement",
                "switch_block_statement_group",
                "switch_rule",
                "catch_clause",
            ],
        ),
    ],
    literal,
    text_kinds: &["string_fragment", "multiline_string_fragment", "escape_sequence"],
    bodies: &[],
    joins: &["+"],
    dialect: Dialect::Wire,
    guards: &[Guard::Generics],
};

fn literal(_: &str, text: &str) -> Option<Delimiters> {
    if text.starts_with("\"\"\"") { delimiters(text, 3, 3, &BLOCK) } else { delimiters(text, 1, 1, &STRING) }
}
