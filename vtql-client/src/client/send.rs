use super::Client;
use crate::error::{Error, Result};
use crate::hook::{self, Received};
use crate::record::{Expected, Table};
use crate::retry;
use crate::transport::{Answer, Call, Interface, Terms};
use serde::de::{DeserializeOwned, IgnoredAny};
use std::sync::PoisonError;
use std::sync::atomic::{AtomicBool, Ordering};
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
        // Where nothing is tried again, nothing is asked beside it.
        let has_listened = &AtomicBool::new(self.tries_once || self.inner.retry.attempts < 2);
        let attempt = |number| async move {
            let mut in_new_session = false;
            loop {
                let span = hook::span(call.operation(), call.module(), number);
                // Queries that fetch pages ahead hold several: on the heap.
                let request = Box::pin(self.attempt(call, number, in_new_session, read).instrument(span));
                match request.await {
                    // Refused before anything was done: the next session is a new one.
                    Err(error) if error.is_of_an_old_session() && !in_new_session => in_new_session = true,
                    Err(error)
                        if error.is_of_a_doubt()
                            && !has_listened.swap(true, Ordering::Relaxed)
                            && Box::pin(self.listen_for_noise()).await => {}
                    outcome => return outcome,
                }
            }
        };
        let outcome = retry::with_backoff(&self.inner.retry, self.time, repeated, attempt).await;
        if call.only_reads() { outcome } else { outcome.map_err(Error::of_a_write) }
    }

    /// The rows of one page.
    pub(crate) async fn page(&self, call: &Call<'_>) -> Result<Table> {
        self.send(call, |answer| answer.table(Expected::Rows)).await
    }

    /// Whether nothing came, and the server shows something besides that may say why, as warnings of PHP do where a
    /// query fails on the server (observed). That it shows beside answers with something in them says nothing.
    fn doubt(&self, call: &Call<'_>, answer: &Answer) -> Option<Error> {
        let noise = answer.noise().filter(|_| call.only_reads())?;
        let mut known = self.inner.noises.lock().unwrap_or_else(PoisonError::into_inner);
        if known.contains(&noise) {
            return None;
        }
        if answer.is_bare() {
            return answer.doubt();
        }
        if known.len() < MOST_NOISES {
            known.insert(noise);
        }
        None
    }

    /// Asks for what always has something in it, for the text that comes with it. `true` when that is a new one.
    async fn listen_for_noise(&self) -> bool {
        let count = || self.inner.noises.lock().unwrap_or_else(PoisonError::into_inner).len();
        let before = count();
        let call = Call::get("listtypes").param("fieldTypeList", "null");
        // Whatever comes: the answer is not what was asked for.
        let _ = self.attempt(&call, 1, false, &|answer| answer.result::<IgnoredAny>()).await;
        count() > before
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
            match self.doubt(call, &answer) {
                Some(doubt) => Err(doubt),
                None => read(answer),
            }
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

/// So many texts beside answers are known.
const MOST_NOISES: usize = 64;

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
