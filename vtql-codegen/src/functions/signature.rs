//! The parameters of a query's function.

use crate::expand::params::{self, Meets, Use, value_trait};
use crate::expand::prepared::Prepared;
use proc_macro2::TokenStream;
use quote::quote;
use syn::Ident;
use vtql_parser::{Diagnostic, codes};
use vtql_schema::Module;

/// The parameters in the order in which the query names them, each once, with the types that the fields
/// they meet ask for.
pub(super) fn parameters(prepared: &Prepared, krate: &TokenStream) -> Result<TokenStream, Vec<Diagnostic>> {
    let mut parameters: Vec<(Ident, TokenStream)> = Vec::new();
    let mut errors = Vec::new();
    for it in params::uses(&prepared.query) {
        let name = it.param.expression();
        let Ok(ident) = syn::parse_str::<Ident>(name) else {
            let message = format!("`{name}` cannot be a parameter of a function");
            errors.push(
                Diagnostic::error(codes::UNBOUND_PARAMETER, it.param.span, message)
                    .help("write a name of letters, digits and `_`, as in `{city}`"),
            );
            continue;
        };
        let ty = taken_as(it, prepared.module(), krate);
        match parameters.iter().find(|(known, _)| *known == ident) {
            None => parameters.push((ident, ty)),
            Some((_, known)) if known.to_string() == ty.to_string() => {}
            Some(_) => {
                let message = format!("`{name}` stands for values of two types");
                errors.push(
                    Diagnostic::error(codes::UNBOUND_PARAMETER, it.param.span, message)
                        .help("give each its own name"),
                );
            }
        }
    }
    if !errors.is_empty() {
        return Err(errors);
    }
    let parameters = parameters.iter().map(|(name, ty)| quote!(#name: #ty));
    Ok(quote!(#(#parameters),*))
}

/// The type that a function takes such a value as.
fn taken_as(it: Use<'_>, module: &Module, krate: &TokenStream) -> TokenStream {
    let mut ty = match value_trait(it.meets, module) {
        "RowCount" => quote!(u64),
        "IntegerValue" => quote!(i64),
        "DecimalValue" => quote!(#krate::rust_decimal::Decimal),
        "BooleanValue" | "SwitchValue" => quote!(bool),
        "DateValue" => quote!(#krate::jiff::civil::Date),
        "TimeValue" => quote!(#krate::jiff::civil::Time),
        "DateTimeValue" => quote!(#krate::jiff::civil::DateTime),
        "IdValue" => quote!(#krate::RecordId),
        _ => quote!(&str),
    };
    if matches!(it.meets, Meets::List(_)) {
        ty = quote!(&[#ty]);
    }
    if it.param.optional { quote!(::core::option::Option<#ty>) } else { ty }
}
