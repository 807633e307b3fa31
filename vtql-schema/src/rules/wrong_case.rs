use super::{Context, Written, rule::rule};
use crate::module::Module;
use std::fmt::Display;
use vtql_parser::diagnostic::Safety;
use vtql_parser::{Diagnostic, Span};

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
    "V103", "wrong-case", Deny, check, written: check_written
}

fn check(cx: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let Some(module) = cx.module else { return };
    let name = &cx.query.module;
    findings.extend(of_module(module, name.as_str(), name.span));
    findings.extend(cx.field_names().filter_map(|name| of_field(module, name, name.span)));
}

fn check_written(cx: &Written<'_>, findings: &mut Vec<Diagnostic>) {
    let Some(module) = cx.module else { return };
    findings.extend(of_module(module, &cx.element.module, cx.element.span));
    for record in &cx.records {
        findings.extend(record.unknown().filter_map(|it| of_field(record.module, &it.name, it.span)));
    }
}

fn of_module(module: &Module, name: &str, span: Span) -> Option<Diagnostic> {
    let message = format!("the module `{name}` is called `{}`", module.name);
    (name != module.name).then(|| finding(span, &module.name, message))
}

fn of_field(module: &Module, name: impl AsRef<[u8]> + Display, span: Span) -> Option<Diagnostic> {
    let field = module.field_ignoring_case(&name).filter(|field| field.name.as_bytes() != name.as_ref())?;
    let message = format!("the field `{name}` of module `{}` is called `{}`", module.name, field.name);
    Some(finding(span, &field.name, message))
}

fn finding(span: Span, right: &str, message: String) -> Diagnostic {
    RULE.finding(span, message)
        .label("names are case-sensitive")
        .help(format!("did you mean `{right}`?"))
        .fix(Safety::Unsafe, format!("write `{right}`"), span, right)
}
