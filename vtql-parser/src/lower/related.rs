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

/// The texts to send to `query_related`: their rows together, each once, are the query's.
///
/// Alternatives of one field become one `in`; others become a text each, and then the query can have
/// neither order nor limit, which the server would apply to each text by itself.
///
/// ```
/// use vtql_parser::{Dialect, lower, parse_query};
///
/// let text = "select id from Contacts where city = 'Rome' or city = 'Paris' order by lastname";
/// let wire = lower::lower(&parse_query(text, Dialect::Surface)?)?;
/// assert_eq!(
///     lower::related(&wire)?,
///     ["select id from Contacts WHERE city in ('Rome', 'Paris') order by lastname"]
/// );
/// # Ok::<(), vtql_parser::Errors>(())
/// ```
pub fn related(query: &WireQuery) -> Result<Vec<String>, Errors> {
    let mut errors = Vec::new();
    let ControlFlow::Continue(()) = Literals(&mut errors).visit_query(query);
    let mut alternatives: Vec<Option<Condition>> = match one_field(query) {
        Some(condition) => vec![Some(condition)],
        None => query.alternatives().into_iter().cloned().map(Some).collect(),
    };
    if alternatives.is_empty() {
        let in_order_or_part = query.order_by.is_some() || query.limit.is_some();
        alternatives.push(if in_order_or_part { any_record() } else { None });
    }
    if let [_, Some(second), ..] = &alternatives[..] {
        let clause = query.order_by.as_ref().map(|order| ("an order", order.span));
        if let Some((what, span)) = clause.or(query.limit.as_ref().map(|limit| ("a limit", limit.span))) {
            let message = format!(
                "a related query with `or` cannot have {what}: it is sent as one query for each alternative"
            );
            errors.push(
                Diagnostic::error(codes::NOT_EXPRESSIBLE, span, message)
                    .related(second.span(), "the second alternative")
                    .help("write alternatives of one field as `in (…)`")
                    .help("or sort and cut the rows after they are fetched"),
            );
        }
    }
    let texts: Vec<String> = alternatives
        .into_iter()
        .map(|filter| print::related(&Query { filter, ..(**query).clone() }))
        .collect();
    Errors::unless(texts, errors)
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
