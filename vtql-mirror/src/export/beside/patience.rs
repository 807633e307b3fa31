//! Asking for one thing of one record: what the server refuses is told apart from a server that does not answer.

use crate::error::Result;
use crate::sync::patience;
use vtql_client::{Client, Error, ErrorKind, RecordId};

/// Asks, and waits for quota as long as it takes.
pub(in crate::export) async fn patiently<T>(ask: impl AsyncFn() -> vtql_client::Result<T>) -> Result<T> {
    loop {
        match ask().await {
            Ok(answer) => return Ok(answer),
            Err(error) => patience(error).await?,
        }
    }
}

/// Whether an error may be about what was asked for, and not about the way to the server.
pub(super) fn may_be_refusal(error: &Error) -> bool {
    use ErrorKind::{NotJson, Server, Status, UnexpectedAnswer, Unsupported};
    matches!(error.kind(), Server | Status | NotJson | UnexpectedAnswer | Unsupported)
}

/// Whether the record is there, after something about it was refused: one request. A server that cannot answer that
/// refused nothing, and its error is given back.
pub(super) async fn is_there(client: &Client, module: &str, id: RecordId) -> Result<bool> {
    let text = format!("select id from {module} where id = '{id}' limit 1");
    let found = patiently(async || client.query(&text)?.first().await).await?;
    Ok(found.is_some_and(|record| record.id() == Some(id)))
}
