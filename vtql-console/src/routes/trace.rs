//! The requests of the client, as they happen, and what is left of its quota.

use crate::state::Shared;
use axum::body::Body;
use axum::extract::State as Given;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use futures::{StreamExt, stream};
use serde_json::{Value, json};
use std::convert::Infallible;
use std::time::SystemTime;
use tokio::sync::broadcast::error::RecvError;
use vtql_client::{Client, Quota};

/// Every request from now on, a JSON object a line, each with what is left of the quota.
pub(crate) async fn follow(Given(state): Given<Shared>) -> Response {
    let client = state.settings.client.clone();
    let first = json!({ "quota": quota(&client) });
    let told = stream::unfold((state.settings.trace.follow(), client), |(mut told, client)| async {
        let line = match told.recv().await {
            Ok(request) => json!({ "request": request, "quota": quota(&client) }),
            Err(RecvError::Lagged(requests)) => json!({ "leftOut": requests }),
            Err(RecvError::Closed) => return None,
        };
        Some((line, (told, client)))
    });
    let line = |line: Value| Ok::<_, Infallible>(format!("{line}\n"));
    let lines = stream::iter([first]).chain(told).map(line);
    ([(header::CONTENT_TYPE, "application/x-ndjson")], Body::from_stream(lines)).into_response()
}

/// What is left of the server's quota; nothing where it tells none.
fn quota(client: &Client) -> Value {
    let quota: Quota = client.quota();
    json!({
        "minuteLimit": quota.minute_limit,
        "minuteRemaining": quota.minute_remaining,
        "secondsToNextMinute": quota.until_reset(SystemTime::now()).map(|wait| wait.as_secs()),
        "dailyLimit": quota.daily_limit,
        "dailyRemaining": quota.daily_remaining,
    })
}
