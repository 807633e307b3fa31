use super::test_of_field::Test;
use super::{Context, rule::rule};
use crate::snapshot::Snapshot;
use crate::types::Domain;
use vtql_parser::Diagnostic;
use vtql_parser::ast::RecordId;

rule! {
    /// The record id is of a module that the field does not point to
    ///
    /// ## What it does
    /// Reports a record id whose first number is not the `idPrefix` of the module itself (for `id`), of
    /// a module that the reference points to, or of `Users` and `Groups` (for an owner).
    ///
    /// ## Why
    /// The server never looks at the first number: `id = '11x333'` over `Contacts` finds the contact
    /// `12x333`. So the answer is about another record than the one that was meant.
    ///
    /// ## Example
    /// ```vtql
    /// select id from Contacts where account_id = '12x13';
    /// ```
    ///
    /// ## Fix
    /// Find out which record is meant, and write its id.
    "V108", "wrong-id-prefix", Warn, check
}

fn check(cx: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let (Some(snapshot), Some(module)) = (cx.snapshot, cx.module) else { return };
    for test in &cx.tests {
        let Some(id) = test.value.record_id() else { continue };
        let targets: Vec<&str> = match cx.domain(test) {
            Some(Domain::Id) => vec![&module.name],
            Some(Domain::Owner) => vec!["Users", "Groups"],
            Some(Domain::Reference) => {
                cx.field(test.field).into_iter().flat_map(|field| &field.refers_to).map(String::as_str).collect()
            }
            _ => continue,
        };
        if !targets.is_empty() && is_wrong(snapshot, &targets, id) {
            let role = match cx.domain(test) {
                Some(Domain::Id) => format!("the query asks `{}`", module.name),
                _ => format!("`{}` points to {}", test.field, targets.join(" or ")),
            };
            findings.push(finding(snapshot, test, &targets, id, &role));
        }
    }
}

/// An unknown number is wrong only if those of all targets are known.
fn is_wrong(snapshot: &Snapshot, targets: &[&str], id: RecordId) -> bool {
    let prefix_of = |name: &str| snapshot.module(name).and_then(|module| module.id_prefix);
    let prefixes: Vec<Option<u32>> = targets.iter().map(|name| prefix_of(name)).collect();
    if prefixes.contains(&Some(id.module)) {
        return false;
    }
    !prefixes.contains(&None) || snapshot.module_of_prefix(id.module).is_some()
}

fn finding(
    snapshot: &Snapshot,
    test: &Test<'_>,
    targets: &[&str],
    id: RecordId,
    role: &str,
) -> Diagnostic {
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
    let finding = RULE
        .finding(test.value.span, format!("{message}, and {role}"))
        .label("the server would take only the part after the `x`");
    if rights.is_empty() { finding } else { finding.help(format!("ids of this field begin with {}", rights.join(" or "))) }
}
