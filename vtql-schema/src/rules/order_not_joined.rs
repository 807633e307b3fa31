use super::{Context, rule::rule};
use crate::tables;
use vtql_parser::Diagnostic;
use vtql_parser::ast::Select;
use vtql_parser::diagnostic::Safety;

rule! {
    /// The answer is ordered by a field whose table is not joined
    ///
    /// ## What it does
    /// Reports a field in `order by` that is kept in a table beside the module's own, when no field of
    /// that table is selected or filtered on. So it is with the addresses of `Contacts`, `Accounts` and
    /// `Leads`, with line items, and with every custom field (`cf_…`).
    ///
    /// ## Why
    /// The server joins the tables of the fields in the select list and in conditions only. Its SQL
    /// fails, and the answer is an empty list, as if there were no records. Selecting the field fixed
    /// every one of 902 cases on 8.4.
    ///
    /// ## Example
    /// ```vtql
    /// select lastname from Contacts order by mailingcity limit 10;
    /// ```
    ///
    /// ## Fix
    /// Select the field as well: `select lastname, mailingcity from …`. For queries of the surface dialect
    /// the client does so when it fetches their pages, and takes the column out of the rows.
    "V206", "order-not-joined", Deny, check, Wire
}

fn check(cx: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let module = cx.query.module.as_str();
    if matches!(cx.query.select, Select::All(_)) || cx.module.is_some_and(|it| !it.is_entity) {
        return;
    }
    let joined: Vec<&str> = cx.joining_names().filter_map(|name| tables::beside(module, name)).collect();
    for name in cx.order() {
        let Some(table) = tables::beside(module, name) else { continue };
        if joined.contains(&table) || (cx.module.is_some() && cx.field(name).is_none()) {
            continue;
        }
        let message = format!("`{name}` is neither selected nor filtered on, so its table is not there to order by");
        let mut finding = RULE.finding(name.span, message).label("the SQL would fail, and the answer be empty");
        if let Some(last) = cx.query.select.names().last() {
            let end = vtql_parser::Span { start: last.span.end, end: last.span.end };
            finding = finding.help(format!("select `{name}` as well")).fix(
                Safety::Unsafe,
                format!("select `{name}`"),
                end,
                format!(", {name}"),
            );
        } else {
            finding = finding.help("a count needs no order");
        }
        findings.push(finding);
    }
}
