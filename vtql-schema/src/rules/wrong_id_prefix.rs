use super::written::targets;
use super::{Context, Written, rule::rule};
use crate::snapshot::Snapshot;
use crate::types::Domain;
use vtql_parser::ast::RecordId;
use vtql_parser::{Diagnostic, Span};

rule! {
    /// The record id is of a module that the field does not point to
    ///
    /// ## What it does
    /// Reports a record id whose first number is not the `idPrefix` of the module itself (for `id`), of
    /// a module that the reference points to, or of `Users` and `Groups` (for an owner).
    ///
    /// ## Why
    /// The server never looks at the first number: `id = '11x333'` over `Contacts` finds the contact
    /// `12x333`. So the answer is about another record than the one that was meant. A reference that is written with
    /// such a number is refused, and an owner is taken for the user of that number.
    ///
    /// ## Example
    /// ```vtql
    /// select id from Contacts where account_id = '12x13';
    /// ```
    ///
    /// ## Fix
    /// Find out which record is meant, and write its id.
    "V108", "wrong-id-prefix", Warn, check, written: check_written
}

fn check(cx: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let (Some(snapshot), Some(module)) = (cx.snapshot, cx.module) else { return };
    for test in &cx.tests {
        let Some(id) = test.value.record_id() else { continue };
        let domain = cx.domain(test);
        let targets: Vec<&str> = match (domain, cx.field(test.field)) {
            (Some(Domain::Id), _) => vec![&module.name],
            (_, Some(field)) => targets(module, field),
            _ => continue,
        };
        let role = match domain {
            Some(Domain::Id) => format!("the query asks `{}`", module.name),
            _ => format!("`{}` points to {}", test.field, targets.join(" or ")),
        };
        let found = finding(snapshot, &targets, id, &role, test.value.span);
        findings.extend(found.map(|it| it.label("the server would take only the part after the `x`")));
    }
}

fn check_written(cx: &Written<'_>, findings: &mut Vec<Diagnostic>) {
    let Some(snapshot) = cx.snapshot else { return };
    for value in cx.values().filter(|value| value.field.domain().is_record_id()) {
        let Ok(id) = value.known.text().parse::<RecordId>() else { continue };
        let targets = targets(value.module, value.field);
        let role = match value.field.domain() {
            Domain::Id => format!("a record of `{}` is written", value.module.name),
            _ => format!("`{}` points to {}", value.field.name, targets.join(" or ")),
        };
        let found = finding(snapshot, &targets, id, &role, value.span);
        findings.extend(found.map(|it| it.label("of another module")));
    }
}

/// An unknown number is wrong only if those of all targets are known.
fn is_wrong(snapshot: &Snapshot, targets: &[&str], id: RecordId) -> bool {
    let prefix_of = |name: &str| snapshot.module(name).and_then(|module| module.id_prefix);
    let prefixes: Vec<Option<u32>> = targets.iter().map(|name| prefix_of(name)).collect();
    if targets.is_empty() || prefixes.contains(&Some(id.module)) {
        return false;
    }
    !prefixes.contains(&None) || snapshot.module_of_prefix(id.module).is_some()
}

fn finding(
    snapshot: &Snapshot,
    targets: &[&str],
    id: RecordId,
    role: &str,
    span: Span,
) -> Option<Diagnostic> {
    if !is_wrong(snapshot, targets, id) {
        return None;
    }
    let message = match snapshot.module_of_prefix(id.module) {
        Some(other) => format!("`{id}` is the id of a record of `{}`", other.name),
        None => format!("`{}` is not the number of any module", id.module),
    };
    let rights: Vec<String> = targets
        .iter()
        .filter_map(|name| {
            let prefix = snapshot.module(name)?.id_prefix?;
            Some(format!("`{prefix}x…` ({name})"))
        })
        .collect();
    let finding = RULE.finding(span, format!("{message}, and {role}"));
    Some(match &*rights {
        [] => finding,
        rights => finding.help(format!("ids of this field begin with {}", rights.join(" or "))),
    })
}
