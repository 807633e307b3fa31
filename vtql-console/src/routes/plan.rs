//! How a query will be run, without running it.

use super::prepare::{Asked, prepare};
use crate::answer::{Problem, answer};
use crate::state::{Shared, State};
use axum::Json;
use axum::extract::State as Given;
use axum::response::Response;
use serde::Serialize;

/// A plan and the texts of its first requests.
#[derive(Debug, Serialize)]
pub(crate) struct Plan {
    #[serde(rename = "plan")]
    name: String,
    parts: usize,
    requests: Vec<String>,
    note: Option<&'static str>,
}

pub(crate) async fn plan(Given(state): Given<Shared>, Json(asked): Json<Asked>) -> Response {
    answer(of(&state, &asked))
}

fn of(state: &State, asked: &Asked) -> Result<Plan, Problem> {
    let Some(query) = prepare(state, asked)? else {
        let note = Some("an empty list leaves nothing that could match: no request is sent");
        return Ok(Plan { name: "nothing".to_owned(), parts: 1, requests: Vec::new(), note });
    };
    let fetch = state.settings.client.query(&query).map_err(|error| Problem::of_client(&error))?;
    of_fetch(&fetch)
}

/// The plan of a query that is ready to run.
pub(crate) fn of_fetch(fetch: &vtql_client::Fetch<vtql_client::Record>) -> Result<Plan, Problem> {
    let explained = fetch.explain().map_err(|error| Problem::of_client(&error))?;
    Ok(Plan {
        name: explained.plan.to_string(),
        parts: explained.parts,
        requests: explained.requests,
        note: explained.note,
    })
}
