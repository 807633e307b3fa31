//! Go: `"…"` and `` `…` ``.

use crate::escapes::{C, Escapes, LineEnd, RAW};
use crate::syntax::{Delimiters, Role, Syntax, delimiters};
use std::sync::OnceLock;
use vtql_parser::Dialect;

const INTERPRETED: Escapes = Escapes { line: LineEnd::Usual, ..C };
const BACKTICKS: Escapes = Escapes { special: "`", ..RAW };

pub(crate) static SYNTAX: Syntax = Syntax {
    grammar: || tree_sitter_go::LANGUAGE.into(),
    prefix: "",
    loaded: OnceLock::new(),
    roles: &[
        (Role::Literal, &["interpreted_string_literal", "raw_string_literal"]),
        (Role::Binary, &["binary_expression"]),
        (
            Role::Wrapper,
            &[
                "parenthesized_expression",
                "expression_list",
                "literal_element",
                "composite_literal",
                "unary_expression",
            ],
        ),
        (Role::List, &["argument_list", "literal_value"]),
        (Role::Pair, &["keyed_element"]),
        (Role::Call, &["call_expression", "type_conversion_expression"]),
        (Role::Member, &["selector_expression"]),
        (Role::Assign, &["short_var_declaration", "assignment_statement", "var_spec"]),
        (Role::Constant, &["const_spec"]),
        (Role::Name, &["identifier", "field_identifier"]),
        (Role::Comment, &["comment"]),
        (Role::Function, &["function_declaration", "method_declaration", "func_literal"]),
        (Role::Branch, &["if_statement", "for_statement", "expression_case", "default_case", "type_case"]),
    ],
    literal,
    text_kinds: &["interpreted_string_literal_content", "raw_string_literal_content", "escape_sequence"],
    bodies: &[],
    joins: &["+"],
    dialect: Dialect::Wire,
    guards: &[],
};

fn literal(kind: &str, text: &str) -> Option<Delimiters> {
    let escapes = if kind == "raw_string_literal" { &BACKTICKS } else { &INTERPRETED };
    delimiters(text, 1, 1, escapes)
}
