use super::{Context, rule::rule};
use vtql_parser::Diagnostic;
use vtql_parser::ast::Direction;

rule! {
    /// The direction belongs to the last field only
    ///
    /// ## What it does
    /// Reports `desc` behind several fields of `order by`.
    ///
    /// ## Why
    /// `order by a, b desc` is `a` ascending and `b` descending. The server takes one direction, at the
    /// end: an order of several descending fields cannot be asked for.
    ///
    /// ## Example
    /// ```vtql
    /// select id, lastname from Contacts order by createdtime, lastname desc limit 100;
    /// ```
    ///
    /// ## Fix
    /// Where it is meant, allow the rule. Else order by the one field that matters, and sort the rows
    /// yourself.
    "V314", "direction-of-last", Warn, check
}

fn check(cx: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let Some(order) = &cx.query.order_by else { return };
    if let ([.., before, last], Some(Direction::Desc)) = (&order.fields[..], order.direction)
        && before.gap().is_none()
        && last.gap().is_none()
    {
        findings.push(
            RULE.finding(order.span, format!("`desc` belongs to `{last}` alone"))
                .label(format!("`{before}` is ascending"))
                .help("a descending order of several fields cannot be asked for"),
        );
    }
}
