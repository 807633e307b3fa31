use super::{Context, rule::rule};
use crate::types::FieldType;
use vtql_parser::Diagnostic;

rule! {
    /// The field is of a type that vtql does not know
    ///
    /// ## What it does
    /// Notes a comparison with a field whose type in describe is not one of those that vtql knows.
    ///
    /// ## Why
    /// Its values are treated as text, so that what they are compared with is not checked.
    ///
    /// ## Example
    /// With a field `shape` of the type `hologram`:
    /// ```vtql
    /// select id from Contacts where shape = 'round' limit 100;
    /// ```
    ///
    /// ## Fix
    /// See for yourself that the value is one that the field can have.
    "V113", "unknown-type", Note, check
}

fn check(cx: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    for predicate in &cx.predicates {
        let name = predicate.field();
        if let Some(FieldType::Other(ty)) = cx.field(name).map(|field| &field.ty) {
            let message = format!("`{name}` is of the type `{ty}`, which is not known here, and treated as text");
            findings.push(RULE.finding(name.span, message).label("values are not checked"));
        }
    }
}
