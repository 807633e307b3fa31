//! All rows of a query as a file.

use super::prepare::{Asked, prepare};
use crate::answer::{Problem, refusal};
use crate::state::{Shared, State};
use axum::Json;
use axum::extract::State as Given;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use std::path::{Path, PathBuf};
use vtql_mirror::format::Format;
use vtql_mirror::{Export, Watch};

#[derive(Debug, Deserialize)]
pub(crate) struct Wanted {
    #[serde(flatten)]
    asked: Asked,
    format: String,
}

pub(crate) async fn export(Given(state): Given<Shared>, Json(wanted): Json<Wanted>) -> Response {
    match file(&state, &wanted).await {
        Ok((name, bytes)) => {
            let disposition = format!("attachment; filename=\"{name}\"");
            let headers = [
                (header::CONTENT_TYPE, "application/octet-stream".to_owned()),
                (header::CONTENT_DISPOSITION, disposition),
            ];
            (headers, bytes).into_response()
        }
        Err(problem) if problem.code == "FORMAT" => {
            refusal(StatusCode::BAD_REQUEST, &problem.code, &problem.message)
        }
        Err(problem) => problem.response(StatusCode::UNPROCESSABLE_ENTITY),
    }
}

/// The file, and what to call it.
async fn file(state: &State, wanted: &Wanted) -> Result<(String, Vec<u8>), Problem> {
    let format = wanted.format.parse().ok().filter(|format| *format != Format::Postgres);
    let Some(format) = format else {
        return Err(Problem::new("FORMAT", format!("there is no file format `{}`", wanted.format)));
    };
    let Some(query) = prepare(state, &wanted.asked)? else {
        return Err(Problem::new("EMPTY", "no row can match, so there is nothing to write"));
    };
    let io = |error: std::io::Error| Problem::new("WRITE", format!("the file cannot be written: {error}"));
    let folder = tempfile::tempdir().map_err(io)?;
    let name = format!("{}.{format}", query.module.as_str());
    let out = if format == Format::Sqlite { folder.path().join(&name) } else { folder.path().join("out") };
    let export =
        Export::new(state.settings.client.clone(), Watch::new(), format, &out).query(query.to_string());
    export.run().await.map_err(|error| match &error {
        vtql_mirror::Error::Client(error) => Problem::of_client(error),
        error => Problem::new(error.label(), error.to_string()),
    })?;
    let bytes = std::fs::read(made(&out, format).map_err(io)?).map_err(io)?;
    Ok((name, bytes))
}

/// The one file of a table that was made.
fn made(out: &Path, format: Format) -> std::io::Result<PathBuf> {
    if format == Format::Sqlite {
        return Ok(out.to_owned());
    }
    for entry in std::fs::read_dir(out)? {
        let path = entry?.path();
        if path.extension().is_some_and(|end| end == format.as_str()) {
            return Ok(path);
        }
    }
    Err(std::io::ErrorKind::NotFound.into())
}
