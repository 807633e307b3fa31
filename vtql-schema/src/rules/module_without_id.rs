use super::{Context, rule::rule};
use crate::module::Queryable;
use vtql_parser::Diagnostic;

rule! {
    /// The module cannot be queried
    ///
    /// ## What it does
    /// Reports a query over a module that has no field `id`.
    ///
    /// ## Why
    /// The server adds `id` to every select list, and then refuses it: `ACCESS_DENIED`, "Permission to
    /// access '.id.' attribute denied". For `*` the answer is an empty list. `ProductTaxes` is such a
    /// module (observed on 8.4).
    ///
    /// ## Example
    /// ```vtql
    /// select taxpercentage from ProductTaxes;
    /// ```
    ///
    /// ## Fix
    /// There is no query for it. Ask for the record that the values belong to with the `retrieve`
    /// operation.
    "V104", "module-without-id", Deny, check
}

fn check(cx: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let Some(module) = cx.module else { return };
    if module.queryable() == Queryable::No {
        let message = format!("module `{}` cannot be queried: it has no field `id`", module.name);
        findings.push(
            RULE.finding(cx.query.module.span, message)
                .label("cannot be queried")
                .help("retrieve the records that its values belong to instead"),
        );
    }
}
