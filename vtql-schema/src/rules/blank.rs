use super::Context;
use vtql_parser::Span;
use vtql_parser::ast::{CompareOp, Literal, Name, Predicate, Spanned, Value};

/// A question whether a field is empty: `is empty`, `= ''`, `= ' '`, a blank in a list.
pub(super) struct Blank<'a> {
    pub(super) field: &'a Name,
    /// Whether it asks for what is not empty.
    pub(super) negated: bool,
    /// The whole predicate, or the blank in a list.
    pub(super) span: Span,
    /// Whether the predicate asks nothing else.
    pub(super) is_whole: bool,
}

/// Every question of the query whether a field is empty, in order of the text.
pub(super) fn blanks<'a>(cx: &Context<'a>) -> Vec<Blank<'a>> {
    let mut found = Vec::new();
    for predicate in &cx.predicates {
        let (field, span) = (predicate.field(), predicate.span());
        match predicate {
            Predicate::Empty(it) => found.push(Blank { field, negated: it.negated, span, is_whole: true }),
            Predicate::Compare(it)
                if matches!(it.op, CompareOp::Eq | CompareOp::Ne) && is_blank(&it.value) =>
            {
                found.push(Blank { field, negated: it.op == CompareOp::Ne, span, is_whole: true });
            }
            Predicate::In(it) => {
                let values = predicate.values().into_iter().filter(|value| is_blank(value));
                let blank =
                    |value: &Value| Blank { field, negated: it.negated, span: value.span(), is_whole: false };
                found.extend(values.map(blank));
            }
            _ => {}
        }
    }
    found
}

fn is_blank(value: &Value) -> bool {
    value.literal().is_some_and(|literal: &Literal| literal.is_quoted() && literal.text().trim().is_empty())
}
