//! Asking for one thing of one record, where a refusal is distinguished from a server that does not answer.

use crate::error::Result;
use vtql_client::{Client, Error, ErrorKind, RecordId};

/// Asks, and waits for quota as long as it takes. What is asked is written anew for each attempt: a closure with
/// references in it could not be sent to other threads.
macro_rules! patiently {
    ($ask:expr) => {
        loop {
            match $ask {
                Ok(answer) => break Ok(answer),
                Err(error) => {
                    if let Err(error) = $crate::sync::patience(error).await {
                        break Err(error);
                    }
                }
            }
        }
    };
}
pub(in crate::export) use patiently;

/// Whether an error may be about what was asked for, and not about the way to the server.
pub(super) fn may_be_refusal(error: &Error) -> bool {
    use ErrorKind::{NotJson, Server, Status, UnexpectedAnswer, Unsupported};
    matches!(error.kind(), Server | Status | NotJson | UnexpectedAnswer | Unsupported)
}

/// Whether the record is there, after something about it was refused: one request. A server that cannot answer that
/// refused nothing, and its error is given back.
pub(super) async fn is_there(client: &Client, module: &str, id: RecordId) -> Result<bool> {
    let text = format!("select id from {module} where id = '{id}' limit 1");
    let found = patiently!(client.query(&text)?.first().await)?;
    Ok(found.is_some_and(|record| record.id() == Some(id)))
}
