use super::{Context, Written, rule::rule};
use crate::snapshot::Snapshot;
use crate::suggest;
use vtql_parser::{Diagnostic, Span};
use vtql_parser::diagnostic::Safety;

rule! {
    /// The instance has no such module
    ///
    /// ## What it does
    /// Reports a module name that the snapshot does not have, in any case of letters.
    ///
    /// ## Why
    /// The server answers `ACCESS_DENIED`, the same as for a module that the user may not see. The
    /// names in the API are not always those on the screen: *Organizations* are `Accounts`,
    /// *Opportunities* `Potentials`, *Tickets* `HelpDesk`.
    ///
    /// ## Example
    /// ```vtql
    /// select id from Contcts;
    /// ```
    ///
    /// ## Fix
    /// Write the name that describe gives. If the module is new, pull the snapshot anew.
    "V101", "unknown-module", Deny, check, written: check_written
}

fn check(cx: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    if let (Some(snapshot), None) = (cx.snapshot, cx.module) {
        findings.push(finding(snapshot, cx.query.module.as_str(), cx.query.module.span));
    }
}

fn check_written(cx: &Written<'_>, findings: &mut Vec<Diagnostic>) {
    if let (Some(snapshot), None) = (cx.snapshot, cx.module) {
        findings.push(finding(snapshot, &cx.element.module, cx.element.span));
    }
}

fn finding(snapshot: &Snapshot, name: &str, span: Span) -> Diagnostic {
    let finding = RULE
        .finding(span, format!("there is no module `{name}`"))
        .label("not a module of this instance");
    let modules = snapshot.modules();
    if let Some(module) = modules.iter().find(|module| suggest::same_words(&module.label, name)) {
        return finding
            .help(format!("the module labelled \"{}\" is called `{}`", module.label, module.name))
            .fix(Safety::Unsafe, format!("use `{}`", module.name), span, module.name.as_str());
    }
    match suggest::closest(name, modules.iter().map(|module| module.name.as_str())) {
        Some(near) => {
            finding.help(format!("did you mean `{near}`?")).fix(Safety::Unsafe, format!("use `{near}`"), span, near)
        }
        None => finding,
    }
}
