use super::{Context, rule::rule};
use crate::tables;
use vtql_parser::Diagnostic;

rule! {
    /// The value comes back under another name
    ///
    /// ## What it does
    /// Reports `hdnDiscountPercent` and `hdnDiscountAmount` in the select list of `Invoice`,
    /// `PurchaseOrder`, `Quotes` and `SalesOrder`.
    ///
    /// ## Why
    /// The rows have the keys `discount_percent` and `discount_amount` instead (observed on 8.4), which
    /// are fields of the line items as well. A program that looks for the name it asked for finds none.
    ///
    /// ## Example
    /// ```vtql
    /// select id, hdnDiscountPercent from Invoice;
    /// ```
    ///
    /// ## Fix
    /// Look for the other key, or `retrieve` the record.
    "V210", "renamed-key", Warn, check
}

fn check(cx: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    if !tables::has_line_items(cx.query.module.as_str()) {
        return;
    }
    for name in cx.query.select.names() {
        let Some(key) = tables::answered_as(name.as_str()) else { continue };
        findings.push(
            RULE.finding(name.span, format!("the server answers with `{key}` in place of `{name}`"))
                .label(format!("comes back as `{key}`"))
                .help("retrieve the record to get it under its own name"),
        );
    }
}
