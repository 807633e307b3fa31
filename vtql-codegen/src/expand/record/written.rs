//! What a struct is written as.

use super::input::{Member, Struct};
use crate::expand::params::respanned;
use crate::expand::places::Places;
use crate::expand::report::{self, Finding};
use crate::expand::types;
use crate::snapshot::Basis;
use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;
use vtql_parser::{Dialect, Severity};
use vtql_schema::element::{Content, Element, Member as Checked, Presence, Writing};
use vtql_schema::{Checker, Field, LINE_ITEM_MODULE, Module};

/// The implementations for the ways in which the struct is written, each checked as such.
pub(super) fn expand(
    it: &Struct,
    module: &Module,
    fields: &[(&Member, &Field)],
    basis: &Basis,
) -> Result<TokenStream, Vec<Finding>> {
    if it.ways.0.is_empty() {
        return Ok(TokenStream::new());
    }
    let levels = basis.levels.as_ref().map_err(|message| vec![Finding::at(it.name.span(), message)])?;
    let checker = Checker::new(Dialect::Surface).snapshot(&*basis.snapshot).levels(levels);
    let (mut errors, mut warnings, mut told) = (Vec::new(), Vec::new(), Vec::new());
    for (way, span) in &it.ways.0 {
        let mut places = Places::default();
        let element = element(*way, *span, module, fields, &mut places);
        for found in checker.element(&element) {
            let place = (found.code, found.message.clone());
            if found.severity == Severity::Note || told.contains(&place) {
                continue;
            }
            told.push(place);
            let finding = places.finding(&found);
            if found.is_error() {
                errors.push(finding);
            } else {
                let warning = report::warning(found.code.as_str(), &finding);
                warnings.push(quote!(const _: () = #warning;));
            }
        }
    }
    if !errors.is_empty() {
        return Err(errors);
    }
    let written = fields
        .iter()
        .filter(|(member, _)| is_written(member))
        .map(|(member, field)| given(it, member, field));
    let id = fields.iter().find(|(_, field)| field.name == "id").map(|(member, field)| {
        let given = given(it, member, field);
        quote!(if with_id { given.push(#given); })
    });
    let (name, krate) = (&it.name, &it.krate);
    let ways = ways(it);
    Ok(quote! {
        #(#warnings)*
        impl #krate::write::WriteRecord for #name {
            #[allow(unused_variables, unused_mut)]
            fn given(&self, with_id: bool) -> ::std::vec::Vec<(&'static str, #krate::write::Given)> {
                let mut given = ::std::vec![#(#written),*];
                #id
                given
            }
        }
        #ways
    })
}

/// Implementations in the place of those that cannot be made.
pub(super) fn stub(it: &Struct) -> TokenStream {
    if it.ways.0.is_empty() {
        return TokenStream::new();
    }
    let (name, krate, ways) = (&it.name, &it.krate, ways(it));
    quote! {
        impl #krate::write::WriteRecord for #name {
            fn given(&self, _: bool) -> ::std::vec::Vec<(&'static str, #krate::write::Given)> {
                ::std::vec::Vec::new()
            }
        }
        #ways
    }
}

fn ways(it: &Struct) -> TokenStream {
    let (name, krate) = (&it.name, &it.krate);
    let implemented = it.ways.0.iter().map(|(way, span)| {
        let way = match way {
            Writing::Create => "Creates",
            Writing::Update => "Updates",
            _ => "Revises",
        };
        let way = Ident::new(way, *span);
        quote!(impl #krate::write::#way for #name {})
    });
    let creates = it.ways.0.iter().any(|(way, _)| *way == Writing::Create);
    let is_item = creates && it.module.value() == LINE_ITEM_MODULE;
    let item = is_item.then(|| quote!(impl #krate::write::LineItem for #name {}));
    quote!(#(#implemented)* #item)
}

/// Whether a member is written beside the id.
fn is_written(member: &Member) -> bool {
    !member.read_only && member.field != "id"
}

fn element(
    way: Writing,
    at: Span,
    module: &Module,
    fields: &[(&Member, &Field)],
    places: &mut Places,
) -> Element {
    let mut element = Element::new(way, &*module.name, places.add(at));
    for (member, field) in fields {
        if is_written(member) || (field.name == "id" && way != Writing::Create) {
            let (span, place) = (places.add(member.span), places.add(member.ty.span()));
            element.members.push(Checked::new(
                &*field.name,
                span,
                Content::Expression(member.presence),
                place,
            ));
        }
    }
    element
}

/// The name of a field and the value of the member.
fn given(it: &Struct, member: &Member, field: &Field) -> TokenStream {
    let (ident, name) = (&member.ident, &field.name);
    let span = member.ty.span();
    let krate = respanned(it.krate.clone(), span);
    let field_trait = Ident::new(types::written_as(field), span);
    let method = match member.presence {
        Presence::OrLeftOut => "set_if_some",
        Presence::OrCleared => "set_or_clear",
        _ => "set",
    };
    let method = Ident::new(method, span);
    let marker = super::marker(member, field);
    quote_spanned! {span=>
        (#name, #krate::write::named::#field_trait::<#marker>::#method(&self.#ident, #krate::__private::PhantomData))
    }
}
