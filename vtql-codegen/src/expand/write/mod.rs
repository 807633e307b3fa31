//! `vtql_create!`, `vtql_update!` and `vtql_revise!`: what is written to a record, checked.

mod answer;
mod call;
mod element;
mod input;
mod split;
mod value;

use super::editor::Words;
use super::places::Places;
use super::report::{self, Finding};
use super::split_crate_path;
use crate::snapshot::{Basis, Surroundings};
use input::{Answer, Record};
use proc_macro2::TokenStream;
use quote::quote;
use vtql_parser::{Dialect, Severity};
use vtql_schema::Checker;
use vtql_schema::element::Writing;

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
    let record = match Record::parse(tokens) {
        Ok(record) => record,
        Err(error) => return report::expression(Err(vec![Finding::from_syn(&error)]), &TokenStream::new()),
    };
    let words = if around.in_editor { words(&record).explained(around, &krate) } else { TokenStream::new() };
    report::expression(expand(&krate, writing, &record, around), &words)
}

fn words(record: &Record) -> Words {
    let of_answer = match &record.answer {
        Some(Answer::Fields(fields)) => &**fields,
        _ => &[],
    };
    let fields = record.members.iter().filter_map(|member| member.ident.clone());
    let fields = fields.chain(of_answer.iter().filter_map(|field| field.ident.clone())).collect();
    Words { module: Some(record.module.clone()), fields }
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
    let aside: TokenStream = std::iter::once(watch).chain(warnings).collect();
    let Some(module) = basis.snapshot.module(&element.module) else {
        return Err(vec![Finding::at(at, format!("there is no module `{}`", element.module))]);
    };
    let call = call::call(krate, (writing, record), module, &basis.snapshot)?;
    let call = match &record.answer {
        None => call,
        Some(answer) => answer::answered(krate, call, answer, module, around.in_editor)?,
    };
    Ok(if aside.is_empty() { call } else { quote!({ #aside #call }) })
}
