//! `vtql_create!`, `vtql_update!` and `vtql_revise!`: what is written to a record, checked.

mod element;
mod input;
mod split;
mod value;

use super::code::Code;
use super::editor::Words;
use super::params::respanned;
use super::places::Places;
use super::report::{self, Finding};
use super::row::{self, Name};
use super::{first_span, ident, split_crate_path, types};
use crate::snapshot::{Basis, Surroundings};
use input::Record;
use proc_macro2::{Delimiter, Group, Ident, TokenStream};
use quote::{quote, quote_spanned};
use serde_json::{Map, Value as Json};
use syn::parse::Parser;
use value::{How, Member, Value};
use vtql_parser::{Dialect, Severity};
use vtql_schema::element::Writing;
use vtql_schema::types::FieldType;
use vtql_schema::{Checker, Field, LINE_ITEM_FIELDS, LINE_ITEM_MODULE, LINE_ITEMS_KEY, Module, Snapshot};

/// Expands `vtql_create!`. The tokens are the path of the client crate and the record.
pub fn create(input: TokenStream, around: &Surroundings) -> TokenStream {
    written(Writing::Create, input, around)
}

/// Expands `vtql_update!`. The tokens are the path of the client crate and the record.
pub fn update(input: TokenStream, around: &Surroundings) -> TokenStream {
    written(Writing::Update, input, around)
}

/// Expands `vtql_revise!`. The tokens are the path of the client crate and the record.
pub fn revise(input: TokenStream, around: &Surroundings) -> TokenStream {
    written(Writing::Revise, input, around)
}

fn written(writing: Writing, input: TokenStream, around: &Surroundings) -> TokenStream {
    let (krate, tokens) = split_crate_path(input);
    let record = match Record::parse.parse2(tokens) {
        Ok(record) => record,
        Err(error) => return report::expression(Err(vec![Finding::from_syn(&error)]), &TokenStream::new()),
    };
    let fields = record.members.iter().filter_map(|member| member.ident.clone()).collect();
    let words = Words { module: Some(record.module.clone()), fields }.explained(around, &krate);
    report::expression(expand(&krate, writing, &record, around), &words)
}

