use super::{Context, rule::rule};
use crate::types::{Domain, values};
use vtql_parser::ast::{CompareOp, Literal, LiteralKind, Name, Predicate, Spanned, Value};
use vtql_parser::diagnostic::Safety;
use vtql_parser::{Diagnostic, Dialect};

rule! {
    /// A day is compared with a date and time
    ///
    /// ## What it does
    /// Reports a day without a time of day behind `=`, `!=`, `in` and `<=`, and as the upper bound of a
    /// `between` or `not between`, on a field that holds a date and time.
    ///
    /// ## Why
    /// The server takes the day for its midnight. So `= '2026-11-29'` finds what happened in that one second,
    /// and `<= '2026-11-29'` nothing of the day itself (observed).
    ///
    /// ## Example
    /// ```vtql
    /// select id from Contacts where createdtime = '2026-11-29' limit 100;
    /// ```
    ///
    /// ## Fix
    /// Write the range that the day is: `createdtime >= '2026-11-29' and createdtime < '2026-11-30'`.
    "V214", "day-of-moment", Warn, check
}

fn check(cx: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    for predicate in &cx.predicates {
        let field = predicate.field();
        if cx.field(field).is_none_or(|it| it.domain() != Domain::DateTime) {
            continue;
        }
        match predicate {
            Predicate::Compare(it) => {
                let Some((day, next)) = day(&it.value) else { continue };
                let (said, cure) = match it.op {
                    CompareOp::Eq => ("finds its midnight alone", format!("{field} >= '{day}' and {field} < '{next}'")),
                    CompareOp::Ne => ("leaves out its midnight alone", format!("{field} < '{day}' or {field} >= '{next}'")),
                    CompareOp::Le => ("leaves out the day itself", format!("{field} < '{next}'")),
                    _ => continue,
                };
                // Beside other conditions, or behind `not`, two of them need parentheses.
                let both = !matches!(it.op, CompareOp::Le);
                let text = if both && cx.dialect == Dialect::Surface { format!("({cure})") } else { cure.clone() };
                let finding = about(field, &day, predicate.span(), said).help(format!("write `{cure}`"));
                findings.push(if both && it.op == CompareOp::Ne && cx.dialect == Dialect::Wire {
                    finding
                } else {
                    finding.fix(Safety::Unsafe, format!("write `{cure}`"), predicate.span(), text)
                });
            }
            Predicate::Between(it) => {
                let Some((day, next)) = day(&it.high) else { continue };
                let (said, cure) = if it.negated {
                    ("finds the day itself as well", format!("{field} < {} or {field} >= '{next}'", it.low))
                } else {
                    ("leaves out the day itself", format!("{field} >= {} and {field} < '{next}'", it.low))
                };
                let finding = about(field, &day, it.high.span(), said).help(format!("write `{cure}`"));
                // On the wire there are no parentheses: two that are joined by `and` need none, by `or` they do.
                let text = match cx.dialect {
                    Dialect::Surface => Some(format!("({cure})")),
                    Dialect::Wire => Some(cure.clone()).filter(|_| !it.negated),
                };
                findings.push(match text {
                    Some(text) => {
                        finding.fix(Safety::Unsafe, format!("write `{cure}`"), predicate.span(), text)
                    }
                    None => finding,
                });
            }
            Predicate::In(_) => {
                for value in predicate.values() {
                    let Some((day, next)) = day(value) else { continue };
                    findings.push(
                        about(field, &day, value.span(), "finds its midnight alone")
                            .help(format!("write `{field} >= '{day}' and {field} < '{next}'` for each day, joined by `or`")),
                    );
                }
            }
            _ => {}
        }
    }
}

fn about(field: &Name, day: &str, span: vtql_parser::Span, said: &str) -> Diagnostic {
    let message = format!("`{field}` is a date and time, and `{day}` is taken for its midnight");
    RULE.finding(span, message).label(said.to_owned())
}

/// The day that is written without a time of day, and the day after it.
fn day(value: &Value) -> Option<(String, String)> {
    let is_text = |literal: &&Literal| literal.is_quoted() || literal.kind() == LiteralKind::Integer;
    values::day_and_next(value.literal().filter(is_text)?.text())
}
