//! Answers of the console, and how failures are told.

use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use serde_json::json;
use vtql_client::{ErrorCode, ErrorKind};
use vtql_parser::Diagnostic;

/// What could not be done: a code, the fact, and what to do about it.
#[derive(Clone, Debug, Default, Serialize)]
pub(crate) struct Problem {
    pub(crate) code: String,
    pub(crate) message: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) help: Vec<String>,
    /// What is wrong with the query, in bytes of its text.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) findings: Vec<Diagnostic>,
}

impl Problem {
    pub(crate) fn new(code: &str, message: impl Into<String>) -> Self {
        Problem { code: code.to_owned(), message: message.into(), ..Problem::default() }
    }

    /// A query that is not sent.
    pub(crate) fn of_query(findings: Vec<Diagnostic>) -> Self {
        let first = findings.iter().find(|it| it.is_error()).or(findings.first());
        let message = first.map_or_else(|| "the query is wrong".to_owned(), |it| it.message.clone());
        Problem { code: "QUERY".to_owned(), message, help: Vec::new(), findings }
    }

    /// What the client says.
    pub(crate) fn of_client(error: &vtql_client::Error) -> Self {
        if !error.diagnostics().is_empty() {
            return Problem::of_query(error.diagnostics().to_vec());
        }
        let help = match error.kind() {
            ErrorKind::Auth => "check the user name, and the access key under My Preferences in the CRM",
            ErrorKind::UnknownHost => "check the address of the instance",
            ErrorKind::Connect => "check the address and its port, and whether the server runs",
            _ if error.is_rate_limited() => {
                "the server takes no more requests for now: wait, and run it again"
            }
            _ if error.is_transient() => "it was tried several times: run it again when the server is well",
            _ if error.code() == Some(&ErrorCode::AccessDenied) => {
                "the server says so of unknown modules and fields as well: read the schema again"
            }
            _ => "",
        };
        let help = (!help.is_empty()).then(|| help.to_owned()).into_iter().collect();
        Problem { help, ..Problem::new(error.label(), error.to_string()) }
    }

    pub(crate) fn response(&self, status: StatusCode) -> Response {
        (status, [(header::CONTENT_TYPE, "application/json")], json!({ "error": self }).to_string())
            .into_response()
    }
}

pub(crate) fn refusal(status: StatusCode, code: &str, message: &str) -> Response {
    Problem::new(code, message).response(status)
}

/// A value, or a problem with the query or the server.
pub(crate) fn answer<T: Serialize>(result: Result<T, Problem>) -> Response {
    match result {
        Ok(value) => match serde_json::to_string(&value) {
            Ok(text) => ([(header::CONTENT_TYPE, "application/json")], text).into_response(),
            Err(error) => refusal(StatusCode::INTERNAL_SERVER_ERROR, "INTERNAL", &error.to_string()),
        },
        Err(problem) => problem.response(StatusCode::UNPROCESSABLE_ENTITY),
    }
}
