//! The type of a query's rows.

use super::{ident, types};
use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;
use vtql_parser::ast::{Query, Spanned};
use vtql_schema::{Field, Module};

/// How many values of a picklist the documentation of a field lists.
const LISTED_VALUES: usize = 20;

/// How many fields of a row are read and shown at once: as many as the tuples of the client crate have.
const GROUP: usize = 12;

/// A selected field, and where its name stands in the program.
pub(crate) struct Column<'s> {
    field: &'s Field,
    ident: Ident,
}

impl Column<'_> {
    /// The name of the field.
    pub(crate) fn name(&self) -> &str {
        &self.field.name
    }
}

/// The columns of a query: what it selects, each once, or all fields of the module.
pub(crate) fn columns<'s>(
    query: &Query,
    module: &'s Module,
    span_of: impl Fn(vtql_parser::Span) -> Span,
) -> Vec<Column<'s>> {
    let mut columns: Vec<Column<'s>> = Vec::new();
    let mut add = |field: &'s Field, span: Span| {
        if columns.iter().any(|column| column.field.name == field.name) {
            return;
        }
        let mut ident = ident::for_name(&field.name, span);
        while columns.iter().any(|column| column.ident == ident) {
            ident = Ident::new(&format!("{ident}_"), span);
        }
        columns.push(Column { field, ident });
    };
    if query.select.names().is_empty() {
        let span = span_of(query.select.span());
        module.fields().iter().for_each(|field| add(field, span));
    }
    for name in query.select.names() {
        if let Some(field) = module.field(name.as_str()) {
            add(field, span_of(name.span));
        }
    }
    columns
}

/// The row type `name`. Its implementations are written by a `macro_rules!` macro of the client crate,
/// which costs a compiler a fraction of what derives cost, and less than the same tokens from here.
pub(crate) fn definition(
    name: &Ident,
    attributes: &TokenStream,
    module: &Module,
    columns: &[Column<'_>],
    krate: &TokenStream,
) -> TokenStream {
    let names = columns.iter().map(|column| &column.field.name);
    let numbered: Vec<(usize, &Column<'_>)> = columns.iter().enumerate().collect();
    let groups = numbered.chunks(GROUP).map(|group| {
        let idents = group.iter().map(|(_, column)| ident::elsewhere(&column.ident));
        let values = group.iter().map(|(number, _)| Ident::new(&format!("__v{number}"), Span::call_site()));
        quote!((#(#idents #values)*))
    });
    let used = ident::elsewhere(name);
    let doc = format!("A row of the module `{}` ({}).", module.name, module.label);
    let fields = columns.iter().map(|column| {
        let (ident, doc) = (&column.ident, documentation(column.field));
        let ty = types::of_field(column.field, module, krate);
        quote!(#[doc = #doc] pub #ident: #ty)
    });
    quote! {
        #[doc = #doc]
        #attributes
        #[allow(non_snake_case, non_camel_case_types)]
        pub struct #name { #(#fields),* }
        #krate::__row!(#used [#(#names)*] #(#groups)*);
    }
}

/// What hovering over a module says.
pub(crate) fn documentation_of_module(module: &Module) -> String {
    format!("The module `{}` ({}).", module.name, module.label)
}

/// What hovering over a field says.
pub(crate) fn documentation(field: &Field) -> String {
    let mut text = format!("{}: {}", field.label, field.ty);
    if field.mandatory {
        text.push_str(", mandatory");
    }
    if !field.refers_to.is_empty() {
        text.push_str(" to ");
        text.push_str(&field.refers_to.join(", "));
    }
    text.push('.');
    if !field.picklist.is_empty() {
        let listed: Vec<String> = field
            .picklist
            .iter()
            .take(LISTED_VALUES)
            .map(|value| format!("`{}`", value.value.replace('`', "'")))
            .collect();
        let more = if field.picklist.len() > LISTED_VALUES { ", …" } else { "." };
        text.push_str("\n\nValues: ");
        text.push_str(&listed.join(", "));
        text.push_str(more);
    }
    text
}
