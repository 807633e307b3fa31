//! The type of what the server answers, where a write asks for one.

use super::input::{Answer, AnswerField};
use crate::expand::code::Code;
use crate::expand::params::respanned;
use crate::expand::report::Finding;
use crate::expand::row::{self, Name};
use crate::expand::{first_span, lookup};
use proc_macro2::{Delimiter, TokenStream};
use quote::{quote, quote_spanned};
use syn::Path;
use vtql_schema::types::FieldType;
use vtql_schema::{Field, LINE_ITEM_FIELDS, Module};

/// The write `call`, with the answer that is asked for.
pub(super) fn answered(
    krate: &TokenStream,
    call: TokenStream,
    answer: &Answer,
    module: &Module,
    in_editor: bool,
) -> Result<TokenStream, Vec<Finding>> {
    match answer {
        Answer::Named(path) => Ok(named(krate, &call, path, module)),
        Answer::Fields(fields) => structure(krate, call, fields, module, in_editor),
    }
}

/// Answered by a type, which has to be one for the records of the module.
fn named(krate: &TokenStream, call: &TokenStream, answer: &Path, module: &Module) -> TokenStream {
    let shown = quote!(#answer).to_string().replace(' ', "");
    let message =
        format!("a record of {} is written, and `{shown}` is a record of another module", module.name);
    let span = answer
        .segments
        .first()
        .map_or_else(|| first_span(krate), |it| first_span(krate).located_at(it.ident.span()));
    let here = respanned(krate.clone(), span);
    let of_answer = quote_spanned!(span=> <#answer as #here::query::ModuleRow>::MODULE);
    let name = &module.name;
    let check =
        quote_spanned!(span=> const _: () = #here::__private::assert_module(#of_answer, #name, #message););
    quote!({ #check #call.answered_by::<#answer>() })
}

/// Answered by a struct with the id and these fields.
fn structure(
    krate: &TokenStream,
    call: TokenStream,
    fields: &[AnswerField],
    module: &Module,
    in_editor: bool,
) -> Result<TokenStream, Vec<Finding>> {
    let mut errors = Vec::new();
    let mut found = Vec::new();
    for AnswerField { name, span, .. } in fields {
        match lookup::field(module, name, *span) {
            Ok(field) if is_answered(field, module) => found.push((field, in_editor.then_some(*span))),
            Ok(_) => errors.push(Finding::at(*span, format!("the server tells nobody what is in `{name}`"))),
            Err(finding) => errors.push(finding),
        }
    }
    if !errors.is_empty() {
        return Err(errors);
    }
    let id = module.field("id").map(|field| (field, None));
    let columns = row::columns_of(id.into_iter().chain(found));
    let names: Vec<String> = columns.iter().map(|column| column.name().replace('\n', " ")).collect();
    let mut code = Code::new(krate);
    code.tokens(krate.clone()).text("::__private::answered").group(Delimiter::Parenthesis, |code| {
        code.tokens(call).text(",").literal(&names.join("\n")).text(",").group(Delimiter::Brace, |code| {
            row::made(code, &Name::new(&module.name, None), module, &columns, in_editor);
        });
    });
    Ok(code.finish())
}

/// Whether the answer has the field: nobody is told a password, and what line items have is told with them.
fn is_answered(field: &Field, module: &Module) -> bool {
    let of_item =
        vtql_schema::has_line_items(&module.name) && LINE_ITEM_FIELDS.contains(&field.name.as_str());
    !of_item && field.ty != FieldType::Password
}
