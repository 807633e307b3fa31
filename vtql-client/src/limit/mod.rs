//! Keeping within what the server, and the user, allow.

mod budget;
mod quota;

pub use quota::Quota;

use crate::error::{Error, ErrorKind, Result};
use budget::Budget;
use reqwest::header::HeaderMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};
use tokio::sync::{Mutex as AsyncMutex, Semaphore, SemaphorePermit};
use tokio::time::{Instant, sleep};

/// What a user allows a client.
#[derive(Clone, Debug)]
pub(crate) struct Allowance {
    /// Requests that run together.
    pub(crate) concurrency: usize,
    /// Requests in any minute; `None`: no limit of the user's own.
    pub(crate) budgets: Vec<(u64, Duration)>,
    /// The longest that a request waits for the server's quota.
    pub(crate) longest_wait: Duration,
}

/// Lets requests through in turn as long as there is quota, and lets them wait for more when there is none.
pub(crate) struct Limiter {
    concurrency: usize,
    longest_wait: Duration,
    running: Semaphore,
    /// Held by the request whose turn it is.
    turn: AsyncMutex<()>,
    state: Mutex<State>,
}

struct State {
    quota: Quota,
    in_flight: u64,
    budget: Budget,
}

/// Why a request has to wait, and how long.
#[derive(Clone, Copy, Debug)]
enum Wait {
    /// For the user's own budget, which the requests of this client share.
    Budget(Duration),
    /// For the server's quota, which others may use up as well.
    Quota(Duration),
}

/// A request's leave to be sent, until it is dropped.
pub(crate) struct Admission<'a> {
    limiter: &'a Limiter,
    _running: Option<SemaphorePermit<'a>>,
}

impl Limiter {
    pub(crate) fn new(allowance: &Allowance) -> Self {
        let budget = Budget::new(&allowance.budgets);
        let concurrency = allowance.concurrency.max(1);
        Limiter {
            concurrency,
            longest_wait: allowance.longest_wait,
            running: Semaphore::new(concurrency),
            turn: AsyncMutex::new(()),
            state: Mutex::new(State { quota: Quota::default(), in_flight: 0, budget }),
        }
    }

