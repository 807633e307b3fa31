use super::{Context, rule::rule};
use vtql_parser::Diagnostic;
use vtql_parser::ast::{In, InValues, LiteralKind, Predicate, Value};
use vtql_parser::diagnostic::Safety;

rule! {
    /// A list of `in` begins with a bare 0
    ///
    /// ## What it does
    /// Reports an `in` list of two values or more on the wire whose first is an unquoted `0`.
    ///
    /// ## Why
    /// PHP takes `0` for empty: the server answers `QUERY_SYNTAX_ERROR`, "columns data inappropriate".
    /// `in (0)` and `in (1, 0)` work.
    ///
    /// ## Example
    /// ```vtql
    /// select id from Contacts where donotcall in (0, 1);
    /// ```
    ///
    /// ## Fix
    /// Quote it: `in ('0', 1)`.
    "V204", "zero-first-in-list", Deny, check, Wire
}

fn check(cx: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    for predicate in &cx.predicates {
        if let Predicate::In(In { values: InValues::List(values), .. }) = predicate
            && let [Value::Literal(first), _, ..] = &values[..]
            && first.kind() == LiteralKind::Integer
            && first.text() == "0"
        {
            findings.push(
                RULE.finding(first.span, "the server refuses a list that begins with a bare `0`")
                    .label("taken for an empty list")
                    .help("quote it: `'0'`")
                    .fix(Safety::Unsafe, "quote the value", first.span, "'0'"),
            );
        }
    }
}
