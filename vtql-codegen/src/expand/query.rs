//! `vtql!`, `vtql_file!` and `vtql_wire!`: one query, checked, as an expression.

use super::code::Code;
use super::params::{self, Meets};
use super::prepared::Prepared;
use super::report::{self, Finding};
use super::row::{self, Name};
use super::{editor, place_of, split_crate_path};
use crate::snapshot::Surroundings;
use crate::source::{QueryFile, Source, only_literal};
use proc_macro2::{Delimiter, Span, TokenStream, TokenTree};
use quote::quote;
use vtql_parser::ast::{Literal, Param};
use vtql_parser::bind::{Bound, Outcome, bind};
use vtql_parser::{Errors, lower};

/// Expands `vtql!`. The tokens are the path of the client crate and the query.
pub fn query(input: TokenStream, around: &Surroundings) -> TokenStream {
    let (krate, tokens): (_, Vec<TokenTree>) = split_crate_path(input);
    let at = place_of(&tokens);
    let source = Source::new(&tokens).map_err(|(span, message)| vec![Finding::at(span, message)]);
    let expanded = source.and_then(|source| expand(&krate, source, at, around));
    let words = editor::explained(&tokens, expanded.is_ok(), around, &krate);
    report::expression(expanded, &words)
}

/// Expands `vtql_related!`. The tokens are the path of the client crate and the query.
pub fn related(input: TokenStream, around: &Surroundings) -> TokenStream {
    let (krate, tokens): (_, Vec<TokenTree>) = split_crate_path(input);
    let at = place_of(&tokens);
    let source = Source::new(&tokens).map_err(|(span, message)| vec![Finding::at(span, message)]);
    let expanded = source.and_then(|source| Prepared::new(source, at, around)).and_then(|prepared| {
        let wrong = not_of_relations(&prepared, at);
        if wrong.is_empty() { finish(&krate, &prepared, true) } else { Err(wrong) }
    });
    let words = editor::explained(&tokens, expanded.is_ok(), around, &krate);
    report::expression(expanded, &words)
}

/// What the server does not take in a query for related records, whatever its parameters are.
fn not_of_relations(prepared: &Prepared, at: Span) -> Vec<Finding> {
    if prepared.is_count() {
        return vec![Finding::at(at, "`query_related` returns records: a count has to be made of them")];
    }
    let uses = params::uses(&prepared.query);
    let value = |param: &Param| {
        let meets = uses.iter().find(|it| it.param.span == param.span).map(|it| it.meets);
        Ok(match meets {
            Some(Meets::List(_)) => Bound::Many(vec![Literal::string("x")]),
            Some(Meets::Rows) => Bound::One(Literal::integer(1)),
            _ => Bound::One(Literal::string("x")),
        })
    };
    let texts = || {
        let Outcome::Runs(query) = bind(prepared.query.clone(), value)? else { return Ok(()) };
        for part in lower::related_parts(&lower::lower(&query)?) {
            lower::related(&lower::lower(&part)?)?;
        }
        Ok::<_, Errors>(())
    };
    let found = texts().err().into_iter().flatten();
    found.map(|it| Finding::new(&prepared.source, &it)).collect()
}

/// Expands `vtql_file!`. The tokens are the path of the client crate and the path of the file.
pub fn file(input: TokenStream, around: &Surroundings) -> TokenStream {
    let (krate, tokens): (_, Vec<TokenTree>) = split_crate_path(input);
    let at = place_of(&tokens);
    let source = only_literal(&tokens)
        .ok_or_else(|| "the path of a query's file is a string literal".to_owned())
        .and_then(|literal| QueryFile::new(&literal, &around.manifest_dir))
        .map(|(file, text)| Source::of_file(file, text))
        .map_err(|message| vec![Finding::at(at, message)]);
    let expanded = source.and_then(|source| expand(&krate, source, at, around));
    report::expression(expanded, &TokenStream::new())
}

/// Expands `vtql_wire!`. The tokens are the path of the client crate and a string literal.
pub fn wire(input: TokenStream, around: &Surroundings) -> TokenStream {
    let (_, tokens): (_, Vec<TokenTree>) = split_crate_path(input);
    let at = place_of(&tokens);
    let source = Source::as_sent(&tokens, at).map_err(|(span, message)| vec![Finding::at(span, message)]);
    let prepared = source.and_then(|source| Prepared::new(source, at, around));
    let text = prepared.map(|Prepared { source: Source { text, .. }, aside, .. }| quote!({ #aside #text }));
    report::expression(text, &TokenStream::new())
}

fn expand(
    krate: &TokenStream,
    source: Source,
    at: Span,
    around: &Surroundings,
) -> Result<TokenStream, Vec<Finding>> {
    finish(krate, &Prepared::new(source, at, around)?, false)
}

fn finish(krate: &TokenStream, prepared: &Prepared, related: bool) -> Result<TokenStream, Vec<Finding>> {
    let call = call(krate, prepared)?;
    let call = if related { quote!(#krate::__private::related(#call)) } else { call };
    let aside = &prepared.aside;
    Ok(if aside.is_empty() { call } else { quote!({ #aside #call }) })
}

/// The expression that makes the query when the program runs.
fn call(krate: &TokenStream, prepared: &Prepared) -> Result<TokenStream, Vec<Finding>> {
    let (text, arguments) = prepared.text_and_arguments(krate)?;
    if prepared.is_count() {
        return Ok(quote!(#krate::__private::count(#text, &[#(#arguments),*])));
    }
    let place = prepared.place_of(prepared.query.module.span);
    let place = place.map(|place| Span::mixed_site().located_at(place));
    let name = Name::new(&prepared.module().name, place);
    let columns = prepared.columns();
    let mut code = Code::new(krate);
    code.tokens(quote!(#krate::__private::select)).group(Delimiter::Parenthesis, |code| {
        // A name a line: one literal costs the compiler less than many.
        let names: Vec<String> = columns.iter().map(|column| column.name().replace('\n', " ")).collect();
        code.literal(&text).text(",").literal(&names.join("\n")).text(", &");
        code.group(Delimiter::Bracket, |code| {
            for argument in arguments {
                code.tokens(argument).text(",");
            }
        });
        code.text(",").group(Delimiter::Brace, |code| {
            row::made(code, &name, prepared.module(), &columns, prepared.in_editor);
        });
    });
    Ok(code.finish())
}