    /// Waits until a request may be sent. Those that came before it go first, and their waiting is not its
    /// own.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::RateLimited`] when the server's quota would take longer than allowed.
    pub(crate) async fn admit(&self) -> Result<Admission<'_>> {
        // The semaphore is never closed.
        let running = self.running.acquire().await.ok();
        let _turn = self.turn.lock().await;
        let mut waited = Duration::ZERO;
        while let Some(wait) = self.enter() {
            let wait = match wait {
                Wait::Budget(wait) => wait,
                Wait::Quota(wait) => {
                    waited += wait;
                    if waited > self.longest_wait {
                        let message = "the quota of this minute is used up, and the next one is too far off";
                        return Err(Error::new(ErrorKind::RateLimited, message).with_retry_after(Some(wait)));
                    }
                    wait
                }
            };
            tracing::debug!(?wait, "waiting for quota");
            sleep(wait).await;
        }
        Ok(Admission { limiter: self, _running: running })
    }

    /// How many requests run together at most.
    pub(crate) fn concurrency(&self) -> usize {
        self.concurrency
    }

    /// What the server said last.
    pub(crate) fn quota(&self) -> Quota {
        self.state().quota.clone()
    }

    /// Counts a request in, or says how long it has to wait.
    fn enter(&self) -> Option<Wait> {
        let state = &mut *self.state();
        let now = Instant::now();
        if let Some(wait) = state.budget.wait(now) {
            return Some(Wait::Budget(wait.max(SHORTEST)));
        }
        match (state.quota.minute_remaining, state.quota.until_reset(SystemTime::now())) {
            // Those in flight will be counted by the server, too.
            (Some(left), Some(wait)) if left <= state.in_flight => {
                return Some(Wait::Quota(wait.max(SHORTEST)));
            }
            _ => {}
        }
        state.in_flight += 1;
        state.budget.spend(now);
        None
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

const HOUR: Duration = Duration::from_hours(1);

/// Waits are no shorter than this, so that clocks that tick coarsely do not make a busy loop.
const SHORTEST: Duration = Duration::from_millis(5);

impl Admission<'_> {
    /// Learns from the headers of the answer. The limit of an hour is kept to like a budget of the user's.
    pub(crate) fn answered(&self, headers: &HeaderMap) {
        let state = &mut *self.limiter.state();
        state.quota.update(headers);
        if let Some(requests) = state.quota.hourly_limit {
            // The requests that were made before the first answer.
            state.budget.add(requests.saturating_sub(state.in_flight), HOUR);
        }
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

    const MINUTE: Duration = Duration::from_mins(1);

    fn limiter(per_minute: Option<u64>, longest_wait: Duration) -> Limiter {
        let budgets = per_minute.map(|requests| (requests, MINUTE)).into_iter().collect();
        Limiter::new(&Allowance { concurrency: 4, budgets, longest_wait })
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

    /// When each of so many requests is let through, when all come at once.
    async fn times(limiter: &Limiter, requests: usize) -> Vec<Duration> {
        let began = Instant::now();
        let request = async || {
            let admission = limiter.admit().await.unwrap();
            let admitted = began.elapsed();
            sleep(Duration::from_millis(700)).await;
            drop(admission);
            admitted
        };
        futures::future::join_all((0..requests).map(|_| request())).await
    }

    #[tokio::test(start_paused = true)]
    async fn a_budget_below_the_concurrency_makes_requests_wait_and_fails_none() {
        let limiter = limiter(Some(2), Duration::from_secs(1));
        let times = times(&limiter, 11).await;
        assert_eq!(times.len(), 11);
        assert!(times.is_sorted(), "those that came first go first: {times:?}");
        assert!(times[10] >= 5 * MINUTE && times[10] < 5 * MINUTE + Duration::from_secs(5), "{times:?}");
    }

    #[tokio::test(start_paused = true)]
    async fn no_minute_sees_more_than_the_budget_wherever_it_begins() {
        for (budget, gap) in [(1, 0), (3, 7_000), (10, 1_300), (10, 6_100), (7, 59_999)] {
            let limiter = limiter(Some(budget), Duration::from_secs(1));
            let (mut times, began) = (Vec::new(), Instant::now());
            for _ in 0..60 {
                limiter.admit().await.unwrap();
                times.push(began.elapsed());
                sleep(Duration::from_millis(gap)).await;
            }
            let budget = usize::try_from(budget).unwrap();
            for (earlier, later) in times.iter().zip(times.iter().skip(budget)) {
                assert!(
                    later.saturating_sub(*earlier) >= MINUTE,
                    "{budget} a minute, {gap} ms apart: {times:?}"
                );
            }
            // And it is used: the requests take no longer than the budget and their distance make them.
            let longest = MINUTE * u32::try_from(60 / budget + 1).unwrap() + Duration::from_millis(gap * 60);
            assert!(times[59] <= longest, "{budget} a minute, {gap} ms apart: {times:?}");
        }
    }

    #[tokio::test(start_paused = true)]
    async fn several_windows_hold_together() {
        let hour = 60 * MINUTE;
        let budgets = vec![(3, MINUTE), (10, hour)];
        let limiter = Limiter::new(&Allowance { concurrency: 4, budgets, longest_wait: MINUTE });
        let (mut times, began) = (Vec::new(), Instant::now());
        for _ in 0..25 {
            limiter.admit().await.unwrap();
            times.push(began.elapsed());
        }
        for (requests, window) in [(3, MINUTE), (10, hour)] {
            let mut pairs = times.iter().zip(times.iter().skip(requests));
            assert!(pairs.all(|(earlier, later)| later.saturating_sub(*earlier) >= window), "{times:?}");
        }
        assert!(times[24] < 2 * hour + 3 * MINUTE, "{times:?}");
    }

    /// The server tells how many of a minute are left, and not how many of an hour.
    #[tokio::test(start_paused = true)]
    async fn the_hour_of_the_plan_is_kept_to() {
        for (minute, hour) in [(30, 1_000), (60, 4_000), (90, 5_000)] {
            let limiter = Limiter::new(&Allowance {
                concurrency: 4,
                budgets: Vec::new(),
                longest_wait: Duration::ZERO,
            });
            let began = Instant::now();
            let mut times = Vec::new();
            for _ in 0..=2 * hour {
                let admission = limiter.admit().await.unwrap();
                times.push(began.elapsed());
                let limit = HeaderValue::from(minute);
                admission.answered(
                    &[("x-floodcontrol-minutelimit".parse().unwrap(), limit)].into_iter().collect(),
                );
            }
            let mut pairs = times.iter().zip(times.iter().skip(hour));
            assert!(pairs.all(|(earlier, later)| later.saturating_sub(*earlier) >= HOUR), "{minute}");
            assert!(times[2 * hour] < 2 * HOUR + MINUTE, "{minute}");
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_budget_an_hour_of_the_users_own_stands() {
        let budgets = vec![(2_000, HOUR)];
        let limiter = Limiter::new(&Allowance { concurrency: 4, budgets, longest_wait: Duration::ZERO });
        let began = Instant::now();
        for _ in 0..2_000 {
            let limit = HeaderValue::from(30);
            let name = "x-floodcontrol-minutelimit".parse().unwrap();
            limiter.admit().await.unwrap().answered(&[(name, limit)].into_iter().collect());
        }
        assert!(began.elapsed() < MINUTE);
    }
}
