//! The Rust type of a field's values in a row.

use proc_macro2::TokenStream;
use quote::quote;
use vtql_schema::types::{Domain, FieldType};
use vtql_schema::{Field, Module};

/// How the values of a field are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reading {
    Text,
    Choices,
    Integer,
    Decimal,
    Boolean,
    Date,
    Time,
    DateTime,
    Id,
}

impl Reading {
    /// How the values of this field are read. A reference to no module is text: `Users.roleid` is one,
    /// and holds `H4` (observed).
    pub(crate) fn of(field: &Field) -> Self {
        match (&field.ty, field.domain()) {
            (FieldType::MultiPicklist, _) => Reading::Choices,
            (FieldType::MultiReference, _) => Reading::Text,
            (FieldType::Reference, _) if field.refers_to.is_empty() => Reading::Text,
            (_, Domain::Integer) => Reading::Integer,
            (_, Domain::Decimal) => Reading::Decimal,
            (_, Domain::Boolean) => Reading::Boolean,
            (_, Domain::Date) => Reading::Date,
            (_, Domain::Time) => Reading::Time,
            (_, Domain::DateTime) => Reading::DateTime,
            (_, Domain::Id | Domain::Reference | Domain::Owner) => Reading::Id,
            _ => Reading::Text,
        }
    }

    /// The trait of the types that it can be read as.
    pub(crate) fn fit(self) -> &'static str {
        match self {
            Reading::Text => "FromText",
            Reading::Choices => "FromChoices",
            Reading::Integer => "FromInteger",
            Reading::Decimal => "FromDecimal",
            Reading::Boolean => "FromBoolean",
            Reading::Date => "FromDate",
            Reading::Time => "FromTime",
            Reading::DateTime => "FromDateTime",
            Reading::Id => "FromId",
        }
    }
}

/// The type, with `krate` for the path of the client crate.
pub(crate) fn of_field(field: &Field, module: &Module, krate: &TokenStream) -> TokenStream {
    let plain = match Reading::of(field) {
        Reading::Choices => return quote!(#krate::__private::Vec<#krate::__private::String>),
        Reading::Text => quote!(#krate::__private::String),
        Reading::Integer => quote!(i64),
        Reading::Decimal => quote!(#krate::rust_decimal::Decimal),
        Reading::Boolean => quote!(bool),
        Reading::Date => quote!(#krate::jiff::civil::Date),
        Reading::Time => quote!(#krate::jiff::civil::Time),
        Reading::DateTime => quote!(#krate::jiff::civil::DateTime),
        Reading::Id => quote!(#krate::RecordId),
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
    match Reading::of(field) {
        _ if field.domain() == Domain::Id => false,
        Reading::Text => field.nullable && !field.mandatory,
        _ => field.nullable || !module.is_entity || (field.editable && !field.mandatory),
    }
}
