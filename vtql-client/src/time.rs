//! How long a call may take.

use crate::error::{Error, ErrorKind, Result};
use std::time::Duration;
use tokio::time::{Instant, timeout_at};

/// What a handle to the client allows each of its calls, beside what all of them are allowed.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Time {
    /// For one request.
    pub(crate) timeout: Option<Duration>,
    /// For all that a call takes: waits, logins, attempts.
    pub(crate) deadline: Option<Instant>,
}

impl Time {
    /// What is left until the deadline, if there is one.
    ///
    /// # Errors
    ///
    /// The deadline has passed.
    pub(crate) fn left(self) -> Result<Option<Duration>> {
        let left = self.deadline.map(|deadline| deadline.saturating_duration_since(Instant::now()));
        if left.is_some_and(|left| left.is_zero()) { Err(passed()) } else { Ok(left) }
    }

    /// The time for one request, of which others may take `usual`.
    pub(crate) fn for_request(self, usual: Duration) -> Duration {
        self.timeout.unwrap_or(usual)
    }

    /// Whether the deadline is farther off than this.
    pub(crate) fn has_room_for(self, wait: Duration) -> bool {
        self.deadline.is_none_or(|deadline| Instant::now() + wait < deadline)
    }

    /// Waits for what has to come before a request, at most until the deadline.
    pub(crate) async fn bound<T>(self, before: impl Future<Output = Result<T>>) -> Result<T> {
        match self.deadline {
            None => before.await,
            Some(deadline) => timeout_at(deadline, before).await.unwrap_or_else(|_| Err(passed())),
        }
    }
}

fn passed() -> Error {
    Error::new(ErrorKind::Timeout, "the deadline passed before the request was sent").with_timeout(true)
}
