//! The parameters of a query's function.

use crate::expand::params;
use crate::expand::prepared::Prepared;
use proc_macro2::TokenStream;
use quote::quote;
use syn::Ident;
use vtql_parser::{Diagnostic, codes};

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
        let ty = params::taken_as(it, prepared.module(), krate);
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
