//! Queries for the `query_related` operation.
//!
//! The server writes the relation into the text that it is given: it looks for `WHERE` in capitals and
//! puts `id IN (…) AND` behind it, or appends a clause of its own. So an `or` in the condition would
//! reach records outside the relation, and a `WHERE` inside a literal would take the condition.

use super::WireQuery;
use crate::ast::{
    Compare, CompareOp, Condition, In, InValues, List, Literal, LiteralKind, Name, Predicate, Query, Spanned,
    Value,
};
use crate::codes;
use crate::diagnostic::Diagnostic;
use crate::errors::Errors;
use crate::print;
use crate::span::Span;
use crate::visit::Visit;
use std::convert::Infallible;
use std::ops::ControlFlow;

/// A query once for each alternative of its condition, to be sent to `query_related` as one text each: their rows
/// together, each once, are the query's. Alternatives of one field are one `in`.
///
/// ```
/// use vtql_parser::{Dialect, lower, parse_query};
///
/// let text = "select id from Contacts where city = 'Rome' or city = 'Paris' order by lastname";
/// let wire = lower::lower(&parse_query(text, Dialect::Surface)?)?;
/// let parts = lower::related_parts(&wire);
/// assert_eq!(parts.len(), 1);
/// assert_eq!(
///     lower::related(&lower::lower(&parts[0])?)?,
///     "select id from Contacts WHERE city in ('Rome', 'Paris') order by lastname"
/// );
/// # Ok::<(), vtql_parser::Errors>(())
/// ```
pub fn related_parts(query: &WireQuery) -> Vec<Query> {
    let with = |filter: Condition| Query { filter: Some(filter), ..(**query).clone() };
    if let Some(condition) = one_field(query) {
        return vec![with(condition)];
    }
    match &query.alternatives()[..] {
        [] => vec![(**query).clone()],
        alternatives => alternatives.iter().map(|&filter| with(filter.clone())).collect(),
    }
}

/// The text of a query that is sent to `query_related`.
///
/// # Errors
///
/// An `or`, which [`related_parts`] takes apart, and a name or a value that the server would take for the
/// start of the condition.
pub fn related(query: &WireQuery) -> Result<String, Errors> {
    let mut errors = Vec::new();
    let ControlFlow::Continue(()) = Literals(&mut errors).visit_query(query);
    if let [_, second, ..] = query.alternatives()[..] {
        let message =
            "a related query cannot have `or`: its second side would not be restricted to the relation";
        errors.push(Diagnostic::error(codes::NOT_EXPRESSIBLE, second.span(), message));
    }
    let needs_condition = query.order_by.is_some() || query.limit.is_some();
    let filter = query.filter.clone().or_else(|| any_record().filter(|_| needs_condition));
    Errors::unless(print::related(&Query { filter, ..(**query).clone() }), errors)
}

/// Alternatives that compare one field with values, as one `in`.
fn one_field(query: &WireQuery) -> Option<Condition> {
    let alternatives = query.alternatives();
    let (first, _) = field_values(alternatives.first()?)?;
    let mut values = Vec::new();
    for alternative in &alternatives {
        let (field, mut more) = field_values(alternative)?;
        if field != first {
            return None;
        }
        values.append(&mut more);
    }
    if alternatives.len() < 2 {
        return None;
    }
    let values = InValues::List(List::new(values).ok()?);
    let span = query.filter.as_ref().map(Spanned::span).unwrap_or_default();
    Some(Condition::Predicate(Predicate::In(In { field: first.clone(), negated: false, values, span })))
}

fn field_values(condition: &Condition) -> Option<(&Name, Vec<Value>)> {
    match condition {
        Condition::Predicate(Predicate::Compare(Compare { field, op: CompareOp::Eq, value, .. })) => {
            Some((field, vec![value.clone()]))
        }
        Condition::Predicate(Predicate::In(In {
            field,
            negated: false,
            values: InValues::List(values),
            ..
        })) => Some((field, values.to_vec())),
        _ => None,
    }
}

/// A condition that every record meets: the server needs one before an order or a limit, and never
/// checks the module part of an id.
fn any_record() -> Option<Condition> {
    let value = Literal::parsed(LiteralKind::WireString, "1x0", Span::NONE);
    Condition::compare("id", CompareOp::Gt, value).ok()
}

struct Literals<'a>(&'a mut Vec<Diagnostic>);

impl Literals<'_> {
    fn refuse(&mut self, what: &str, span: Span) {
        let message = format!("{what} that contains `WHERE` cannot be used in a related query");
        self.0.push(Diagnostic::error(codes::UNSENDABLE_LITERAL, span, message).help(
            "the server would take it for the start of the condition; compare in lower case: case is ignored",
        ));
    }
}

impl<'a> Visit<'a> for Literals<'_> {
    type Break = Infallible;

    fn visit_field(&mut self, field: &'a Name) -> ControlFlow<Infallible> {
        if field.as_str().contains("WHERE") {
            self.refuse("a field", field.span);
        }
        ControlFlow::Continue(())
    }

    fn visit_literal(&mut self, literal: &'a Literal) -> ControlFlow<Infallible> {
        if literal.text().contains("WHERE") {
            self.refuse("a value", literal.span);
        }
        ControlFlow::Continue(())
    }
}
