//! What goes wrong on demand.

mod dice;
mod json;
mod limits;
mod quota;
mod repeats;
mod session_end;

pub(crate) use dice::Dice;
pub use json::FaultsError;
pub(crate) use limits::{RateLimit, RateLimits};
pub(crate) use quota::{Quota, Share};
pub(crate) use repeats::Repeats;
pub use session_end::SessionEnd;

use std::time::Duration;

/// What a sandbox does wrong on demand; nothing, without more. Which requests it happens to depends on
/// the seed and on the number of the request alone, so a test meets the same faults in every run.
///
/// ```
/// use std::time::Duration;
/// use vtql_sandbox::Faults;
///
/// let faults = Faults::none().latency(Duration::from_millis(20)).error_rate(0.1).rate_limit(60).seed(7);
/// assert_eq!(Faults::from_json(&faults.to_json()).ok(), Some(faults));
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fault of its own")]
pub struct Faults {
    pub(crate) latency: Duration,
    pub(crate) jitter: Duration,
    pub(crate) trickle: Duration,
    pub(crate) error_rate: f64,
    pub(crate) late_error_rate: f64,
    pub(crate) late_coded_error_rate: f64,
    pub(crate) reset_rate: f64,
    pub(crate) late_reset_rate: f64,
    pub(crate) truncate_rate: f64,
    pub(crate) repeat_rate: f64,
    pub(crate) page_cap: Option<u32>,
    pub(crate) rate_limits: RateLimits,
    pub(crate) retry_after: Option<Duration>,
    pub(crate) expire_sessions: Option<u64>,
    pub(crate) session_end: SessionEnd,
    pub(crate) expire_challenges: bool,
    pub(crate) html_prefix: bool,
    pub(crate) silent_crashes: bool,
    pub(crate) error_bodies: bool,
    pub(crate) seed: u64,
}

impl Faults {
    /// Nothing goes wrong.
    pub fn none() -> Self {
        Faults::default()
    }

    /// Every answer waits this long.
    pub fn latency(mut self, latency: Duration) -> Self {
        self.latency = latency;
        self
    }

    /// Every answer waits up to this long in addition.
    pub fn jitter(mut self, jitter: Duration) -> Self {
        self.jitter = jitter;
        self
    }

    /// The body of every answer takes this long: it comes in pieces, spread evenly over the time.
    pub fn trickle(mut self, time: Duration) -> Self {
        self.trickle = time;
        self
    }

    /// This part of the requests, 0 to 1, fails with HTTP 500, 502 or 503 before anything is done.
    pub fn error_rate(mut self, rate: f64) -> Self {
        self.error_rate = share(rate);
        self
    }

    /// This part of the requests, 0 to 1, fails with an empty HTTP 500 after it was done: a write is
    /// kept (observed).
    pub fn late_error_rate(mut self, rate: f64) -> Self {
        self.late_error_rate = share(rate);
        self
    }

    /// This part of the requests, 0 to 1, fails after it was done, with an error that has a code:
    /// `INTERNAL_SERVER_ERROR` or `DATABASE_QUERY_ERROR`. A write is kept.
    pub fn late_coded_error_rate(mut self, rate: f64) -> Self {
        self.late_coded_error_rate = share(rate);
        self
    }

    /// For this part of the requests, 0 to 1, the connection is reset (TCP RST) before anything is done.
    pub fn reset_rate(mut self, rate: f64) -> Self {
        self.reset_rate = share(rate);
        self
    }

    /// For this part of the requests, 0 to 1, the connection is reset (TCP RST) in the middle of the answer:
    /// after it was done, so a write is kept.
    pub fn late_reset_rate(mut self, rate: f64) -> Self {
        self.late_reset_rate = share(rate);
        self
    }

