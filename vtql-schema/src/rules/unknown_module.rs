use super::{Context, rule::rule};
use crate::suggest;
use vtql_parser::Diagnostic;
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
    "V101", "unknown-module", Deny, check
}

fn check(cx: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let Some(snapshot) = cx.snapshot else { return };
    let name = &cx.query.module;
    if cx.module.is_some() {
        return;
    }
    let mut finding = RULE
        .finding(name.span, format!("there is no module `{name}`"))
        .label("not a module of this instance");
    let labelled = snapshot.modules().iter().find(|module| suggest::same_words(&module.label, name.as_str()));
    if let Some(module) = labelled {
        finding = finding
            .help(format!("the module labelled \"{}\" is called `{}`", module.label, module.name))
            .fix(Safety::Unsafe, format!("use `{}`", module.name), name.span, module.name.as_str());
    } else if let Some(near) =
        suggest::closest(name.as_str(), snapshot.modules().iter().map(|module| module.name.as_str()))
    {
        finding = finding.help(format!("did you mean `{near}`?")).fix(
            Safety::Unsafe,
            format!("use `{near}`"),
            name.span,
            near,
        );
    }
    findings.push(finding);
}
