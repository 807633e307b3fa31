//! Work that goes on beside its caller.

use crate::error::{Error, ErrorKind, Result};
use std::panic;
use tokio::task::JoinHandle;
use tracing::Instrument;
use tracing::instrument::WithSubscriber;

/// Work that runs as a task of its own, within the caller's span. Dropping it gives the work up.
#[derive(Debug)]
pub(crate) struct Task<T>(JoinHandle<T>);

impl<T: Send + 'static> Task<T> {
    /// Begins with the work.
    pub(crate) fn start(work: impl Future<Output = T> + Send + 'static) -> Self {
        Task(tokio::spawn(work.in_current_span().with_current_subscriber()))
    }

    /// Whether the work has come to its end.
    pub(crate) fn is_finished(&self) -> bool {
        self.0.is_finished()
    }

    /// What came of it.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Interrupted`] when the runtime shuts down before the work is done.
    ///
    /// # Panics
    ///
    /// When the work did, as a hook may: the panic is the caller's.
    pub(crate) async fn outcome(mut self) -> Result<T> {
        (&mut self.0).await.map_err(|error| {
            if error.is_panic() {
                panic::resume_unwind(error.into_panic());
            }
            Error::new(ErrorKind::Interrupted, "a request was stopped: the runtime is shutting down")
                .with_source(error)
        })
    }
}

impl<T> Drop for Task<T> {
    fn drop(&mut self) {
        self.0.abort();
    }
}
