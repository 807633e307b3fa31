use super::{Context, rule::rule};
use crate::field::Field;
use crate::types::FieldType;
use vtql_parser::Diagnostic;

rule! {
    /// Describe names the field, and the server refuses to query it
    ///
    /// ## What it does
    /// Reports the passwords and the access key of `Users`, `Emails.filename`, and the tax and currency
    /// fields of `Products` and `Services`.
    ///
    /// ## Why
    /// Describe lists them, and a query that names one is answered with `ACCESS_DENIED`, "Permission to
    /// access '.tax1.' attribute denied" (observed on 8.4: every field that describe lists was tried).
    ///
    /// ## Example
    /// ```vtql
    /// select id, user_name, accesskey from Users;
    /// ```
    ///
    /// ## Fix
    /// Take the field out. `retrieve` gives the taxes of a product.
    "V106", "unreadable-field", Deny, check
}

fn check(cx: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let Some(module) = cx.module else { return };
    for name in cx.field_names() {
        if cx.field(name).is_some_and(|field| refuses_to_query(&module.name, field)) {
            let message = format!("the server refuses to query the field `{name}` of module `{}`", module.name);
            findings.push(
                RULE.finding(name.span, message)
                    .label("described, but not readable in a query")
                    .help("take it out of the query"),
            );
        }
    }
}

/// Whether the server refuses to query a field that it describes, as far as is known: `retrieve` may have it.
///
/// ```
/// use vtql_schema::{Field, rules::refuses_to_query, types::FieldType};
///
/// assert!(refuses_to_query("Products", &Field::new("tax1", FieldType::Double)));
/// assert!(!refuses_to_query("Products", &Field::new("productname", FieldType::String)));
/// ```
pub fn refuses_to_query(module: &str, field: &Field) -> bool {
    let numbered = |stem: &str| {
        field.name.strip_prefix(stem).is_some_and(|it| !it.is_empty() && it.bytes().all(|b| b.is_ascii_digit()))
    };
    match module {
        "Users" => field.ty == FieldType::Password || field.name == "accesskey",
        "Emails" => field.name == "filename",
        "Products" | "Services" => numbered("tax") || numbered("currency"),
        _ => field.ty == FieldType::Password,
    }
}
