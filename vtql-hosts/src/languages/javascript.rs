//! JavaScript and TypeScript: `"…"`, `'…'`, and templates.

use crate::escapes::{C, Escapes, Numbers};
use crate::syntax::{Delimiters, Guard, Role, Syntax, delimiters};
use std::sync::OnceLock;
use vtql_parser::Dialect;

const NUMBERS: Numbers = Numbers { x: true, u: true, long_u: false, braces: true, octal: false };
const DOUBLE: Escapes = Escapes { numbers: NUMBERS, ..C };
const SINGLE: Escapes = Escapes { special: "'\\", ..DOUBLE };
const TEMPLATE: Escapes = Escapes { special: "`\\$", ..DOUBLE };

const ROLES: &[(Role, &[&str])] = &[
    (Role::Literal, &["string", "template_string"]),
    (Role::Binary, &["binary_expression"]),
    (
        Role::Wrapper,
        &[
            "parenthesized_expression",
            "await_expression",
            "as_expression",
            "satisfies_expression",
            "non_null_expression",
            "spread_element",
            "template_substitution",
        ],
    ),
    (Role::List, &["arguments", "array", "object"]),
    (Role::Pair, &["pair"]),
    (Role::Call, &["call_expression", "new_expression"]),
    (Role::Member, &["member_expression"]),
    (
        Role::Assign,
        &[
            "variable_declarator",
            "assignment_expression",
            "augmented_assignment_expression",
            "public_field_definition",
        ],
    ),
    (Role::Choice, &["ternary_expression"]),
    (
        Role::Name,
        &[
            "identifier",
            "property_identifier",
            "shorthand_property_identifier",
            "shorthand_property_identifier_pattern",
        ],
    ),
    (Role::Comment, &["comment"]),
    (
        Role::Function,
        &[
            "function_declaration",
            "function_expression",
            "arrow_function",
            "method_definition",
            "class_declaration",
            "generator_function_declaration",
        ],
    ),
    (
        Role::Branch,
        &[
            "if_statement",
            "else_clause",
            "for_statement",
            "for_in_statement",
            "while_statement",
            "do_statement",
            "switch_case",
            "switch_default",
            "catch_clause",
        ],
    ),
];

const fn syntax(grammar: fn() -> tree_sitter::Language) -> Syntax {
    Syntax {
        grammar,
        prefix: "",
        loaded: OnceLock::new(),
        roles: ROLES,
        literal,
        text_kinds: &["string_fragment", "escape_sequence", "html_character_reference"],
        bodies: &[],
        joins: &["+"],
        dialect: Dialect::Wire,
        guards: &[Guard::Generics],
    }
}

pub(crate) static TYPESCRIPT: Syntax = syntax(|| tree_sitter_typescript::LANGUAGE_TYPESCRIPT.into());
/// TypeScript with JSX, and JavaScript, all of which it holds: a grammar for that alone would be half a megabyte more.
pub(crate) static TSX: Syntax = syntax(|| tree_sitter_typescript::LANGUAGE_TSX.into());

fn literal(kind: &str, text: &str) -> Option<Delimiters> {
    let escapes = match text.as_bytes().first() {
        _ if kind == "template_string" => &TEMPLATE,
        Some(b'\'') => &SINGLE,
        _ => &DOUBLE,
    };
    delimiters(text, 1, 1, escapes)
}
