use super::{Context, rule::rule};
use crate::types::FieldType;
use vtql_parser::ast::{Predicate, Spanned};
use vtql_parser::diagnostic::Safety;
use vtql_parser::{Diagnostic, Dialect};

rule! {
    /// `includes` is used on a field that holds one value
    ///
    /// ## What it does
    /// Reports `includes` on anything but a field of several choices (`multipicklist`).
    ///
    /// ## Why
    /// It is sent as patterns for the choices of such a field, which another field does not have.
    ///
    /// ## Example
    /// ```vtql
    /// -- surface dialect
    /// select id from Contacts where leadsource includes 'Partner';
    /// ```
    ///
    /// ## Fix
    /// Compare with `=`, or with `like '%text%'` for a part of a text.
    "V114", "includes-one", Deny, check
}

fn check(cx: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    for predicate in &cx.predicates {
        let Predicate::Includes(it) = predicate else { continue };
        let Some(field) = cx.field(&it.field) else { continue };
        if matches!(field.ty, FieldType::MultiPicklist | FieldType::Other(_)) || cx.dialect == Dialect::Wire {
            continue;
        }
        let message = format!("`{}` holds one value: it is no multipicklist", it.field);
        let cure = format!("{} = {}", it.field, it.value);
        findings.push(
            RULE.finding(predicate.span(), message).label(format!("its type is {}", field.ty)).help(format!("write `{cure}`")).fix(
                Safety::Unsafe,
                format!("write `{cure}`"),
                predicate.span(),
                cure,
            ),
        );
    }
}
