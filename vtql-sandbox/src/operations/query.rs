use super::{Call, Json, parse};
use crate::catalog::{Kind, Module};
use crate::error::{ApiError, Code};
use crate::row;
use crate::sql::{self, Answer, Behavior, Cell, Plan, Refusal};
use crate::state::State;
use std::collections::HashMap;
use std::collections::hash_map::Entry;
use vtql_parser::Dialect;
use vtql_schema::Snapshot;

/// `query`: the records that match, at most 100 of them.
pub(super) fn query(call: &Call<'_>) -> Result<Json, ApiError> {
    Ok(run(call, call.text("query"))?.into())
}

/// The JSON of the answer to a query.
pub(super) fn run(call: &Call<'_>, text: &str) -> Result<Vec<u8>, ApiError> {
    let state = call.state;
    let module = module(call, text)?;
    let plan = parse::parse(text, module).and_then(|query| {
        // The first `from` in the text may be part of a longer word.
        if query.module.as_str() != module.name {
            return Err(ApiError::no_module(query.module.as_str()).into());
        }
        let behavior =
            Behavior { profile: state.profile, cap: state.page_cap(), mix: state.ties.of_query(text) };
        sql::compile(&query, module, behavior)
    });
    match plan {
        Ok(plan) => Ok(execute(state, module, &plan)?),
        Err(Refusal::Error(error)) => Err(error),
        Err(Refusal::Silent(reason)) => {
            let codes = codes(text, &state.snapshot);
            if state.strict {
                return Err(ApiError::new(Code::DatabaseQueryError, format!("{reason} [{codes}]")));
            }
            tracing::warn!(query = text, reason, codes, "a Vtiger would answer no rows, and no error");
            Ok(b"[]".to_vec())
        }
    }
}

/// The codes of the rules that a query breaks, for those who look them up: `V201 V206`.
fn codes(text: &str, snapshot: &Snapshot) -> String {
    let diagnostics = match vtql_parser::parse_query(text, Dialect::Wire) {
        Ok(query) => vtql_schema::Checker::new(Dialect::Wire).snapshot(snapshot).query_in(&query, text),
        Err(errors) => errors.into_vec(),
    };
    let errors = diagnostics.iter().filter(|diagnostic| diagnostic.is_error());
    let mut codes: Vec<&str> = errors.map(|diagnostic| diagnostic.code.as_str()).collect();
    codes.dedup();
    codes.join(" ")
}

fn module<'a>(call: &'a Call<'_>, text: &str) -> Result<&'a Module, ApiError> {
    let denied =
        || ApiError::new(Code::AccessDenied, "Permission to perform the operation is denied for query");
    let name = sql::module_named(text).ok_or_else(denied)?;
    call.module(name).map(AsRef::as_ref)
}

/// The JSON of rows of which only the last of each record counts.
fn one_of_each(module: &Module, cells: &[Cell], mut rows: rusqlite::Rows<'_>) -> rusqlite::Result<Vec<u8>> {
    let id = cells.iter().position(|cell| cell.kind == Kind::Id).unwrap_or_default();
    let mut places: HashMap<i64, usize> = HashMap::new();
    let mut records: Vec<Vec<u8>> = Vec::new();
    while let Some(row) = rows.next()? {
        let mut json = Vec::new();
        row::write(&mut json, module, cells, row)?;
        match places.entry(row.get(id)?) {
            Entry::Occupied(place) => {
                if let Some(record) = records.get_mut(*place.get()) {
                    *record = json;
                }
            }
            Entry::Vacant(place) => {
                place.insert(records.len());
                records.push(json);
            }
        }
    }
    Ok([b"[".as_slice(), &records.join(&b','), b"]"].concat())
}

/// The JSON of the rows of a plan.
pub(super) fn execute(state: &State, module: &Module, plan: &Plan) -> rusqlite::Result<Vec<u8>> {
    state.store.read(|connection| {
        let mut statement = connection.prepare_cached(&plan.sql)?;
        let mut rows = statement.query(rusqlite::params_from_iter(&plan.parameters))?;
        if let (true, Answer::Rows(cells)) = (plan.repeats, &plan.answer) {
            return one_of_each(module, cells, rows);
        }
        let mut json = vec![b'['];
        while let Some(row) = rows.next()? {
            if json.len() > 1 {
                json.push(b',');
            }
            match &plan.answer {
                Answer::Rows(cells) => row::write(&mut json, module, cells, row)?,
                Answer::Count => {
                    let count: i64 = row.get(0)?;
                    json.extend_from_slice(format!("{{\"count\":\"{count}\"}}").as_bytes());
                }
            }
        }
        json.push(b']');
        Ok(json)
    })
}
