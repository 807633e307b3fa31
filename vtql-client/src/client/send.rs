use super::{Client, Interface};
use crate::error::{Error, Result};
use crate::hook::{Received, Sending};
use crate::retry;
use crate::transport::{Answer, Call};
use serde::de::DeserializeOwned;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Instant;
use tracing::field::Empty;
use tracing::{Instrument, debug_span};

impl Client {
    /// Sends a call and reads the `result` of its answer as JSON.
    pub(crate) async fn result<T: DeserializeOwned>(&self, call: &Call<'_>) -> Result<T> {
        self.send(call, |answer| answer.result()).await
    }

    /// Sends a call and reads its answer with `read`. Both together are tried again when the call only
    /// reads: an answer that was cut off shows when it is read.
    pub(crate) async fn send<T>(&self, call: &Call<'_>, read: impl Fn(Answer) -> Result<T>) -> Result<T> {
        let attempts = AtomicU32::new(0);
        let attempt = || {
            let attempt = attempts.fetch_add(1, Ordering::Relaxed) + 1;
            let request = Sending::new(call.operation(), call.module(), attempt);
            let span = debug_span!(
                "vtiger",
                operation = request.operation,
                module = request.module,
                attempt,
                status = Empty,
                bytes = Empty,
                ms = Empty,
                error = Empty,
            );
            self.attempt(call, request, &read).instrument(span)
        };
        let outcome = if call.only_reads() {
            retry::with_backoff(&self.inner.retry, attempt).await
        } else {
            attempt().await.map_err(Error::of_a_write)
        };
        outcome.map_err(|error| error.with_operation(call.operation()))
    }

    async fn attempt<T>(
        &self,
        call: &Call<'_>,
        mut request: Sending<'_>,
        read: &impl Fn(Answer) -> Result<T>,
    ) -> Result<T> {
        let admission = self.inner.limiter.admit().await?;
        self.inner.hooks.before(&mut request)?;
        let started = Instant::now();
        let mut received = Received { status: None, bytes: 0, elapsed: started.elapsed(), error: None };
        let answer = self.inner.transport.exchange(call, request.headers()).await;
        received.elapsed = started.elapsed();
        let outcome = answer.and_then(|answer| {
            admission.answered(answer.headers());
            (received.status, received.bytes) = (Some(answer.status()), answer.body().len());
            answer.check()?;
            read(answer)
        });
        let outcome = outcome.map_err(|error| self.about(error, call));
        drop(admission);
        received.error = outcome.as_ref().err().map(Error::kind);
        received.record(&tracing::Span::current());
        self.inner.hooks.after(&request, &received);
        outcome
    }

    /// `webservice.php` answers an operation that it does not have with an empty 500, as it does when
    /// one fails.
    fn about(&self, error: Error, call: &Call<'_>) -> Error {
        let silent = error.body().is_some_and(|body| body.total_bytes() == 0);
        let has_sessions = self.inner.transport.endpoint().interface() == Interface::Session;
        let in_vain = has_sessions && CLOUD_ONLY.contains(&call.operation());
        if in_vain && silent && error.status() == Some(500) { error.of_a_missing_operation() } else { error }
    }
}

impl Received {
    fn record(&self, span: &tracing::Span) {
        if let Some(status) = self.status {
            span.record("status", status);
            span.record("bytes", self.bytes);
        }
        span.record("ms", u64::try_from(self.elapsed.as_millis()).unwrap_or(u64::MAX));
        match self.error {
            Some(kind) => {
                span.record("error", kind.as_str());
                tracing::debug!("failed");
            }
            None => tracing::debug!("done"),
        }
    }
}

/// Operations of the manual that `webservice.php` of 8.4.0 does not have (observed).
const CLOUD_ONLY: [&str; 8] = [
    "tags_add",
    "tags_retrieve",
    "tag_delete",
    "lookup",
    "get_account_hierarchy",
    "reopen",
    "delete_related",
    "decrypt",
];
