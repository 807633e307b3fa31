//! The requests of the client, as they happen.

use serde::Serialize;
use tokio::sync::broadcast::{self, Receiver};
use vtql_client::{Received, RequestHook, Sending};

/// How many requests may wait for a slow page: older ones are left out.
const BACKLOG: usize = 1024;

/// Tells pages of every request of a client: one has to be a hook of it. It is given neither keys nor texts. A clone is
/// the same trace.
#[derive(Clone, Debug)]
pub struct Trace(broadcast::Sender<Told>);

/// What is told of a request.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Told {
    operation: String,
    module: Option<String>,
    attempt: u32,
    status: Option<u16>,
    bytes: usize,
    took: f64,
    error: Option<&'static str>,
}

impl Trace {
    /// A trace that nobody follows.
    pub fn new() -> Self {
        Trace(broadcast::channel(BACKLOG).0)
    }

    /// Every request from now on.
    pub(crate) fn follow(&self) -> Receiver<Told> {
        self.0.subscribe()
    }
}

impl Default for Trace {
    fn default() -> Self {
        Trace::new()
    }
}

impl RequestHook for Trace {
    async fn after(&self, request: &Sending<'_>, answer: &Received) -> vtql_client::Result<()> {
        // Nobody may follow.
        let _ = self.0.send(Told {
            operation: request.operation.to_owned(),
            module: request.module.map(str::to_owned),
            attempt: request.attempt,
            status: answer.status,
            bytes: answer.bytes,
            took: answer.elapsed.as_secs_f64() * 1e3,
            error: answer.error.map(vtql_client::ErrorKind::as_str),
        });
        Ok(())
    }
}
