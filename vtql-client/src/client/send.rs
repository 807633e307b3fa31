use super::Client;
use crate::error::{Error, Result};
use crate::hook::{self, Received};
use crate::record::{Expected, Table};
use crate::retry;
use crate::transport::{Answer, Call, Interface, Terms};
use serde::de::DeserializeOwned;
use std::sync::atomic::Ordering;
use tracing::Instrument;

impl Client {
    /// Sends a call and reads the `result` of its answer as JSON.
    pub(crate) async fn result<T: DeserializeOwned>(&self, call: &Call<'_>) -> Result<T> {
        self.send(call, |answer| answer.result()).await
    }

    /// Sends a call and reads its answer with `read`. Both together are tried again when the call only
    /// reads: an answer that was cut off shows when it is read. A write is tried again where nothing of it can have
    /// happened.
    pub(crate) async fn send<T>(&self, call: &Call<'_>, read: impl Fn(Answer) -> Result<T>) -> Result<T> {
        let read = &read;
        let repeated = |error: &Error| {
            !self.tries_once && error.is_transient() && (call.only_reads() || !error.is_open())
        };
        let attempt = |number| async move {
            let mut in_new_session = false;
            loop {
                let span = hook::span(call.operation(), call.module(), number);
                // Queries that fetch pages ahead hold several: on the heap.
                let request = Box::pin(self.attempt(call, number, in_new_session, read).instrument(span));
                match request.await {
                    // Refused before anything was done: the next session is a new one.
                    Err(error) if error.is_of_an_old_session() && !in_new_session => in_new_session = true,
                    outcome => return outcome,
                }
            }
        };
        let outcome = retry::with_backoff(&self.inner.retry, self.time, repeated, attempt).await;
        if call.only_reads() { outcome } else { outcome.map_err(Error::of_a_write) }
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
        number: u32,
        in_new_session: bool,
        read: &impl Fn(Answer) -> Result<T>,
    ) -> Result<T> {
        let named = |error: Error| error.with_operation(call.operation());
        let admission = self.time.bound(self.inner.limiter.admit()).await.map_err(named)?;
        let hooks = &self.inner.hooks;
        let request = hooks.begin(call.operation(), call.module(), number).await.map_err(named)?;
        let terms = Terms { headers: request.headers(), time: self.time, hooks, in_new_session };
        let answer = self.inner.transport.exchange(call, terms).await;
        let mut received = Received::nothing(request.elapsed());
        let mut in_old_session = false;
        let outcome = answer.and_then(|answer| {
            admission.answered(answer.headers());
            answer.tell(&mut received);
            in_old_session = answer.is_of_an_old_session();
            answer.check().map_err(|error| {
                if self.is_missing(call, &answer) { error.of_a_missing_operation() } else { error }
            })?;
            read(answer)
        });
        let outcome = outcome.map_err(|error| {
            let error = named(error);
            if in_old_session { error.of_an_old_session() } else { error }
        });
        drop(admission);
        request.end(received, outcome).await.map_err(named)
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
