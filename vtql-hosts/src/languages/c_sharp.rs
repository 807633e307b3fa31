//! C#: `"…"`, `@"…"`, `"""…"""`, and each of them with `$`.

use crate::escapes::{C, Escapes, LineEnd, RAW};
use crate::syntax::{Delimiters, Guard, Role, Syntax, delimiters, leading};
use std::sync::OnceLock;
use vtql_parser::Dialect;

const REGULAR: Escapes = Escapes { line: LineEnd::Usual, ..C };
const VERBATIM: Escapes = Escapes { doubled: "\"", special: "\"", ..RAW };
const FILLED: Escapes = Escapes { doubled: "{}", special: "\"\\{}", ..REGULAR };
const FILLED_VERBATIM: Escapes = Escapes { doubled: "\"{}", special: "\"{}", ..RAW };
const FILLED_RAW: Escapes = Escapes { special: "\"{}", ..RAW };

pub(crate) static SYNTAX: Syntax = Syntax {
    grammar: || tree_sitter_c_sharp::LANGUAGE.into(),
    prefix: "",
    loaded: OnceLock::new(),
    roles: &[
        (
            Role::Literal,
            &[
                "string_literal",
                "verbatim_string_literal",
                "raw_string_literal",
                "interpolated_string_expression",
            ],
        ),
        (Role::Binary, &["binary_expression"]),
        (
            Role::Wrapper,
            &["parenthesized_expression", "cast_expression", "postfix_unary_expression", "interpolation"],
        ),
        (
            Role::List,
            &[
                "argument_list",
                "initializer_expression",
                "implicit_array_creation_expression",
                "array_creation_expression",
                "collection_expression",
                "anonymous_object_creation_expression",
                "bracketed_argument_list",
                "tuple_expression",
            ],
        ),
        (Role::Pair, &["argument"]),
        (
            Role::Call,
            &[
                "invocation_expression",
                "object_creation_expression",
                "implicit_object_creation_expression",
                "attribute",
            ],
        ),
        (Role::Member, &["member_access_expression", "conditional_access_expression"]),
        (Role::Assign, &["assignment_expression", "variable_declarator", "property_declaration"]),
        (Role::Choice, &["conditional_expression"]),
        (Role::Name, &["identifier"]),
        (Role::Comment, &["comment"]),
        (
            Role::Function,
            &[
                "method_declaration",
                "constructor_declaration",
                "local_function_statement",
                "class_declaration",
                "lambda_expression",
                "accessor_declaration",
            ],
        ),
        (
            Role::Branch,
            &[
                "if_statement",
                "for_statement",
                "foreach_statement",
                "while_statement",
                "do_statement",
                "switch_section",
                "catch_clause",
            ],
        ),
    ],
    literal,
    text_kinds: &[
        "string_content",
        "string_literal_content",
        "escape_sequence",
        "raw_string_content",
        "interpolation_start",
        "interpolation_quote",
        "string_literal_encoding",
    ],
    bodies: &[],
    joins: &["+"],
    dialect: Dialect::Wire,
    guards: &[Guard::Generics],
};

fn literal(kind: &str, text: &str) -> Option<Delimiters> {
    let marks = text.len() - text.trim_start_matches(['$', '@']).len();
    let quotes = leading(&text[marks..], '"');
    let is_raw = quotes >= 3;
    let quotes = if is_raw { quotes } else { 1 };
    let is_verbatim = text[..marks].contains('@');
    let escapes = match (kind == "interpolated_string_expression", is_raw, is_verbatim) {
        (true, true, _) => &FILLED_RAW,
        (true, false, true) => &FILLED_VERBATIM,
        (true, false, false) => &FILLED,
        (false, true, _) => &RAW,
        (false, false, true) => &VERBATIM,
        (false, false, false) => &REGULAR,
    };
    delimiters(text, marks + quotes, quotes, escapes)
}
