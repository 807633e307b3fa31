//! `vtql_query!`: queries as functions, with rows that have a name.

use super::prepared::Prepared;
use super::report::{self, Finding};
use super::{editor, place_of, split_crate_path};
use crate::snapshot::Surroundings;
use crate::source::Source;
use proc_macro2::{Ident, TokenStream, TokenTree};
use quote::quote;
use std::collections::HashMap;
use syn::parse::{Parse, ParseStream, Parser};
use syn::{Attribute, Generics, Token, Visibility, parenthesized};

/// `pub fn name(parameters) -> Row = query;`
pub(crate) struct Function {
    attributes: Vec<Attribute>,
    visibility: Visibility,
    name: Ident,
    generics: Generics,
    parameters: TokenStream,
    row: Option<(TokenStream, Ident)>,
    query: Vec<TokenTree>,
}

impl Parse for Function {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let attributes = input.call(Attribute::parse_outer)?;
        let visibility = input.parse()?;
        input.parse::<Token![fn]>()?;
        let name = input.parse()?;
        let generics = input.parse()?;
        let parameters;
        parenthesized!(parameters in input);
        let parameters = parameters.parse()?;
        let mut row = None;
        if input.parse::<Option<Token![->]>>()?.is_some() {
            let attributes = input.call(Attribute::parse_outer)?;
            row = Some((quote!(#(#attributes)*), input.parse()?));
        }
        input.parse::<Token![=]>()?;
        let mut query = Vec::new();
        while !input.peek(Token![;]) && !input.is_empty() {
            query.push(input.parse::<TokenTree>()?);
        }
        input.parse::<Token![;]>()?;
        Ok(Function { attributes, visibility, name, generics, parameters, row, query })
    }
}

/// Expands `vtql_query!`. The tokens are the path of the client crate and the functions.
pub fn named(input: TokenStream, around: &Surroundings) -> TokenStream {
    let (krate, tokens) = split_crate_path(input);
    let functions = |input: ParseStream<'_>| {
        let mut functions = Vec::new();
        while !input.is_empty() {
            functions.push(input.parse::<Function>()?);
        }
        Ok(functions)
    };
    let functions = match functions.parse2(tokens) {
        Ok(functions) => functions,
        Err(error) => return report::item_errors(&[Finding::from_syn(&error)]),
    };
    let mut rows = HashMap::new();
    functions
        .into_iter()
        .map(|function| {
            let expanded = expand(&krate, &function, &mut rows, around);
            let words = editor::explained(&function.query, expanded.is_ok(), around, &krate);
            let expanded = expanded.unwrap_or_else(|findings| report::item_errors(&findings));
            quote!(#words #expanded)
        })
        .collect()
}

/// The names of row types that are already defined, each with its columns.
pub(crate) type Rows = HashMap<Ident, Vec<String>>;

fn expand(
    krate: &TokenStream,
    function: &Function,
    rows: &mut Rows,
    around: &Surroundings,
) -> Result<TokenStream, Vec<Finding>> {
    let at = place_of(&function.query);
    let source = Source::new(&function.query);
    let source = source.map_err(|(span, message)| vec![Finding::at(span, message)])?;
    write(krate, function, &Prepared::new(source, at, around)?, rows)
}

/// The function, and the type of its rows unless it is among `rows`.
pub(crate) fn write(
    krate: &TokenStream,
    function: &Function,
    prepared: &Prepared,
    rows: &mut Rows,
) -> Result<TokenStream, Vec<Finding>> {
    let Function { attributes, visibility, name, generics, parameters, row, query: _ } = function;
    let (query, arguments) = prepared.text_and_arguments(krate)?;
    let arguments = quote!(#query, &[#(#arguments),*]);
    let aside = &prepared.aside;
    let documented = attributes.iter().any(|attribute| attribute.path().is_ident("doc"));
    let gap = if documented { "\n" } else { "" };
    let text = format!("{gap}```text\n{}\n```", prepared.query);
    let bounds = &generics.where_clause;
    let head = quote!(#(#attributes)* #[doc = #text] #visibility fn #name #generics (#parameters));
    let Some((row_attributes, row)) = row else {
        if prepared.is_count() {
            return Ok(quote! {
                #head -> #krate::CountQuery #bounds {
                    #aside
                    #krate::__private::count(#arguments)
                }
            });
        }
        let message = "the rows of this query need a name: write `fn name(…) -> RowName = …`";
        return Err(vec![Finding::at(name.span(), message)]);
    };
    if prepared.is_count() {
        let message =
            "`count(*)` has no rows to name: leave `-> …` out, and the function returns a `CountQuery`";
        return Err(vec![Finding::at(row.span(), message)]);
    }
    let definition = define_once(prepared, row, row_attributes, krate, rows)?;
    Ok(quote! {
        #definition
        #head -> #krate::Query<#row> #bounds {
            #aside
            #krate::__private::query(#arguments, #krate::__private::PhantomData::<#row>)
        }
    })
}

/// The definition of a row type, once for all functions that share it.
fn define_once(
    prepared: &Prepared,
    row: &Ident,
    attributes: &TokenStream,
    krate: &TokenStream,
    rows: &mut Rows,
) -> Result<TokenStream, Vec<Finding>> {
    let columns: Vec<String> = prepared
        .columns()
        .iter()
        .map(|column| format!("{}.{}", prepared.module().name, column.name()))
        .collect();
    match rows.get(row) {
        None => {
            rows.insert(row.clone(), columns);
            Ok(prepared.row(row, attributes, krate))
        }
        Some(known) if *known == columns => Ok(TokenStream::new()),
        Some(_) => {
            let message = format!(
                "`{row}` is the row of another query with other fields: select the same ones in the same \
                 order, or give the row another name"
            );
            Err(vec![Finding::at(row.span(), message)])
        }
    }
}
