//! PHP: `'…'`, `"…"`, heredoc, nowdoc.

use crate::escapes::{C, Escapes, LineEnd, Numbers, Other, QUOTE, RAW};
use crate::syntax::{Delimiters, Role, Syntax, delimiters};
use std::sync::OnceLock;
use vtql_parser::Dialect;

const LETTERS: &[(char, char)] =
    &[('n', '\n'), ('t', '\t'), ('r', '\r'), ('v', '\u{b}'), ('e', '\u{1b}'), ('f', '\u{c}')];
const DOUBLE: Escapes = Escapes {
    letters: LETTERS,
    numbers: Numbers { x: true, u: false, long_u: false, braces: true, octal: true },
    line: LineEnd::Usual,
    other: Other::Keep,
    special: "\"\\${",
    ..C
};
const HEREDOC: Escapes = Escapes { special: "\\${", ..DOUBLE };
const NOWDOC: Escapes = Escapes { special: "", ..RAW };

/// A page with code in `<?php … ?>`.
pub(crate) static SYNTAX: Syntax = syntax("");
/// Code without the page around it, as documentation has it. The grammar for such code would be a megabyte more.
pub(crate) static CODE: Syntax = syntax("<?php ");

const fn syntax(prefix: &'static str) -> Syntax {
    Syntax {
        grammar: || tree_sitter_php::LANGUAGE_PHP.into(),
        prefix,
        loaded: OnceLock::new(),
        roles: &[
            (Role::Literal, &["string", "encapsed_string", "heredoc", "nowdoc", "shell_command_expression"]),
            (Role::Binary, &["binary_expression"]),
            (Role::Wrapper, &["parenthesized_expression", "cast_expression"]),
            (Role::List, &["arguments", "array_creation_expression"]),
            (Role::Pair, &["argument", "array_element_initializer"]),
            (
                Role::Call,
                &[
                    "function_call_expression",
                    "member_call_expression",
                    "nullsafe_member_call_expression",
                    "scoped_call_expression",
                    "object_creation_expression",
                ],
            ),
            (Role::Member, &["member_access_expression"]),
            (
                Role::Assign,
                &[
                    "assignment_expression",
                    "augmented_assignment_expression",
                    "property_element",
                    "simple_parameter",
                ],
            ),
            (Role::Constant, &["const_element"]),
            (Role::Choice, &["conditional_expression"]),
            (Role::Name, &["variable_name", "name", "class_constant_access_expression"]),
            (Role::Comment, &["comment"]),
            (
                Role::Function,
                &[
                    "function_definition",
                    "method_declaration",
                    "class_declaration",
                    "anonymous_function",
                    "arrow_function",
                ],
            ),
            (
                Role::Branch,
                &[
                    "if_statement",
                    "else_clause",
                    "else_if_clause",
                    "for_statement",
                    "foreach_statement",
                    "while_statement",
                    "do_statement",
                    "case_statement",
                    "default_statement",
                    "catch_clause",
                ],
            ),
        ],
        literal,
        text_kinds: &[
            "string_content",
            "escape_sequence",
            "nowdoc_string",
            "heredoc_start",
            "heredoc_end",
            "<<<",
            "'",
        ],
        bodies: &["heredoc_body", "nowdoc_body"],
        joins: &["."],
        dialect: Dialect::Wire,
        guards: &[],
    }
}

fn literal(kind: &str, text: &str) -> Option<Delimiters> {
    match kind {
        "heredoc" | "nowdoc" => {
            let open = text.find('\n')? + 1;
            let close = text.len() - text.rfind('\n')?.max(open);
            delimiters(text, open, close, if kind == "heredoc" { &HEREDOC } else { &NOWDOC })
        }
        "string" => delimiters(text, text.find('\'')? + 1, 1, &QUOTE),
        _ => delimiters(text, text.find(['"', '`'])? + 1, 1, &DOUBLE),
    }
}
