//! Running a query: its plan, then its rows page by page, a JSON object a line. The end of the request ends the query.

use super::plan;
use super::prepare::{Asked, prepare};
use crate::answer::Problem;
use crate::state::{Shared, State};
use axum::Json;
use axum::body::Body;
use axum::extract::State as Given;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use futures::SinkExt;
use futures::channel::mpsc::{Sender, channel};
use serde_json::{Value, json};
use std::convert::Infallible;
use std::time::Instant;
use vtql_client::Record;
use vtql_schema::Module;

/// More rows are not kept by a page: an export takes them all.
pub(crate) const MAX_ROWS: usize = 100_000;

pub(crate) async fn run(Given(state): Given<Shared>, Json(asked): Json<Asked>) -> Response {
    let (lines, body) = channel::<Result<String, Infallible>>(4);
    tokio::spawn(async move {
        let began = Instant::now();
        let mut out = Lines(lines);
        let came = fetch(&state, &asked, &mut out).await;
        let took = u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX);
        let last = match came {
            Ok((rows, is_cut)) => {
                state.kept.ran(&asked.text, Some(rows), took);
                json!({ "event": "done", "rows": rows, "isCut": is_cut, "took": took })
            }
            Err(problem) => {
                state.kept.ran(&asked.text, None, took);
                json!({ "event": "error", "error": problem, "took": took })
            }
        };
        // The page may be gone.
        let _ = out.send(&last).await;
    });
    ([(header::CONTENT_TYPE, "application/x-ndjson")], Body::from_stream(body)).into_response()
}

/// Where lines go. Once the page is gone, nothing more is asked of the server.
struct Lines(Sender<Result<String, Infallible>>);

impl Lines {
    async fn send(&mut self, line: &Value) -> Result<(), Problem> {
        let gone = |_| Problem::new("CANCELED", "the query was given up");
        self.0.send(Ok(format!("{line}\n"))).await.map_err(gone)
    }
}

async fn fetch(state: &State, asked: &Asked, out: &mut Lines) -> Result<(usize, bool), Problem> {
    let snapshot = state.snapshot();
    let Some(query) = prepare(state, asked)? else { return Ok((0, false)) };
    let module = snapshot.as_ref().and_then(|it| it.module(query.module.as_str()));
    let failed = |error: vtql_client::Error| Problem::of_client(&error);
    let fetch = state.settings.client.query(&query).map_err(failed)?;
    out.send(&json!({ "event": "plan", "plan": plan::of_fetch(&fetch)? })).await?;
    let mut pages = fetch.pages();
    let (mut rows, mut columns) = (0, Vec::<String>::new());
    while let Some(page) = pages.next().await {
        let page = page.map_err(failed)?;
        if let Some(first) = page.first().filter(|_| rows == 0) {
            columns = first.iter().map(|(name, _)| name.to_owned()).collect();
            let of = |name: &String| column(name, module, query.module.as_str());
            let columns: Vec<Value> = columns.iter().map(of).collect();
            out.send(&json!({ "event": "columns", "columns": columns })).await?;
        }
        rows += page.len();
        let values: Vec<Vec<Value>> = page.iter().map(|row| cells(row, &columns)).collect();
        out.send(&json!({ "event": "rows", "rows": values })).await?;
        if rows >= MAX_ROWS {
            return Ok((rows, true));
        }
    }
    Ok((rows, false))
}

fn cells(row: &Record, columns: &[String]) -> Vec<Value> {
    columns.iter().map(|name| row.json(name).unwrap_or_default()).collect()
}

/// What the page has to know of a column.
pub(crate) fn column(name: &str, module: Option<&Module>, of: &str) -> Value {
    let field = module.and_then(|module| module.field(name));
    json!({
        "name": name,
        "module": of,
        "label": field.map(|field| &field.label),
        "type": field.map(|field| field.ty.name()),
        "refersTo": field.map(|field| &field.refers_to),
    })
}
