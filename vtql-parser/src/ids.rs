//! Values for fields that hold record ids.
//!
//! The server does not copy such a value into its SQL as it is: it takes the quotes off, cuts the text at
//! each `x`, and writes the second piece **without quotes**. So `'12x34 or 1=1'` is SQL there, and nothing
//! but `digits x digits` may be sent. Which fields hold ids is known of `id` alone; of others the
//! description of the module tells.

use crate::ast::{Literal, Name, Predicate, Query, RecordId, Spanned, Value};
use crate::code::Code;
use crate::diagnostic::Diagnostic;
use crate::visit::Visit;
use std::convert::Infallible;
use std::ops::ControlFlow;

/// The code of a value that is no record id: the same for the compiler, the client and the rule
/// `not-a-record-id`.
pub const NOT_A_RECORD_ID: Code = Code::new("V107");

/// Every value that is compared with a field that holds ids, and is none. Parameters are left out: they
/// are looked at once they are bound.
///
/// ```
/// use vtql_parser::{Dialect, ids, parse_query};
///
/// let text = "select id from Contacts where account_id in ('11x5', '11x0 or 1=1') and id > '12x7'";
/// let query = parse_query(text, Dialect::Surface)?;
/// let found = ids::check(&query, |field| *field == "id" || *field == "account_id");
/// assert_eq!(found.len(), 1);
/// assert_eq!(found[0].span.slice(text), "'11x0 or 1=1'");
/// # Ok::<(), vtql_parser::Errors>(())
/// ```
pub fn check(query: &Query, holds_ids: impl FnMut(&Name) -> bool) -> Vec<Diagnostic> {
    let mut check = Check { holds_ids, found: Vec::new() };
    let ControlFlow::Continue(()) = check.visit_query(query);
    check.found
}

/// The fields, each once, that are compared with a value which would become SQL if the field held record
/// ids. A query without any needs no description of its module to be safe.
///
/// A value is one when it has an `x`, is no id, and has a digit, an operator or a bracket behind the `x`, or a digit
/// before it: without these, what is cut out of it can be no more than a name, and a server since 8.4 refuses it.
///
/// ```
/// use vtql_parser::{Dialect, ids, parse_query};
///
/// let text = "select id from Contacts where lastname = 'Max' and phone = '30x9 or 1=1' and account_id = '11x5'";
/// let query = parse_query(text, Dialect::Surface)?;
/// let fields = ids::in_question(&query);
/// assert!(fields.len() == 1 && *fields[0] == "phone");
/// # Ok::<(), vtql_parser::Errors>(())
/// ```
pub fn in_question(query: &Query) -> Vec<&Name> {
    let mut question = Question(Vec::new());
    let ControlFlow::Continue(()) = question.visit_query(query);
    question.0
}

/// Whether `like` can be sent `pattern` for a field that holds ids: `digits x digit`, then digits, `%` and
/// `_`. The server compares the part behind the `x`.
///
/// ```
/// use vtql_parser::ids::is_pattern;
///
/// assert!(is_pattern("12x34") && is_pattern("12x3%") && is_pattern("12x3_"));
/// assert!(!is_pattern("12x%") && !is_pattern("12x3%'") && !is_pattern("%"));
/// ```
pub fn is_pattern(pattern: &str) -> bool {
    pattern.split_once('x').is_some_and(|(module, record)| {
        !module.is_empty()
            && module.bytes().all(|b| b.is_ascii_digit())
            && record.starts_with(|first: char| first.is_ascii_digit())
            && record.bytes().all(|b| b.is_ascii_digit() || b == b'%' || b == b'_')
    })
}

struct Check<F> {
    holds_ids: F,
    found: Vec<Diagnostic>,
}

impl<'a, F: FnMut(&Name) -> bool> Visit<'a> for Check<F> {
    type Break = Infallible;

    fn visit_predicate(&mut self, predicate: &'a Predicate) -> ControlFlow<Infallible> {
        let field = predicate.field();
        if !(self.holds_ids)(field) {
            return ControlFlow::Continue(());
        }
        let refused = |value: &&Literal| match predicate {
            Predicate::Like(_) => !is_pattern(value.text()),
            _ => value.record_id().is_none(),
        };
        let found = literals(predicate).into_iter().filter(refused);
        self.found.extend(found.map(|value| no_id(field, value)));
        if let Predicate::Empty(_) = predicate {
            let message = format!("`{field}` holds record ids, which cannot be tested for emptiness");
            self.found.push(
                Diagnostic::error(NOT_A_RECORD_ID, predicate.span(), message)
                    .help("the record 0 of a module, as in `'11x0'`, finds records where it is not set"),
            );
        }
        ControlFlow::Continue(())
    }
}

struct Question<'a>(Vec<&'a Name>);

impl<'a> Visit<'a> for Question<'a> {
    type Break = Infallible;

    fn visit_predicate(&mut self, predicate: &'a Predicate) -> ControlFlow<Infallible> {
        let field = predicate.field();
        if literals(predicate).into_iter().any(|value| is_cut_up(value.text())) && !self.0.contains(&field) {
            self.0.push(field);
        }
        ControlFlow::Continue(())
    }
}

/// The values that stand in the predicate.
fn literals(predicate: &Predicate) -> Vec<&Literal> {
    predicate.values().into_iter().filter_map(Value::literal).collect()
}

fn no_id(field: &Name, value: &Literal) -> Diagnostic {
    let text = value.text();
    let message = if text.chars().count() > 40 || text.contains(char::is_control) {
        format!("`{field}` holds record ids, and this is none")
    } else {
        format!("`{field}` holds record ids, and `{text}` is none")
    };
    Diagnostic::error(NOT_A_RECORD_ID, value.span, message)
        .label("expected an id such as `12x345`")
        .help("write digits, `x`, digits: the server would take the value apart, and run a part of it as SQL")
}

/// Whether the server, taking the text for an id, could find more in it than a name. It writes the second
/// piece; servers since 8.4 demand digits around an `x` somewhere.
fn is_cut_up(text: &str) -> bool {
    let Some(piece) = text.split('x').nth(1) else { return false };
    let mut words = piece.split(|c: char| !c.is_alphanumeric() && c != '_');
    let may_name_a_column = !piece.is_empty() && text.bytes().any(|byte| byte.is_ascii_digit());
    text.parse::<RecordId>().is_err()
        && (has_id(text)
            || may_name_a_column
            || piece.contains(char::is_numeric)
            || piece.contains(|c: char| "(<>=|&!*/%^~`\"#;".contains(c))
            || words.any(|word| SQL_OPERATORS.iter().any(|it| it.eq_ignore_ascii_case(word))))
}

/// Whether there are digits on both sides of an `x`.
fn has_id(text: &str) -> bool {
    text.as_bytes().windows(3).any(|it| it[1] == b'x' && it[0].is_ascii_digit() && it[2].is_ascii_digit())
}

/// Words that join two operands in MySQL.
const SQL_OPERATORS: &[&str] = &[
    "or", "and", "xor", "div", "mod", "like", "rlike", "regexp", "in", "is", "between", "not", "sounds",
    "collate", "member", "union",
];
