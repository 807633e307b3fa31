use super::{Context, Written, rule::rule};
use crate::module::Module;
use crate::suggest;
use vtql_parser::ast::Name;
use vtql_parser::diagnostic::Safety;
use vtql_parser::{Diagnostic, Span};

rule! {
    /// The module has no such field
    ///
    /// ## What it does
    /// Reports the name of a field that the module does not have, in any case of letters: in the
    /// select list, in conditions, in `order by`, and among what is written to a record.
    ///
    /// ## Why
    /// In the select list and in conditions the server answers `ACCESS_DENIED`. In `order by` it does
    /// not check the name at all: its SQL fails, and the answer is an empty list, as if there were no
    /// records. What is written to such a field is dropped without a word (observed).
    ///
    /// ## Example
    /// ```vtql
    /// select id, lastnme from Contacts;
    /// ```
    ///
    /// ## Fix
    /// Write the name that describe gives. If the field is new, pull the snapshot anew.
    "V102", "unknown-field", Deny, check, written: check_written
}

fn check(cx: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let Some(module) = cx.module else { return };
    let unknown = |name: &&Name| module.field_ignoring_case(name).is_none();
    for name in cx.joining_names().filter(unknown) {
        findings.push(finding(module, name.as_str(), name.span));
    }
    for name in cx.order().filter(unknown) {
        let silent = "the server does not check the names in `order by`: its answer would be empty";
        findings.push(finding(module, name.as_str(), name.span).help(silent));
    }
}

fn check_written(cx: &Written<'_>, findings: &mut Vec<Diagnostic>) {
    for record in &cx.records {
        let unknown = record.unknown().filter(|it| record.module.field_ignoring_case(&it.name).is_none());
        findings.extend(unknown.map(|member| finding(record.module, &member.name, member.span)));
    }
}

fn finding(module: &Module, name: &str, span: Span) -> Diagnostic {
    let finding = RULE
        .finding(span, format!("module `{}` has no field `{name}`", module.name))
        .label("unknown field");
    let fields = module.fields();
    if let Some(field) = fields.iter().find(|field| suggest::same_words(&field.label, name)) {
        return finding
            .help(format!("the field labelled \"{}\" is called `{}`", field.label, field.name))
            .fix(Safety::Unsafe, format!("use `{}`", field.name), span, field.name.as_str());
    }
    match suggest::closest(name, fields.iter().map(|field| field.name.as_str())) {
        Some(near) => finding.help(format!("did you mean `{near}`?")).fix(
            Safety::Unsafe,
            format!("use `{near}`"),
            span,
            near,
        ),
        None => finding,
    }
}
