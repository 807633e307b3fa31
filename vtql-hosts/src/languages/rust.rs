//! Rust: `"…"`, `r#"…"#`; the macros of this library are read in `code/vtql_macro.rs`.

use crate::escapes::{C, Escapes, LineEnd, Numbers, Other, RAW};
use crate::syntax::{Delimiters, Role, Syntax, delimiters, leading};
use std::sync::OnceLock;
use vtql_parser::Dialect;

pub(crate) const STRING: Escapes = Escapes {
    numbers: Numbers { x: true, u: false, long_u: false, braces: true, octal: false },
    line: LineEnd::JoinTrimmed,
    other: Other::Drop,
    ..C
};
const HASHES: Escapes = Escapes { special: "\"", ..RAW };

pub(crate) static SYNTAX: Syntax = Syntax {
    grammar: || tree_sitter_rust::LANGUAGE.into(),
    prefix: "",
    loaded: OnceLock::new(),
    roles: &[
        (Role::Literal, &["string_literal", "raw_string_literal"]),
        (Role::Binary, &["binary_expression"]),
        (
            Role::Wrapper,
            &[
                "parenthesized_expression",
                "reference_expression",
                "await_expression",
                "try_expression",
                "type_cast_expression",
            ],
        ),
        (
            Role::List,
            &["arguments", "array_expression", "tuple_expression", "token_tree", "field_initializer_list"],
        ),
        (Role::Pair, &["field_initializer"]),
        (Role::Call, &["call_expression", "macro_invocation"]),
        (Role::Member, &["field_expression"]),
        (Role::Assign, &["let_declaration", "assignment_expression", "compound_assignment_expr"]),
        (Role::Constant, &["const_item", "static_item"]),
        (Role::Name, &["identifier", "field_identifier", "scoped_identifier"]),
        (Role::Comment, &["line_comment", "block_comment"]),
        (Role::Function, &["function_item", "closure_expression", "impl_item"]),
        (
            Role::Branch,
            &[
                "if_expression",
                "else_clause",
                "for_expression",
                "while_expression",
                "loop_expression",
                "match_arm",
            ],
        ),
    ],
    literal,
    text_kinds: &["string_content", "escape_sequence"],
    bodies: &[],
    joins: &["+"],
    dialect: Dialect::Surface,
    guards: &[],
};

fn literal(kind: &str, text: &str) -> Option<Delimiters> {
    let prefix = text.len() - text.trim_start_matches(['b', 'c', 'r']).len();
    if kind == "raw_string_literal" {
        let hashes = leading(&text[prefix..], '#');
        return delimiters(text, prefix + hashes + 1, hashes + 1, &HASHES);
    }
    delimiters(text, prefix + 1, 1, &STRING)
}
