use super::{Context, rule::rule};
use vtql_parser::Diagnostic;
use vtql_parser::diagnostic::Safety;

rule! {
    /// The answer is ordered by the number of a column
    ///
    /// ## What it does
    /// Reports digits in `order by`.
    ///
    /// ## Why
    /// SQL knows `order by 1`, the server does not: it looks for a field of that name, finds none, and
    /// does not say so. Its SQL fails, and the answer is an empty list.
    ///
    /// ## Example
    /// ```vtql
    /// select lastname from Contacts order by 1;
    /// ```
    ///
    /// ## Fix
    /// Write the name of the field.
    "V207", "order-by-position", Deny, check
}

fn check(cx: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    for name in cx.order().filter(|name| name.as_str().bytes().all(|b| b.is_ascii_digit())) {
        let mut finding = RULE
            .finding(name.span, format!("`{name}` is not a field: columns cannot be ordered by their number"))
            .label("the SQL would fail, and the answer be empty");
        let position = name.as_str().parse::<usize>().ok().and_then(|at| at.checked_sub(1));
        if let Some(column) = position.and_then(|at| cx.query.select.names().get(at)) {
            finding = finding.help(format!("write `{column}`")).fix(
                Safety::Unsafe,
                format!("order by `{column}`"),
                name.span,
                column.as_str(),
            );
        }
        findings.push(finding);
    }
}
