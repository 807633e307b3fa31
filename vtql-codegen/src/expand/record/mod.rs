//! `#[derive(Record)]`: a struct of the user's as the rows of a module, and as what is written to one.

mod input;
mod written;

use super::report::{self, Finding};
use super::{lookup, types};
use crate::snapshot::{Basis, Surroundings};
use input::{Member, Struct};
use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};
use std::collections::HashSet;
use syn::DeriveInput;
use syn::spanned::Spanned;
use vtql_schema::{Field, Module};

/// Expands `#[derive(Record)]`.
pub fn record(input: TokenStream, around: &Surroundings) -> TokenStream {
    let input: DeriveInput = match syn::parse2(input) {
        Ok(input) => input,
        Err(error) => return report::item_errors(&[Finding::from_syn(&error)]),
    };
    // What is wrong is told once: whatever is done with the struct finds an implementation.
    match Struct::new(&input) {
        Ok(it) => expand(&it, around).unwrap_or_else(|findings| {
            let (errors, stub) = (report::item_errors(&findings), stub(&it.name, &it.krate));
            let written = written::stub(&it);
            quote!(#errors #stub #written)
        }),
        Err(error) => {
            let errors = report::item_errors(&[Finding::from_syn(&error)]);
            let is_plain = input.generics.params.is_empty();
            let stub = is_plain.then(|| stub(&input.ident, &input::client(&input)));
            quote!(#errors #stub)
        }
    }
}

fn expand(it: &Struct, around: &Surroundings) -> Result<TokenStream, Vec<Finding>> {
    let Struct { name, krate, module, members, .. } = it;
    let (basis, watch) = Basis::of(around).map_err(|message| vec![Finding::at(name.span(), message)])?;
    let module = lookup::module(&basis.snapshot, &module.value(), module.span());
    let module = module.map_err(|finding| vec![finding])?;
    let mut fields = Vec::new();
    let mut errors = Vec::new();
    for member in members {
        match lookup::field(module, &member.field, member.span) {
            Ok(field) => fields.push((member, field)),
            Err(finding) => errors.push(finding),
        }
    }
    if !errors.is_empty() {
        return Err(errors);
    }
    let written = written::expand(it, module, &fields, &basis)?;
    let checks = fields.iter().map(|(member, field)| check(krate, member, field, module));
    let mut marked = HashSet::new();
    let once = fields.iter().filter(|(_, field)| marked.insert(&field.name));
    let markers = once.map(|(member, field)| {
        let marker = marker(member, field);
        quote_spanned!(member.ty.span()=> #[allow(non_camel_case_types, dead_code)] enum #marker {})
    });
    let written = quote!(const _: () = { #(#markers)* #(#checks)* #written };);
    let (module, idents) = (&module.name, members.iter().map(|member| &member.ident));
    let fields = members.iter().map(|member| &member.field);
    let unselected = members.iter().map(|member| {
        format!("`{name}` has the field `{}`, and the query does not select `{}`", member.ident, member.field)
    });
    Ok(quote! {
        #watch
        impl #krate::Row for #name {
            const COLUMNS: &'static [&'static str] = &[#(#fields),*];
            fn decode(
                cells: &#krate::query::Cells<'_>,
            ) -> #krate::__private::Result<Self, #krate::query::DecodeError> {
                let mut reader = #krate::query::Reader::new(cells);
                let row = #name { #(#idents: reader.read()),* };
                reader.finish(row)
            }
        }
        impl #krate::query::ModuleRow for #name {
            const MODULE: &'static str = #module;
            const UNSELECTED: &'static [&'static str] = &[#(#unselected),*];
        }
        #written
    })
}

/// Implementations in the place of those that cannot be made. A module without a name is that of a struct whose
/// mistakes were told.
fn stub(name: &Ident, krate: &TokenStream) -> TokenStream {
    quote! {
        impl #krate::Row for #name {
            const COLUMNS: &'static [&'static str] = &[];
            fn decode(
                _: &#krate::query::Cells<'_>,
            ) -> #krate::__private::Result<Self, #krate::query::DecodeError> {
                loop {}
            }
        }
        impl #krate::query::ModuleRow for #name {
            const MODULE: &'static str = "";
            const UNSELECTED: &'static [&'static str] = &[];
        }
    }
}

/// Items that compile only if the Rust type can be read from the field.
fn check(krate: &TokenStream, member: &Member, field: &Field, module: &Module) -> TokenStream {
    let ty = &member.ty;
    let span = ty.span();
    let from = Ident::new(types::Reading::of(field).fit(), span);
    let marker = marker(member, field);
    let unset = (!member.required && types::can_be_unset(field, module)).then(
        || quote_spanned!(span=> const _: () = <#ty as #krate::decode::fit::FromUnset<#marker>>::FITS;),
    );
    quote_spanned! {span=>
        const _: () = <#ty as #krate::decode::fit::#from<#marker>>::FITS;
        #unset
    }
}

/// The field as a type, for messages to name.
fn marker(member: &Member, field: &Field) -> Ident {
    super::ident::for_name(&field.name, Span::mixed_site().located_at(member.ty.span()))
}
