use super::Client;
use crate::error::{Error, Result};
use crate::hook::{Received, Sending};
use crate::record::{Expected, Table};
use crate::retry;
use crate::transport::{Answer, Call, Interface};
use serde::de::DeserializeOwned;
use std::sync::atomic::Ordering;
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
        let attempt = |attempt| {
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
        if call.only_reads() {
            retry::with_backoff(&self.inner.retry, attempt).await
        } else {
            attempt(1).await.map_err(Error::of_a_write)
        }
    }

    /// The rows of one page. An empty one ends a query, so it is not believed when the server shows something
    /// besides that may say why there are no rows, as warnings of PHP do where a query fails on the server
    /// (observed): unless this server shows such things beside rows, too.
    pub(crate) async fn page(&self, call: &Call<'_>) -> Result<Table> {
        let read = |answer: Answer| {
            let doubt = answer.doubt();
            let page = answer.table(Expected::Rows)?;
            match doubt {
                Some(_) if page.len() > 0 => self.inner.is_noisy.store(true, Ordering::Relaxed),
                Some(doubt) if !self.inner.is_noisy.load(Ordering::Relaxed) => return Err(doubt),
                _ => {}
            }
            Ok(page)
        };
        self.send(call, read).await
    }

    async fn attempt<T>(
        &self,
        call: &Call<'_>,
        mut request: Sending<'_>,
        read: &impl Fn(Answer) -> Result<T>,
    ) -> Result<T> {
        let named = |error: Error| error.with_operation(call.operation());
        let admission = self.inner.limiter.admit().await.map_err(named)?;
        self.inner.hooks.before(&mut request).map_err(named)?;
        let started = Instant::now();
        let mut received =
            Received { status: None, bytes: 0, elapsed: started.elapsed(), error: None, server_time: None };
        let answer = self.inner.transport.exchange(call, request.headers()).await;
        received.elapsed = started.elapsed();
        let outcome = answer.and_then(|answer| {
            admission.answered(answer.headers());
            (received.status, received.bytes) = (Some(answer.status()), answer.bytes());
            received.server_time = answer.server_time();
            answer.check().map_err(|error| {
                if self.is_missing(call, &answer) { error.of_a_missing_operation() } else { error }
            })?;
            read(answer)
        });
        let outcome = outcome.map_err(named);
        drop(admission);
        received.error = outcome.as_ref().err().map(Error::kind);
        received.record(&tracing::Span::current());
        self.inner.hooks.after(&request, &received);
        outcome
    }

    /// `webservice.php` answers an operation that it does not have with an empty 500, as it does when
    /// one fails.
    fn is_missing(&self, call: &Call<'_>, answer: &Answer) -> bool {
        self.inner.transport.endpoint().interface() == Interface::Session
            && CLOUD_ONLY.contains(&call.operation())
            && answer.status() == 500
            && answer.body().is_empty()
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
