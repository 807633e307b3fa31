//! What goes wrong on demand.

mod dice;
mod inject;
mod json;
mod quota;
mod session_end;

pub(crate) use inject::around;
pub use json::FaultsError;
pub(crate) use quota::Quota;
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
    latency: Duration,
    jitter: Duration,
    error_rate: f64,
    late_error_rate: f64,
    truncate_rate: f64,
    rate_limit: Option<u32>,
    rate_window: Option<Duration>,
    expire_sessions: Option<u64>,
    session_end: SessionEnd,
    expire_challenges: bool,
    html_prefix: bool,
    silent_crashes: bool,
    bare_errors: bool,
    seed: u64,
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

    /// This part of the answers, 0 to 1, is cut in the middle.
    pub fn truncate_rate(mut self, rate: f64) -> Self {
        self.truncate_rate = share(rate);
        self
    }

    /// So many requests are answered a minute, the others with HTTP 429. Every answer tells the quota in
    /// the headers of the cloud edition (`X-FloodControl-…`).
    pub fn rate_limit(mut self, requests: u32) -> Self {
        self.rate_limit = Some(requests);
        self
    }

    /// The time that the rate limit is about, when it is not a minute.
    pub fn rate_window(mut self, window: Duration) -> Self {
        self.rate_window = Some(window);
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

    /// Errors have no body: their code and message stand in the reason phrase alone, as the cloud
    /// edition is reported to answer.
    pub fn bare_errors(mut self, on: bool) -> Self {
        self.bare_errors = on;
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
