use super::{Context, rule::rule};
use vtql_parser::Diagnostic;

rule! {
    /// The query has no limit, and the server sets one
    ///
    /// ## What it does
    /// Notes a query without `limit` that goes to the server as it is.
    ///
    /// ## Why
    /// The server returns 100 rows at most and does not say that there are more: the answer looks
    /// complete.
    ///
    /// ## Example
    /// ```vtql
    /// select id from Contacts;
    /// ```
    ///
    /// ## Fix
    /// Write `limit 100` to show that you know, or page through the rows.
    "V309", "no-limit", Note, check, Wire
}

fn check(cx: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    if cx.query.limit.is_none() && !cx.is_count() {
        let message = "without `limit` the server returns the first 100 rows";
        findings.push(RULE.finding(cx.query.module.span, message).label("100 rows at most"));
    }
}
