//! Asking again: exponential backoff with full jitter.

use crate::error::{Error, Result};
use crate::time::Time;
use backon::{BackoffBuilder, ExponentialBuilder};
use std::time::Duration;
use tokio::time::sleep;

/// How often and how long a request that failed for a passing reason is tried again.
///
/// The wait before attempt *n* is drawn evenly from zero to `first_wait` · 2ⁿ, at most `longest_wait`
/// (full jitter: clients that failed together do not come back together). Where the server says how
/// long to wait (`Retry-After`), that is waited instead.
///
/// A write is tried again where nothing of it can have happened: no connection was made, the login before it failed,
/// or the server turned it away with HTTP 429. Any other failure of a write is returned at once: it may have been
/// carried out.
///
/// ```
/// use std::time::Duration;
/// use vtql_client::RetryPolicy;
///
/// let patient = RetryPolicy::default()
///     .attempts(8)
///     .waits(Duration::from_millis(200), Duration::from_secs(30))
///     .longest_retry_after(Duration::from_mins(5));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct RetryPolicy {
    /// Attempts in all, the first one included; 0 counts as 1.
    pub attempts: u32,
    /// The longest wait before the second attempt.
    pub first_wait: Duration,
    /// The longest wait between two attempts.
    pub longest_wait: Duration,
    /// The longest `Retry-After` that is waited for; a longer one is returned as an error at once. Also the longest
    /// that an attempt waits for the quota that the server announces, whenever the server says that it ends.
    pub longest_retry_after: Duration,
}

impl RetryPolicy {
    /// One attempt only.
    pub fn never() -> Self {
        RetryPolicy { attempts: 1, ..RetryPolicy::default() }
    }

    /// Sets the number of attempts in all.
    pub fn attempts(mut self, attempts: u32) -> Self {
        self.attempts = attempts;
        self
    }

    /// Sets the bounds of the wait between attempts.
    pub fn waits(mut self, first: Duration, longest: Duration) -> Self {
        (self.first_wait, self.longest_wait) = (first, longest);
        self
    }

    /// Sets the longest `Retry-After`, and the longest wait for the server's quota, that is waited for.
    pub fn longest_retry_after(mut self, longest: Duration) -> Self {
        self.longest_retry_after = longest;
        self
    }

    fn backoff(&self) -> ExponentialBuilder {
        ExponentialBuilder::new()
            .with_min_delay(self.first_wait)
            .with_max_delay(self.longest_wait)
            .with_max_times(self.attempts.saturating_sub(1) as usize)
    }
}

impl Default for RetryPolicy {
    /// Five attempts, waits of at most 0.5 s, 1 s, 2 s and 4 s; a `Retry-After` of up to 60 s.
    fn default() -> Self {
        RetryPolicy {
            attempts: 5,
            first_wait: Duration::from_millis(500),
            longest_wait: Duration::from_secs(20),
            longest_retry_after: Duration::from_mins(1),
        }
    }
}

/// Runs `attempt`, which is given its number, until it succeeds, fails in a way that is not to be `repeated`, or the
/// policy's attempts or the time are used up. The error says how often the operation that failed was tried: a login
/// that a request needs is another operation than the request.
pub(crate) async fn with_backoff<T, F: Future<Output = Result<T>>>(
    policy: &RetryPolicy,
    time: Time,
    repeated: impl Fn(&Error) -> bool,
    attempt: impl Fn(u32) -> F,
) -> Result<T> {
    let mut tried = Tried::default();
    let mut waits = policy.backoff().build();
    let mut number = 1;
    loop {
        let error = match attempt(number).await {
            Ok(value) => return Ok(value),
            Err(error) => tried.count(error),
        };
        let planned = waits.next().filter(|_| repeated(&error));
        let wait = match (planned, error.retry_after()) {
            (Some(_), Some(asked)) if asked <= policy.longest_retry_after => asked,
            (Some(planned), None) => planned.mul_f64(fastrand::f64()),
            _ => return Err(error),
        };
        if !time.has_room_for(wait) {
            return Err(error);
        }
        tracing::debug!(%error, ?wait, "trying again");
        sleep(wait).await;
        number += 1;
    }
}

