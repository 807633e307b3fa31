use super::limits::{RateLimit, RateLimits};
use axum::http::{HeaderMap, HeaderName, HeaderValue};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

/// How many requests were let through in the windows that run.
#[derive(Debug, Default)]
pub(crate) struct Quota(Mutex<Vec<Window>>);

/// It begins with its first request.
#[derive(Clone, Copy, Debug)]
struct Window {
    length: Duration,
    started: Instant,
    ends: SystemTime,
    used: u32,
}

impl Window {
    fn new(length: Duration) -> Self {
        let ends = SystemTime::now().checked_add(length).unwrap_or(UNIX_EPOCH);
        Window { length, started: Instant::now(), ends, used: 0 }
    }

    fn is_over(&self) -> bool {
        self.started.elapsed() >= self.length
    }
}

/// What one request is told about its quota.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Share {
    pub(crate) allowed: bool,
    minute: Option<Told>,
    day: Option<Told>,
}

/// What is told of one limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Told {
    limit: u32,
    remaining: u32,
    /// When the window ends, in seconds since 1970.
    reset: u64,
}

impl Quota {
    /// Counts a request in all windows, when each has room for it.
    pub(crate) fn take(&self, limits: &RateLimits) -> Share {
        let mut windows = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        windows
            .retain(|window| !window.is_over() && limits.iter().any(|limit| limit.window == window.length));
        let mut running: Vec<(RateLimit, Window)> = limits
            .iter()
            .map(|limit| {
                let window = windows.iter().find(|window| window.length == limit.window);
                (limit, window.copied().unwrap_or_else(|| Window::new(limit.window)))
            })
            .collect();
        let allowed = running.iter().all(|(limit, window)| window.used < limit.requests);
        for (_, window) in &mut running {
            window.used = window.used.saturating_add(u32::from(allowed));
        }
        *windows = running.iter().map(|(_, window)| *window).collect();
        let told = |place: usize| running.get(place).map(|(limit, window)| Told::new(*limit, *window));
        Share {
            allowed,
            minute: limits.of_the_minute().and_then(told),
            day: limits.of_the_day().and_then(told),
        }
    }
}

impl Told {
    fn new(limit: RateLimit, window: Window) -> Self {
        let reset = window.ends.duration_since(UNIX_EPOCH).unwrap_or_default();
        Told {
            limit: limit.requests,
            remaining: limit.requests.saturating_sub(window.used),
            // A whole second that is not over before the window is.
            reset: reset.as_secs() + u64::from(reset.subsec_nanos() > 0),
        }
    }
}

impl Share {
    /// The headers in which the cloud edition tells it.
    pub(crate) fn tell(self, headers: &mut HeaderMap) {
        let mut set = |name: &'static str, value: u64| {
            headers.insert(HeaderName::from_static(name), HeaderValue::from(value));
        };
        if let Some(minute) = self.minute {
            set("x-floodcontrol-minutelimit", minute.limit.into());
            set("x-floodcontrol-remaining", minute.remaining.into());
            set("x-floodcontrol-reset", minute.reset);
        }
        if let Some(day) = self.day {
            set("x-ratelimit-dailylimit", day.limit.into());
            set("x-ratelimit-remaining", day.remaining.into());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOUR: Duration = Duration::from_hours(1);

    fn limits(limits: &[(u32, Duration)]) -> RateLimits {
        let mut all = RateLimits::default();
        limits
            .iter()
            .for_each(|(requests, window)| all.add(RateLimit { requests: *requests, window: *window }));
        all
    }

    fn remaining(share: Share) -> (bool, Option<u32>, Option<u32>) {
        let of = |told: Option<Told>| told.map(|told| told.remaining);
        (share.allowed, of(share.minute), of(share.day))
    }

    #[test]
    fn a_window_has_its_number_of_requests() {
        let (quota, one) = (Quota::default(), limits(&[(3, HOUR)]));
        let shares: Vec<_> = (0..4).map(|_| remaining(quota.take(&one))).collect();
        let left = |allowed, left| (allowed, Some(left), None);
        assert_eq!(shares, [left(true, 2), left(true, 1), left(true, 0), left(false, 0)]);
        assert!(quota.take(&limits(&[(3, Duration::ZERO)])).allowed);
    }

    #[test]
    fn windows_hold_together_and_a_refused_request_uses_up_none() {
        let (quota, all) = (Quota::default(), limits(&[(5, 48 * HOUR), (2, HOUR), (3, 2 * HOUR)]));
        let shares: Vec<_> = (0..4).map(|_| remaining(quota.take(&all))).collect();
        let left = |allowed, minute, day| (allowed, Some(minute), Some(day));
        assert_eq!(shares, [left(true, 1, 4), left(true, 0, 3), left(false, 0, 3), left(false, 0, 3)]);
        // More an hour: then it is the two hours that are used up, of which nothing is told.
        let more = limits(&[(4, HOUR), (3, 2 * HOUR), (5, 48 * HOUR)]);
        let shares: Vec<_> = (0..2).map(|_| remaining(quota.take(&more))).collect();
        assert_eq!(shares, [left(true, 1, 2), left(false, 1, 2)]);
    }

    #[test]
    fn where_time_is_scaled_down_the_third_is_the_day() {
        let third = |windows: &[u64]| {
            let windows: Vec<_> = windows.iter().map(|ms| (9, Duration::from_millis(*ms))).collect();
            let all = limits(&windows);
            (all.of_the_minute(), all.of_the_day())
        };
        assert_eq!(third(&[2_000, 60_000]), (Some(0), None));
        assert_eq!(third(&[60_000, 2_000, 9_000, 2_000]), (Some(0), Some(2)));
        assert_eq!(third(&[86_400_000]), (None, Some(0)));
        assert_eq!(third(&[]), (None, None));
    }
}
