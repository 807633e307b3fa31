use super::{Context, rule::rule};
use vtql_parser::Diagnostic;
use vtql_parser::ast::Name;
use vtql_parser::diagnostic::Safety;

rule! {
    /// The name is written in the wrong case
    ///
    /// ## What it does
    /// Reports the name of a module or a field that differs from the one in the snapshot only by
    /// capital and small letters.
    ///
    /// ## Why
    /// Keywords ignore case, names do not: `contacts` and `LastName` are answered with
    /// `ACCESS_DENIED`, and in `order by` with an empty list.
    ///
    /// ## Example
    /// ```vtql
    /// select LASTNAME from contacts;
    /// ```
    ///
    /// ## Fix
    /// Write `select lastname from Contacts;`.
    "V103", "wrong-case", Deny, check
}

fn check(cx: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let Some(module) = cx.module else { return };
    let name = &cx.query.module;
    if *name != module.name.as_str() {
        let message = format!("the module `{name}` is called `{}`", module.name);
        findings.push(finding(name, &module.name, message));
    }
    for name in cx.field_names().filter(|name| module.field(name.as_str()).is_none()) {
        if let Some(field) = module.field_ignoring_case(name.as_str()) {
            let message =
                format!("the field `{name}` of module `{}` is called `{}`", module.name, field.name);
            findings.push(finding(name, &field.name, message));
        }
    }
}

fn finding(name: &Name, right: &str, message: String) -> Diagnostic {
    RULE.finding(name.span, message)
        .label("names are case-sensitive")
        .help(format!("did you mean `{right}`?"))
        .fix(Safety::Unsafe, format!("write `{right}`"), name.span, right)
}