/// How often each operation failed.
#[derive(Default)]
struct Tried(Vec<(Option<String>, u32)>);

impl Tried {
    fn count(&mut self, error: Error) -> Error {
        let before = self.0.iter_mut().find(|(operation, _)| operation.as_deref() == error.operation());
        let tries = match before {
            Some((_, tries)) => {
                *tries += error.attempts();
                *tries
            }
            None => {
                self.0.push((error.operation().map(str::to_owned), error.attempts()));
                error.attempts()
            }
        };
        error.with_attempts(tries)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::ErrorKind;
    use std::sync::atomic::{AtomicU32, Ordering};

    fn quick() -> RetryPolicy {
        RetryPolicy::default().waits(Duration::from_micros(10), Duration::from_micros(50))
    }

    async fn attempts_until(policy: RetryPolicy, fail: impl Fn(u32) -> Option<Error>) -> (u32, Result<()>) {
        let made = AtomicU32::new(0);
        let outcome = with_backoff(&policy, Time::default(), Error::is_transient, |number| {
            let before = made.fetch_add(1, Ordering::Relaxed);
            assert_eq!(number, before + 1);
            let failure = fail(before);
            async move {
                match failure {
                    Some(error) => Err(error),
                    None => Ok(()),
                }
            }
        })
        .await;
        (made.into_inner(), outcome)
    }

    #[tokio::test]
    async fn a_passing_failure_is_tried_again_until_it_passes() {
        let (made, outcome) =
            attempts_until(quick(), |n| (n < 2).then(|| Error::new(ErrorKind::Interrupted, "cut"))).await;
        assert_eq!(made, 3);
        outcome.unwrap();
    }

    #[tokio::test]
    async fn a_failure_that_lasts_is_returned_with_the_number_of_attempts() {
        let (made, outcome) =
            attempts_until(quick().attempts(4), |_| Some(Error::new(ErrorKind::Timeout, "slow"))).await;
        assert_eq!((made, outcome.unwrap_err().attempts()), (4, 4));
    }

    #[tokio::test]
    async fn a_login_that_failed_before_is_no_attempt_of_the_request() {
        let failure = |n| {
            let (kind, operation) = match n {
                0 | 2 => (ErrorKind::Timeout, "login"),
                1 => (ErrorKind::Interrupted, "query"),
                _ => (ErrorKind::Server, "query"),
            };
            let error = Error::new(kind, "no").with_operation(operation);
            Some(if operation == "login" { error.with_attempts(3) } else { error })
        };
        let (made, outcome) = attempts_until(quick(), failure).await;
        let error = outcome.unwrap_err();
        assert_eq!((made, error.operation(), error.attempts()), (4, Some("query"), 2));

        let (_, outcome) = attempts_until(quick().attempts(3), failure).await;
        let error = outcome.unwrap_err();
        assert_eq!((error.operation(), error.attempts()), (Some("login"), 6));
    }

    #[tokio::test]
    async fn a_failure_for_good_is_returned_at_once() {
        let (made, outcome) =
            attempts_until(quick(), |_| Some(Error::new(ErrorKind::Auth, "wrong key"))).await;
        assert_eq!(made, 1);
        assert!(outcome.unwrap_err().is_auth());
    }

    #[tokio::test]
    async fn a_server_that_asks_for_more_patience_than_allowed_is_not_waited_for() {
        let limited = || {
            let error = Error::new(ErrorKind::RateLimited, "quota");
            Some(error.with_retry_after(Some(Duration::from_hours(1))))
        };
        let (made, outcome) = attempts_until(quick(), |_| limited()).await;
        assert_eq!(made, 1);
        assert_eq!(outcome.unwrap_err().retry_after(), Some(Duration::from_hours(1)));
    }
}
