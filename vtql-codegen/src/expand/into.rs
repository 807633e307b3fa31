//! `vtql_as!`: a query whose rows are a type of the user's.

use super::params::respanned;
use super::prepared::Prepared;
use super::report::{self, Finding};
use super::{editor, first_span, place_of, split_crate_path};
use crate::snapshot::Surroundings;
use crate::source::Source;
use proc_macro2::{TokenStream, TokenTree};
use quote::{quote, quote_spanned};
use syn::parse::{ParseStream, Parser};
use syn::{Path, Token};
use vtql_parser::Span as TextSpan;
use vtql_parser::ast::Spanned;

/// Expands `vtql_as!`. The tokens are the path of the client crate, the type, a comma and the query.
pub fn into(input: TokenStream, around: &Surroundings) -> TokenStream {
    let (krate, tokens) = split_crate_path(input);
    let parts = |input: ParseStream<'_>| {
        let row = input.call(Path::parse_mod_style)?;
        input.parse::<Token![,]>()?;
        Ok((row, input.parse::<TokenStream>()?.into_iter().collect::<Vec<_>>()))
    };
    let (row, query) = match parts.parse2(tokens) {
        Ok(parts) => parts,
        Err(error) => return report::expression(Err(vec![Finding::from_syn(&error)]), &TokenStream::new()),
    };
    let words = editor::explained(&query, false, around, &krate);
    report::expression(expand(&krate, &row, &query, around), &words)
}

fn expand(
    krate: &TokenStream,
    row: &Path,
    query: &[TokenTree],
    around: &Surroundings,
) -> Result<TokenStream, Vec<Finding>> {
    let at = place_of(query);
    let source = Source::new(query).map_err(|(span, message)| vec![Finding::at(span, message)])?;
    let prepared = Prepared::new(source, at, around)?;
    if prepared.is_count() {
        return Err(vec![Finding::at(at, "`count(*)` has no rows: use `vtql!`, which gives a `CountQuery`")]);
    }
    let (text, arguments) = prepared.text_and_arguments(krate)?;
    let row_type = quote!(#krate::__private::PhantomData::<#row>);
    let query = quote!(#krate::__private::query(#text, &[#(#arguments),*], #row_type));
    if around.in_editor {
        return Ok(query);
    }
    let (aside, module) = (&prepared.aside, &prepared.module().name);
    let shown = quote!(#row).to_string().replace(' ', "");
    let other_module = format!("the query asks for {module}, and `{shown}` is a record of another module");
    let names = prepared.query.select.names();
    let columns = prepared.columns();
    let selected: Vec<&str> = columns.iter().map(super::row::Column::name).collect();
    let has_fields = names.iter().map(|name| {
        let message = format!("the query selects `{name}`, and `{shown}` has no field for it");
        let krate = at_token(krate, &prepared, name.span);
        let (span, name) = (first_span(&krate), name.as_str());
        let of_row = quote_spanned!(span=> <#row as #krate::query::ModuleRow>::MODULE);
        let columns = quote_spanned!(span=> <#row as #krate::Row>::COLUMNS);
        quote_spanned!(span=> const _: () = #krate::__private::assert_read(#of_row, #columns, #name, #message);)
    });
    let of_module = {
        let krate = at_token(krate, &prepared, prepared.query.module.span);
        let span = first_span(&krate);
        let of_row = quote_spanned!(span=> <#row as #krate::query::ModuleRow>::MODULE);
        quote_spanned!(span=> const _: () = #krate::__private::assert_module(#of_row, #module, #other_module);)
    };
    let all_selected = {
        let krate = at_token(krate, &prepared, prepared.query.select.span());
        let call = quote!(#krate::__private::assert_selected::<#row>);
        quote_spanned!(first_span(&krate)=> const _: () = #call(&[#(#selected),*]);)
    };
    Ok(quote!({
        #aside
        #of_module
        #(#has_fields)*
        #all_selected
        #query
    }))
}

/// The path of the client crate, standing at a part of the query: what fails to compile there is
/// underlined there.
fn at_token(krate: &TokenStream, prepared: &Prepared, part: TextSpan) -> TokenStream {
    respanned(krate.clone(), first_span(krate).located_at(prepared.source.tokens_at(part).0))
}
