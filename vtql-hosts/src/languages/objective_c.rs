//! Objective-C: `@"…"`, and the strings of C.

use crate::escapes::C;
use crate::syntax::{Delimiters, Guard, Role, Syntax, delimiters};
use std::sync::OnceLock;
use vtql_parser::Dialect;

pub(crate) static SYNTAX: Syntax = Syntax {
    grammar: || tree_sitter_objc::LANGUAGE.into(),
    prefix: "",
    loaded: OnceLock::new(),
    roles: &[
        (Role::Literal, &["string_literal"]),
        (Role::Adjacent, &["concatenated_string"]),
        (Role::Binary, &["binary_expression"]),
        (
            Role::Wrapper,
            &["parenthesized_expression", "cast_expression", "pointer_declarator", "at_expression"],
        ),
        (Role::List, &["argument_list", "array_literal", "dictionary_literal", "initializer_list"]),
        (Role::Pair, &["dictionary_pair", "initializer_pair"]),
        (Role::Call, &["message_expression", "call_expression"]),
        (Role::Member, &["field_expression"]),
        (Role::Assign, &["assignment_expression", "init_declarator"]),
        (Role::Choice, &["conditional_expression"]),
        (Role::Name, &["identifier"]),
        (Role::Comment, &["comment"]),
        (Role::Function, &["method_definition", "function_definition", "block_literal"]),
        (
            Role::Branch,
            &[
                "if_statement",
                "else_clause",
                "for_statement",
                "while_statement",
                "do_statement",
                "case_statement",
            ],
        ),
    ],
    literal,
    text_kinds: &["string_content", "escape_sequence"],
    bodies: &[],
    joins: &[],
    dialect: Dialect::Wire,
    guards: &[Guard::Operators],
};

fn literal(_: &str, text: &str) -> Option<Delimiters> {
    let open = text.find('"')?;
    delimiters(text, open + 1, 1, &C)
}
