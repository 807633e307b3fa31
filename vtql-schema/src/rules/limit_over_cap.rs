use super::{Context, rule::rule};
use vtql_parser::Diagnostic;
use vtql_parser::ast::{Spanned, Value};

rule! {
    /// The limit is higher than the server's
    ///
    /// ## What it does
    /// Reports a limit of more than 100 rows in a query that goes to the server as it is.
    ///
    /// ## Why
    /// The server returns 100 rows at most and does not say that there are more (manual, *Query*:
    /// "implicit maximum limit of 100 per fetch").
    ///
    /// ## Example
    /// ```vtql
    /// select id from Contacts limit 500;
    /// ```
    ///
    /// ## Fix
    /// Ask for pages of 100: `where id > '…' order by id limit 100`. `vtql query` and the client do it
    /// by themselves.
    "V308", "limit-over-cap", Warn, check, Wire
}

/// Rows.
const CAP: u64 = 100;

fn check(cx: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let Some(limit) = cx.query.limit.as_ref().filter(|_| !cx.is_count()) else { return };
    if let Some(rows) = Value::as_u64(&limit.count).filter(|&rows| rows > CAP) {
        findings.push(
            RULE.finding(limit.count.span(), format!("the server returns {CAP} rows at most, not {rows}"))
                .label("silently 100")
                .help("ask for pages of 100, each after the last id of the one before"),
        );
    }
}
