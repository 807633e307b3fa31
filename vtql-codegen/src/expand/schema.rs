//! `schema!`: typed columns for the builder.

use super::editor::Words;
use super::report::{self, Finding};
use super::{ident, lookup, row, split_crate_path, types};
use crate::snapshot::{Basis, Surroundings};
use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;
use syn::ext::IdentExt;
use syn::parse::{Parse, ParseStream, Parser};
use syn::punctuated::Punctuated;
use syn::{Attribute, Token, Visibility, braced};
use vtql_schema::types::{Domain, FieldType};
use vtql_schema::{Field, Module};

/// `pub mod name = Module;` or `pub mod name = Module { field, field }`
struct Request {
    attributes: Vec<Attribute>,
    visibility: Visibility,
    name: Ident,
    module: Ident,
    fields: Option<Vec<Ident>>,
}

impl Parse for Request {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let attributes = input.call(Attribute::parse_outer)?;
        let visibility = input.parse()?;
        input.parse::<Token![mod]>()?;
        let name = input.parse()?;
        input.parse::<Token![=]>()?;
        let module = input.call(Ident::parse_any)?;
        let fields = if input.peek(syn::token::Brace) {
            let list;
            braced!(list in input);
            let fields = Punctuated::<Ident, Token![,]>::parse_terminated_with(&list, Ident::parse_any)?;
            Some(fields.into_iter().collect())
        } else {
            input.parse::<Token![;]>()?;
            None
        };
        Ok(Request { attributes, visibility, name, module, fields })
    }
}

impl Request {
    /// The words that name the module and its fields. Where the expansion defines them, a field's name is
    /// that of a column.
    fn words(&self, defined: bool) -> Words {
        let names = self.fields.iter().flatten();
        let fields = names.map(|name| if defined { ident::elsewhere(name) } else { name.clone() });
        Words { module: Some(self.module.clone()), fields: fields.collect() }
    }
}

/// Expands `schema!`. The tokens are the path of the client crate and the modules.
pub fn schema(input: TokenStream, around: &Surroundings) -> TokenStream {
    let (krate, tokens) = split_crate_path(input);
    let requests = |input: ParseStream<'_>| {
        let mut requests = Vec::new();
        while !input.is_empty() {
            requests.push(input.parse::<Request>()?);
        }
        Ok(requests)
    };
    match requests.parse2(tokens) {
        Err(error) => report::item_errors(&[Finding::from_syn(&error)]),
        Ok(requests) => requests
            .iter()
            .map(|it| {
                let expanded = expand(&krate, it, around);
                let words = it.words(expanded.is_ok()).explained(around, &krate);
                let expanded = expanded.unwrap_or_else(|findings| report::item_errors(&findings));
                quote!(#words #expanded)
            })
            .collect(),
    }
}

fn expand(krate: &TokenStream, it: &Request, around: &Surroundings) -> Result<TokenStream, Vec<Finding>> {
    let Request { attributes, visibility, name, .. } = it;
    let (basis, watch) = Basis::of(around).map_err(|message| vec![Finding::at(name.span(), message)])?;
    let module = lookup::module(&basis.snapshot, &it.module.unraw().to_string(), it.module.span());
    let module = module.map_err(|finding| vec![finding])?;
    let fields = fields(it, module)?;
    let columns = fields.iter().map(|(field, span)| column(krate, field, module, *span));
    let marker = ident::for_name(&module.name, Span::call_site());
    let (module_name, doc) = (&module.name, row::documentation_of_module(module));
    Ok(quote! {
        #[doc = #doc]
        #(#attributes)*
        #[allow(non_upper_case_globals, non_camel_case_types)]
        #visibility mod #name {
            #watch

            #[doc = #doc]
            #[derive(Debug)]
            pub enum #marker {}

            impl #krate::query::builder::Module for #marker {
                const NAME: &'static str = #module_name;
            }

            /// A query of the module.
            pub fn query() -> #krate::query::builder::Start<#marker> {
                #krate::query::builder::query()
            }

            #(#columns)*
        }
    })
}

/// The fields that are asked for, and where; all of the module when none are named.
fn fields<'m>(it: &Request, module: &'m Module) -> Result<Vec<(&'m Field, Span)>, Vec<Finding>> {
    let Some(names) = &it.fields else {
        return Ok(module.fields().iter().map(|field| (field, Span::call_site())).collect());
    };
    let mut fields: Vec<(&Field, Span)> = Vec::new();
    let mut errors = Vec::new();
    for name in names {
        match lookup::field(module, &name.unraw().to_string(), name.span()) {
            Ok(field) if fields.iter().any(|(known, _)| known.name == field.name) => {
                errors.push(Finding::at(name.span(), format!("`{}` stands here twice", field.name)));
            }
            Ok(field) => fields.push((field, name.span())),
            Err(finding) => errors.push(finding),
        }
    }
    if errors.is_empty() { Ok(fields) } else { Err(errors) }
}

/// A type and a constant of the field's name.
fn column(krate: &TokenStream, field: &Field, module: &Module, span: Span) -> TokenStream {
    let kind = match field.domain() {
        Domain::Integer => "Integer",
        Domain::Decimal => "Decimal",
        Domain::Boolean if field.is_switch() => "Switch",
        Domain::Boolean => "Boolean",
        Domain::Date => "Date",
        Domain::Time => "Time",
        Domain::DateTime => "DateTime",
        Domain::Id | Domain::Owner => "Id",
        Domain::Reference if field.ty == FieldType::Reference => "Id",
        _ => "Text",
    };
    let kind = Ident::new(kind, Span::call_site());
    let marker = ident::for_name(&module.name, Span::call_site());
    let ident =
        if field.name == "query" { Ident::new("query_", span) } else { ident::for_name(&field.name, span) };
    let (name, doc) = (&field.name, row::documentation(field));
    let value = types::tokens_of_field(field, module, krate);
    let field = ident::elsewhere(&ident);
    quote! {
        #[doc = #doc]
        #[derive(Debug)]
        pub enum #field {}

        impl #krate::query::builder::Field for #field {
            const NAME: &'static str = #name;
            type Module = #marker;
            type Value = #value;
        }

        impl #krate::query::builder::OfModule<#marker> for #field {}

        #[doc = #doc]
        pub const #ident: #krate::query::builder::Column<#field, #krate::query::builder::kind::#kind> =
            #krate::query::builder::Column::new();
    }
}
