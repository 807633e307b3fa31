use reqwest::header::HeaderMap;
use std::time::{Duration, SystemTime};

/// What the server said last about how many requests are left. The cloud edition sends it with every
/// answer (`X-FloodControl-*`, `X-RateLimit-*`); what was never sent is `None`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Quota {
    /// Requests allowed a minute.
    pub minute_limit: Option<u64>,
    /// Requests left in this minute.
    pub minute_remaining: Option<u64>,
    /// When the next minute of the server's count begins.
    pub minute_reset: Option<SystemTime>,
    /// Requests allowed an hour. The server does not send it: it is what Vtiger's plans have beside their limit of a
    /// minute (30, 60 or 90), and `None` for any other.
    pub hourly_limit: Option<u64>,
    /// Requests allowed a day.
    pub daily_limit: Option<u64>,
    /// Requests left in the last 24 hours.
    pub daily_remaining: Option<u64>,
}

impl Quota {
    /// The longest that a wait for the next minute can be. A clock that differs from the server's would
    /// make it longer.
    const MINUTE: Duration = Duration::from_mins(1);

    /// Takes over what the headers of an answer say.
    pub(super) fn update(&mut self, headers: &HeaderMap) {
        let number = |name: &str| headers.get(name)?.to_str().ok()?.trim().parse::<u64>().ok();
        let newer = |present: &mut Option<u64>, name: &str| *present = number(name).or(*present);
        newer(&mut self.minute_limit, "x-floodcontrol-minutelimit");
        self.hourly_limit = self.minute_limit.and_then(hourly_limit);
        newer(&mut self.minute_remaining, "x-floodcontrol-remaining");
        newer(&mut self.daily_limit, "x-ratelimit-dailylimit");
        newer(&mut self.daily_remaining, "x-ratelimit-remaining");
        let reset = number("x-floodcontrol-reset").map(Duration::from_secs);
        if let Some(reset) = reset.and_then(|it| SystemTime::UNIX_EPOCH.checked_add(it)) {
            self.minute_reset = Some(reset);
        }
    }

    /// How long until the server counts anew; `None` when it has begun to, or never said.
    pub fn until_reset(&self, now: SystemTime) -> Option<Duration> {
        let wait = self.minute_reset?.duration_since(now).ok()?;
        (!wait.is_zero()).then(|| wait.min(Self::MINUTE))
    }
}

/// The requests an hour of the plan with so many a minute: Growth, Professional, Enterprise.
fn hourly_limit(a_minute: u64) -> Option<u64> {
    match a_minute {
        30 => Some(1_000),
        60 => Some(4_000),
        90 => Some(5_000),
        _ => None,
    }
}