fn expand(
    krate: &TokenStream,
    writing: Writing,
    record: &Record,
    around: &Surroundings,
) -> Result<TokenStream, Vec<Finding>> {
    let at = record.module.span();
    let (basis, watch) = Basis::of(around).map_err(|message| vec![Finding::at(at, message)])?;
    let levels = basis.levels.as_ref().map_err(|message| vec![Finding::at(at, message)])?;
    let mut places = Places::default();
    let element = element::element(writing, record, &mut places);
    let checker = Checker::new(Dialect::Surface).snapshot(&*basis.snapshot).levels(levels);
    let found = checker.element(&element);
    let (errors, warnings): (Vec<_>, Vec<_>) = found
        .iter()
        .filter(|it| it.severity != Severity::Note)
        .map(|it| (it, places.finding(it)))
        .partition(|(it, _)| it.is_error());
    if !errors.is_empty() {
        return Err(errors.into_iter().map(|(_, finding)| finding).collect());
    }
    let warnings = warnings.iter().map(|(it, finding)| report::warning(it.code.as_str(), finding));
    let aside = quote!(#watch #(#warnings)*);
    let Some(module) = basis.snapshot.module(&element.module) else {
        return Err(vec![Finding::at(at, format!("there is no module `{}`", element.module))]);
    };
    let call = call(krate, (writing, record), module, &basis.snapshot, around.in_editor)?;
    Ok(if aside.is_empty() { call } else { quote!({ #aside #call }) })
}

/// The expression that makes the write when the program runs.
fn call(
    krate: &TokenStream,
    (writing, record): (Writing, &Record),
    module: &Module,
    snapshot: &Snapshot,
    in_editor: bool,
) -> Result<TokenStream, Vec<Finding>> {
    let mut parts = Parts { krate, in_editor, names: Vec::new(), given: Vec::new(), errors: Vec::new() };
    let known = parts.object(&record.members, module, snapshot.module(LINE_ITEM_MODULE), "");
    if !parts.errors.is_empty() {
        return Err(parts.errors);
    }
    let way = match writing {
        Writing::Create => "Create",
        Writing::Update => "Update",
        _ => "Revise",
    };
    let mut code = Code::new(krate);
    let function =
        if record.answer.is_some() { "$crate::__private::write_as" } else { "$crate::__private::write" };
    code.text_of_client(function).group(Delimiter::Parenthesis, |code| {
        code.group(Delimiter::Parenthesis, |code| {
            code.text_of_client("$crate::write::Writing::").text(way).text(",").literal(&module.name);
        });
        code.text(",").literal(&Json::Object(known).to_string()).text(",");
        code.literal(&parts.names.join("\n")).text(", &");
        code.group(Delimiter::Bracket, |code| {
            for given in parts.given {
                code.tokens(given).text(",");
            }
        });
        code.text(",");
        match &record.answer {
            Some(answer) => {
                code.tokens(quote!(#krate::__private::PhantomData::<#answer>));
            }
            None => answer(code, record, module, in_editor),
        }
    });
    let call = code.finish();
    let Some(answer) = &record.answer else { return Ok(call) };
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
    Ok(quote!({ #check #call }))
}

/// What the server answers: the id and the fields that were written, but for those that it tells nobody, and those that
/// are of a line item.
fn answer(code: &mut Code<'_>, record: &Record, module: &Module, in_editor: bool) {
    let is_answered = |field: &&Field| {
        let of_item =
            vtql_schema::has_line_items(&module.name) && LINE_ITEM_FIELDS.contains(&field.name.as_str());
        !of_item && field.ty != FieldType::Password
    };
    let names = std::iter::once("id").chain(record.members.iter().map(|member| member.name.as_str()));
    let fields = names.filter_map(|name| module.field(name)).filter(is_answered);
    let columns = row::columns_of(fields.map(|field| (field, None)));
    let names: Vec<String> = columns.iter().map(|column| column.name().replace('\n', " ")).collect();
    code.literal(&names.join("\n")).text(",").group(Delimiter::Brace, |code| {
        row::made(code, &Name::new(&module.name, None), module, &columns, in_editor);
    });
}

/// The parts of a record that the program computes, and the names of their fields.
struct Parts<'k> {
    krate: &'k TokenStream,
    in_editor: bool,
    names: Vec<String>,
    given: Vec<TokenStream>,
    errors: Vec<Finding>,
}

impl Parts<'_> {
    /// The values that are known; the others are added to the parts. `path` leads to the record.
    fn object(
        &mut self,
        members: &[Member],
        module: &Module,
        items: Option<&Module>,
        path: &str,
    ) -> Map<String, Json> {
        let mut known = Map::new();
        for member in members {
            let name = &member.name;
            match &member.value {
                Value::Items(list) => {
                    let described = Module::new(LINE_ITEM_MODULE, []);
                    let described = items.unwrap_or(&described);
                    let item = |(number, (members, _)): (usize, &(Vec<Member>, _))| {
                        let path = format!("{path}{LINE_ITEMS_KEY}\t{number}\t");
                        Json::Object(self.object(members, described, None, &path))
                    };
                    known.insert(name.clone(), list.iter().enumerate().map(item).collect());
                }
                Value::Expression { tokens, how } => {
                    self.names.push(format!("{path}{name}"));
                    let given = self.given(member, tokens, *how, module.field(name));
                    self.given.push(given);
                }
                value => {
                    known.insert(name.clone(), Json::String(value.text(module.field(name))));
                }
            }
        }
        known
    }

    /// The value that the program computes for a field. Messages point to it, and name the field.
    fn given(
        &mut self,
        member: &Member,
        tokens: &TokenStream,
        how: How,
        field: Option<&Field>,
    ) -> TokenStream {
        let here = first_span(self.krate).located_at(first_span(tokens));
        let krate = respanned(self.krate.clone(), here);
        let mut value = Group::new(Delimiter::Parenthesis, tokens.clone());
        value.set_span(here);
        let is_list = member.name == LINE_ITEMS_KEY;
        if is_list && how != How::Always {
            self.errors.push(Finding::at(member.span, "line items are given, or left out"));
        }
        let field_trait = match field {
            _ if is_list => "ItemsField",
            Some(field) => types::written_as(field),
            // The level of the rule lets it pass.
            None => "TextField",
        };
        let method = match how {
            How::Always => "set",
            How::IfSome => "set_if_some",
            How::OrClear => "set_or_clear",
        };
        let (field_trait, method) = (Ident::new(field_trait, here), Ident::new(method, here));
        let marker = ident::for_name(&member.name, here);
        if self.in_editor {
            return quote_spanned!(here=> #krate::write::#field_trait::#method(&#value, #krate::__private::PhantomData::<()>));
        }
        quote_spanned! {here=>
            #krate::write::#field_trait::#method(&#value, {
                enum #marker {}
                #krate::__private::PhantomData::<#marker>
            })
        }
    }
}
