//! What an editor is given beside the expansion, so that it knows the words of a query.
//!
//! An editor looks at what a word became: hovering, going to a definition and completing are questions
//! about the places where the word's token stands in the expansion. So each word becomes an access of a
//! documented field here, those that a compiler has no use for and those of a wrong or unfinished query
//! as well. A compiler sees none of it.
//!
//! For completion rust-analyzer expands a call twice, as it stands and with a word at the cursor, and
//! takes the same offset for the same place in both. So these items come first and do not depend on whether
//! the query is right; and behind the last word stands another one, in the place of a word that only
//! the second call has.

use super::{ident, row, types};
use crate::snapshot::{Basis, Surroundings};
use crate::source::{Form, Source};
use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::quote;
use std::collections::HashSet;
use syn::ext::IdentExt;
use vtql_schema::{Module, Snapshot};

/// The words of the language, none of which stands for a field or a module.
const KEYWORDS: &[&str] = &[
    "select", "from", "where", "and", "or", "not", "like", "in", "between", "includes", "is", "null",
    "empty", "order", "orderby", "by", "asc", "desc", "limit", "count",
];

/// Words that name a module and fields of it.
#[derive(Debug, Default)]
pub(crate) struct Words {
    pub(crate) module: Option<Ident>,
    pub(crate) fields: Vec<Ident>,
}

/// The items that explain the words of a query which may be wrong or unfinished: none, unless an editor
/// asks. `has_row` says whether the expansion defines the row of the query, whose fields have the selected
/// words for their names already.
pub(crate) fn explained(
    tokens: &[TokenTree],
    has_row: bool,
    around: &Surroundings,
    krate: &TokenStream,
) -> TokenStream {
    if !around.in_editor {
        return TokenStream::new();
    }
    match Source::new(tokens) {
        Ok(source) if matches!(source.form, Form::Tokens(_)) => {
            Words::of(&source, has_row).explained(around, krate)
        }
        _ => TokenStream::new(),
    }
}

impl Words {
    fn of(source: &Source, has_row: bool) -> Self {
        let mut words = Words::default();
        let mut selected = HashSet::new();
        let mut after_from = false;
        for (word, span) in source.words() {
            let is_keyword = KEYWORDS.iter().any(|keyword| keyword.eq_ignore_ascii_case(word));
            if !is_keyword && after_from {
                words.module = Some(ident::for_name(word, span));
            } else if !is_keyword {
                let is_column = has_row && words.module.is_none() && selected.insert(word);
                words.fields.push(ident::for_name(word, if is_column { Span::call_site() } else { span }));
            }
            after_from = word.eq_ignore_ascii_case("from");
        }
        words
    }

    /// Items in which the words are the names of documented fields: none, unless an editor asks.
    pub(crate) fn explained(&self, around: &Surroundings, krate: &TokenStream) -> TokenStream {
        let basis = || Basis::of(around).ok();
        let Some((basis, _)) = around.in_editor.then(basis).flatten() else {
            return TokenStream::new();
        };
        let modules = self.modules(&basis.snapshot);
        let module = self.module.as_ref().and_then(|name| basis.snapshot.module(&name.unraw().to_string()));
        let fields = module.map(|module| self.fields(module, krate));
        quote! {
            #[allow(dead_code, non_snake_case, non_camel_case_types, path_statements)]
            const _: () = {
                #modules
                #fields
            };
        }
    }

    fn modules(&self, snapshot: &Snapshot) -> TokenStream {
        let names =
            || snapshot.modules().iter().map(|module| ident::for_name(&module.name, Span::call_site()));
        let docs = snapshot.modules().iter().map(row::documentation_of_module);
        let (definitions, words) = (names(), self.module.iter().cloned().chain(names().take(1)));
        quote! {
            struct Modules { #(#[doc = #docs] #definitions: ()),* }
            fn module(it: Modules) { #(it.#words;)* }
        }
    }

    fn fields(&self, module: &Module, krate: &TokenStream) -> TokenStream {
        let names = || module.fields().iter().map(|field| ident::for_name(&field.name, Span::call_site()));
        let docs = module.fields().iter().map(row::documentation);
        let types = module.fields().iter().map(|field| types::tokens_of_field(field, module, krate));
        let (definitions, words) = (names(), self.fields.iter().cloned().chain(names().take(1)));
        let name = ident::for_name(&module.name, Span::call_site());
        quote! {
            struct #name { #(#[doc = #docs] #definitions: #types),* }
            fn fields(it: #name) { #(it.#words;)* }
        }
    }
}