    /// This part of the queries that go on with another one, 0 to 1, is answered with the page before once more.
    /// A query goes on with the last one when both select the same fields of the same module and it has a condition or
    /// an offset; the first of them is never answered so, and a page without rows never comes again.
    pub fn repeat_rate(mut self, rate: f64) -> Self {
        self.repeat_rate = share(rate);
        self
    }

    /// A query answers at most so many rows, instead of 100; 0 for 100. Changed while a client reads pages, it
    /// is the cap of the pages from then on.
    pub fn page_cap(mut self, rows: u32) -> Self {
        self.page_cap = (rows > 0).then_some(rows);
        self
    }

    /// This part of the answers, 0 to 1, is cut in the middle.
    pub fn truncate_rate(mut self, rate: f64) -> Self {
        self.truncate_rate = share(rate);
        self
    }

    /// So many requests are answered a minute, the others with HTTP 429: short for
    /// [`rate_limit_within`](Faults::rate_limit_within) a minute.
    pub fn rate_limit(mut self, requests: u32) -> Self {
        self.rate_limits.add(RateLimit::a_minute(requests));
        self
    }

    /// So many requests are answered in this time, the others with HTTP 429. Limits for several windows hold
    /// together: a request is answered when each has room for it, and one that is refused uses up none. A window
    /// begins with its first request.
    ///
    /// Every answer tells the quota in the headers of the cloud edition: `X-FloodControl-…` for the shortest
    /// window, `X-RateLimit-…` for one of 24 hours or more, or else for the third. Of one between, as the hour of
    /// the cloud's quotas, nothing but the 429 tells.
    ///
    /// ```
    /// use std::time::Duration;
    /// use vtql_sandbox::Faults;
    ///
    /// // 30 a minute and 1,000 an hour, thirty times as fast.
    /// let (short, long) = (Duration::from_secs(2), Duration::from_secs(120));
    /// let faults = Faults::none().rate_limit_within(30, short).rate_limit_within(1_000, long);
    /// ```
    pub fn rate_limit_within(mut self, requests: u32, window: Duration) -> Self {
        self.rate_limits.add(RateLimit { requests, window });
        self
    }

    /// Answers with HTTP 429 and 503 say in `Retry-After` that the client is to wait this long, in whole
    /// seconds, rounded up.
    pub fn retry_after(mut self, wait: Duration) -> Self {
        self.retry_after = Some(wait);
        self
    }

    /// After every so many requests all sessions have expired; 0 for never.
    pub fn expire_sessions(mut self, requests: u64) -> Self {
        self.expire_sessions = (requests > 0).then_some(requests);
        self
    }

    /// How sessions end that [`expire_sessions`](Faults::expire_sessions) ends.
    pub fn session_end(mut self, end: SessionEnd) -> Self {
        self.session_end = end;
        self
    }

    /// Every challenge has expired when it is answered, so nobody can log in.
    pub fn expire_challenges(mut self, on: bool) -> Self {
        self.expire_challenges = on;
        self
    }

    /// A PHP warning, as HTML, precedes the JSON, as on servers that display errors. What would be an
    /// empty HTTP 500 is HTTP 200 with the error as HTML (observed).
    pub fn html_prefix(mut self, on: bool) -> Self {
        self.html_prefix = on;
        self
    }

    /// What would be an empty HTTP 500 is an empty HTTP 200, as on servers that display errors and report
    /// none (observed).
    pub fn silent_crashes(mut self, on: bool) -> Self {
        self.silent_crashes = on;
        self
    }

    /// Errors of the cloud edition have their code and message in a body as well. Without this they stand in
    /// the reason phrase alone, as that edition is reported to answer; clients have to cope with both.
    pub fn error_bodies(mut self, on: bool) -> Self {
        self.error_bodies = on;
        self
    }

    /// Which requests it happens to.
    pub fn seed(mut self, seed: u64) -> Self {
        self.seed = seed;
        self
    }
}

/// A part of a whole.
fn share(rate: f64) -> f64 {
    if rate.is_nan() { 0.0 } else { rate.clamp(0.0, 1.0) }
}
