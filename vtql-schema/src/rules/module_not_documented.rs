use super::{Context, rule::rule};
use crate::module::Queryable;
use vtql_parser::Diagnostic;

rule! {
    /// The manual says that the module cannot be queried
    ///
    /// ## What it does
    /// Notes a query over a module that is not an entity: `Currency`, `Groups`, `Tax`,
    /// `DocumentFolders` and the like.
    ///
    /// ## Why
    /// The manual, under *Limitation*: "Query does not work on non Entity modules like Currency,
    /// Groups". A server of version 8.4 was seen to answer such queries all the same; another one may
    /// not.
    ///
    /// ## Example
    /// ```vtql
    /// select id, currency_name from Currency;
    /// ```
    ///
    /// ## Fix
    /// Try it on the server that will run it. Where it works, allow the rule.
    "V105", "module-not-documented", Note, check
}

fn check(cx: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let Some(module) = cx.module else { return };
    if module.queryable() == Queryable::Undocumented {
        let message = format!(
            "module `{}` is not an entity: by the manual it cannot be queried, though some servers answer",
            module.name
        );
        findings.push(RULE.finding(cx.query.module.span, message).label("not an entity module"));
    }
}
