//! The Rust type of a field's values in a row.

use super::code::Code;
use proc_macro2::TokenStream;
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

/// The trait of the types that can be written to a field.
pub(crate) fn written_as(field: &Field) -> &'static str {
    match Reading::of(field) {
        Reading::Text => "TextField",
        Reading::Choices => "ChoicesField",
        Reading::Integer => "IntegerField",
        Reading::Decimal => "DecimalField",
        Reading::Boolean if field.is_switch() => "SwitchField",
        Reading::Boolean => "BooleanField",
        Reading::Date => "DateField",
        Reading::Time => "TimeField",
        Reading::DateTime => "DateTimeField",
        Reading::Id => "IdField",
    }
}

/// The type as text, for [`Code`].
pub(crate) fn of_field(field: &Field, module: &Module) -> String {
    let plain = match Reading::of(field) {
        Reading::Choices => return "::std::vec::Vec<::std::string::String>".to_owned(),
        Reading::Text => "::std::string::String",
        Reading::Integer => "i64",
        Reading::Decimal => "$crate::rust_decimal::Decimal",
        Reading::Boolean => "bool",
        Reading::Date => "$crate::jiff::civil::Date",
        Reading::Time => "$crate::jiff::civil::Time",
        Reading::DateTime => "$crate::jiff::civil::DateTime",
        Reading::Id => "$crate::RecordId",
    };
    if can_be_unset(field, module) { format!("::core::option::Option<{plain}>") } else { plain.to_owned() }
}

/// The type as tokens, with `krate` for the path of the client crate.
pub(crate) fn tokens_of_field(field: &Field, module: &Module, krate: &TokenStream) -> TokenStream {
    let mut code = Code::new(krate);
    code.text_of_client(&of_field(field, module));
    code.finish()
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
