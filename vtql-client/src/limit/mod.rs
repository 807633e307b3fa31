//! Keeping within what the server, and the user, allow.

mod quota;

pub use quota::Quota;

use crate::error::{Error, ErrorKind, Result};
use reqwest::header::HeaderMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};
use tokio::sync::{Semaphore, SemaphorePermit};
use tokio::time::{Instant, sleep};

/// What a user allows a client.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Allowance {
    /// Requests that run together.
    pub(crate) concurrency: usize,
    /// Requests a minute; `None`: no limit of the user's own.
    pub(crate) per_minute: Option<u64>,
    /// The longest that a request waits for its turn.
    pub(crate) longest_wait: Duration,
}

/// Lets requests through as long as there is quota, and lets them wait for the next minute when there
/// is none.
pub(crate) struct Limiter {
    allowance: Allowance,
    running: Semaphore,
    state: Mutex<State>,
}

struct State {
    quota: Quota,
    in_flight: u64,
    /// The user's own minute: when it began, and the requests in it.
    minute: (Instant, u64),
}

/// A request's leave to be sent, until it is dropped.
pub(crate) struct Admission<'a> {
    limiter: &'a Limiter,
    _running: Option<SemaphorePermit<'a>>,
}

impl Limiter {
    pub(crate) fn new(allowance: Allowance) -> Self {
        let state = State { quota: Quota::default(), in_flight: 0, minute: (Instant::now(), 0) };
        Limiter { running: Semaphore::new(allowance.concurrency.max(1)), allowance, state: Mutex::new(state) }
    }

    /// Waits until a request may be sent.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::RateLimited`] when that would take longer than allowed.
    pub(crate) async fn admit(&self) -> Result<Admission<'_>> {
        // The semaphore is never closed.
        let running = self.running.acquire().await.ok();
        let mut waited = Duration::ZERO;
        while let Some(wait) = self.enter() {
            waited += wait;
            if waited > self.allowance.longest_wait {
                let message = "the quota of this minute is used up, and the next one is too far off";
                return Err(Error::new(ErrorKind::RateLimited, message).with_retry_after(Some(wait)));
            }
            tracing::debug!(?wait, "waiting for quota");
            sleep(wait).await;
        }
        Ok(Admission { limiter: self, _running: running })
    }

    /// What the server said last.
    pub(crate) fn quota(&self) -> Quota {
        self.state().quota.clone()
    }

    /// Counts a request in, or says how long it has to wait.
    fn enter(&self) -> Option<Duration> {
        let state = &mut *self.state();
        let now = Instant::now();
        if now.duration_since(state.minute.0) >= MINUTE {
            state.minute = (now, 0);
        }
        if self.allowance.per_minute.is_some_and(|allowed| state.minute.1 >= allowed.max(1)) {
            return Some(MINUTE.saturating_sub(now.duration_since(state.minute.0)).max(SHORTEST));
        }
        match (state.quota.minute_remaining, state.quota.until_reset(SystemTime::now())) {
            // Those in flight will be counted by the server, too.
            (Some(left), Some(wait)) if left <= state.in_flight => return Some(wait.max(SHORTEST)),
            _ => {}
        }
        state.in_flight += 1;
        state.minute.1 += 1;
        None
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

const MINUTE: Duration = Duration::from_mins(1);

/// Waits are no shorter than this, so that clocks that tick coarsely do not make a busy loop.
const SHORTEST: Duration = Duration::from_millis(5);

impl Admission<'_> {
    /// Learns from the headers of the answer.
    pub(crate) fn answered(&self, headers: &HeaderMap) {
        self.limiter.state().quota.update(headers);
    }
}

impl Drop for Admission<'_> {
    fn drop(&mut self) {
        let state = &mut *self.limiter.state();
        state.in_flight = state.in_flight.saturating_sub(1);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use reqwest::header::HeaderValue;

    fn limiter(per_minute: Option<u64>, longest_wait: Duration) -> Limiter {
        Limiter::new(Allowance { concurrency: 4, per_minute, longest_wait })
    }

    fn headers(remaining: u64, reset_in: Duration) -> HeaderMap {
        let reset = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap() + reset_in;
        let pairs = [
            ("x-floodcontrol-minutelimit", 60),
            ("x-floodcontrol-remaining", remaining),
            ("x-floodcontrol-reset", reset.as_secs()),
            ("x-ratelimit-dailylimit", 24_000),
            ("x-ratelimit-remaining", 23_000),
        ];
        pairs.into_iter().map(|(name, value)| (name.parse().unwrap(), HeaderValue::from(value))).collect()
    }

    #[tokio::test]
    async fn the_headers_are_readable_afterwards() {
        let limiter = limiter(None, Duration::ZERO);
        limiter.admit().await.unwrap().answered(&headers(17, Duration::from_secs(30)));
        let quota = limiter.quota();
        assert_eq!((quota.minute_limit, quota.minute_remaining), (Some(60), Some(17)));
        assert_eq!((quota.daily_limit, quota.daily_remaining), (Some(24_000), Some(23_000)));
        assert!(quota.until_reset(SystemTime::now()).unwrap() <= Duration::from_secs(30));
    }

    #[tokio::test]
    async fn no_request_is_sent_when_none_is_left_and_the_wait_would_be_too_long() {
        let limiter = limiter(None, Duration::from_secs(1));
        limiter.admit().await.unwrap().answered(&headers(0, Duration::from_secs(30)));
        let error = limiter.admit().await.map(drop).unwrap_err();
        assert!(error.is_rate_limited());
        assert!(error.retry_after().unwrap() > Duration::from_secs(1));
    }

    #[tokio::test]
    async fn requests_in_flight_count() {
        let limiter = limiter(None, Duration::from_secs(1));
        limiter.admit().await.unwrap().answered(&headers(2, Duration::from_secs(30)));
        let _first = limiter.admit().await.unwrap();
        let _second = limiter.admit().await.unwrap();
        assert!(limiter.admit().await.is_err());
    }

    #[tokio::test]
    async fn a_reset_in_the_past_lets_requests_through() {
        let limiter = limiter(None, Duration::ZERO);
        limiter.admit().await.unwrap().answered(&headers(0, Duration::ZERO));
        assert!(limiter.admit().await.is_ok());
    }

    #[tokio::test]
    async fn the_budget_of_the_user_holds_too() {
        let limiter = limiter(Some(2), Duration::from_secs(1));
        limiter.admit().await.unwrap();
        limiter.admit().await.unwrap();
        assert!(limiter.admit().await.map(drop).unwrap_err().is_rate_limited());
    }
}
