//! The Rust type of a field's values in a row.

use proc_macro2::TokenStream;
use quote::quote;
use vtql_schema::types::{Domain, FieldType};
use vtql_schema::{Field, Module};

/// The type, with `krate` for the path of the client crate.
pub(crate) fn of_field(field: &Field, module: &Module, krate: &TokenStream) -> TokenStream {
    if field.ty == FieldType::MultiPicklist {
        return quote!(#krate::__private::Vec<#krate::__private::String>);
    }
    let plain = match field.domain() {
        Domain::Integer => quote!(i64),
        Domain::Decimal => quote!(#krate::rust_decimal::Decimal),
        Domain::Boolean => quote!(bool),
        Domain::Date => quote!(#krate::jiff::civil::Date),
        Domain::Time => quote!(#krate::jiff::civil::Time),
        Domain::DateTime => quote!(#krate::jiff::civil::DateTime),
        Domain::Id | Domain::Reference | Domain::Owner if field.ty != FieldType::MultiReference => {
            quote!(#krate::RecordId)
        }
        _ => quote!(#krate::__private::String),
    };
    if can_be_unset(field, module) { quote!(#krate::__private::Option<#plain>) } else { plain }
}

/// Whether a record may lack the value.
///
/// Describe's `mandatory` binds whoever fills a form, not imports and not the server's own code:
/// mandatory and nullable dates and references were seen unset. So a value that has no "empty" of its
/// own is taken for granted only where the database demands it and either the user or the server
/// provides it; text is `""` at worst.
pub(crate) fn can_be_unset(field: &Field, module: &Module) -> bool {
    match field.domain() {
        Domain::Id => false,
        Domain::Text => field.nullable && !field.mandatory,
        _ => field.nullable || !module.is_entity || (field.editable && !field.mandatory),
    }
}
