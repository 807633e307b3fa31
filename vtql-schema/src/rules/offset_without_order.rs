use super::{Context, rule::rule};
use vtql_parser::Diagnostic;
use vtql_parser::ast::{Spanned, Value};

rule! {
    /// Rows are skipped in no order
    ///
    /// ## What it does
    /// Reports an offset in a query without `order by`.
    ///
    /// ## Why
    /// Without an order the database may give the rows in another one each time: a row may come twice,
    /// and another never.
    ///
    /// ## Example
    /// ```vtql
    /// select id from Contacts limit 100, 100;
    /// ```
    ///
    /// ## Fix
    /// Order by something that no two records share: `order by id`.
    "V306", "offset-without-order", Warn, check
}

fn check(cx: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    if cx.query.order_by.is_some() || cx.is_count() {
        return;
    }
    let Some(offset) = cx.query.limit.as_ref().and_then(|limit| limit.offset.as_ref()) else { return };
    if !matches!(offset, Value::Gap(_)) && offset.as_u64() != Some(0) {
        findings.push(
            RULE.finding(offset.span(), "rows are skipped, and there is no order that says which")
                .label("an offset without `order by`")
                .help("add `order by id`"),
        );
    }
}
