use super::{Call, Json};
use crate::catalog::{Catalog, Module};
use crate::error::{ApiError, Code};
use crate::row;
use crate::sql::{self, Plan, Refusal, Shape};
use crate::state::State;
use vtql_parser::ast::Query;
use vtql_parser::{Diagnostic, Dialect};

/// `query`: the records that match, at most 100 of them.
pub(super) fn query(call: &Call<'_>) -> Result<Json, ApiError> {
    Ok(run(call, call.text("query"))?.into())
}

/// The JSON of the answer to a query.
pub(super) fn run(call: &Call<'_>, text: &str) -> Result<Vec<u8>, ApiError> {
    let state = call.state;
    let module = module(call.catalog(), text)?;
    let query = parse(text)?;
    // The first `from` in the text may be part of a longer word.
    if query.module.as_str() != module.name {
        return Err(ApiError::no_module(query.module.as_str()));
    }
    match sql::compile(&query, module, state.profile) {
        Ok(plan) => Ok(execute(state, module, &plan)?),
        Err(Refusal::Error(error)) => Err(error),
        Err(Refusal::Silent(reason)) if state.strict => Err(ApiError::new(Code::DatabaseQueryError, reason)),
        Err(Refusal::Silent(reason)) => {
            tracing::warn!(query = text, reason, "a Vtiger would answer no rows, and no error");
            Ok(b"[]".to_vec())
        }
    }
}

fn module<'a>(catalog: &'a Catalog, text: &str) -> Result<&'a Module, ApiError> {
    let denied =
        || ApiError::new(Code::AccessDenied, "Permission to perform the operation is denied for query");
    let name = sql::module_named(text).ok_or_else(denied)?;
    catalog.module(name).map(AsRef::as_ref).ok_or_else(|| ApiError::no_module(name))
}

fn parse(text: &str) -> Result<Query, ApiError> {
    let lexical = sql::first_lexical_error(text);
    match vtql_parser::parse_query(text, Dialect::Wire) {
        Ok(query) if lexical.is_none() => Ok(query),
        Err(diagnostics) if lexical.is_none_or(|end| breaks_before(text, end, &diagnostics)) => {
            Err(syntax_error(text, &diagnostics))
        }
        _ => Err(ApiError::internal()),
    }
}

/// Whether the grammar is broken before `end`: the server reads a token at a time, and what it meets
/// first is what it tells.
fn breaks_before(text: &str, end: usize, diagnostics: &[Diagnostic]) -> bool {
    let starts_before = |end: usize, diagnostics: &[Diagnostic]| {
        diagnostics.iter().any(|found| (found.span.start as usize) < end)
    };
    let read = text.get(..end).unwrap_or(text).trim_end();
    let in_what_is_read = vtql_parser::parse_query(read, Dialect::Wire).err().unwrap_or_default();
    starts_before(end, diagnostics) && starts_before(read.len(), &in_what_is_read)
}

fn syntax_error(text: &str, diagnostics: &[Diagnostic]) -> ApiError {
    let first = diagnostics.iter().min_by_key(|diagnostic| diagnostic.span.start);
    let start = first.map_or(0, |first| first.span.start as usize);
    let before = text.get(..start.min(text.len())).unwrap_or(text);
    let line = 1 + before.matches('\n').count();
    let rest = text.get(before.len()..).unwrap_or_default();
    let token = rest.split_whitespace().next().unwrap_or("End of Input");
    let cause = first.map_or_else(String::new, |diagnostic| diagnostic.message.clone());
    ApiError::new(
        Code::QuerySyntaxError,
        format!("Syntax Error on line {line}: token '{token}' Unexpected: {cause}"),
    )
}

/// The JSON of the rows of a plan.
pub(super) fn execute(state: &State, module: &Module, plan: &Plan) -> rusqlite::Result<Vec<u8>> {
    state.store.read(|connection| {
        let mut statement = connection.prepare_cached(&plan.sql)?;
        let mut rows = statement.query(rusqlite::params_from_iter(&plan.parameters))?;
        let mut json = vec![b'['];
        while let Some(row) = rows.next()? {
            if json.len() > 1 {
                json.push(b',');
            }
            match &plan.shape {
                Shape::Rows(cells) => row::write(&mut json, module, cells, row)?,
                Shape::Count => {
                    let count: i64 = row.get(0)?;
                    json.extend_from_slice(format!("{{\"count\":\"{count}\"}}").as_bytes());
                }
            }
        }
        json.push(b']');
        Ok(json)
    })
}
