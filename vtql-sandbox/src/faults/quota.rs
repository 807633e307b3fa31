use axum::http::{HeaderMap, HeaderName, HeaderValue};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

/// How many requests are left in the current window.
#[derive(Debug, Default)]
pub(crate) struct Quota(Mutex<Option<Window>>);

#[derive(Clone, Copy, Debug)]
struct Window {
    started: Instant,
    ends: SystemTime,
    used: u32,
}

/// What one request is told about its quota.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Share {
    pub(crate) allowed: bool,
    limit: u32,
    remaining: u32,
    /// When the window ends, in seconds since 1970.
    reset: u64,
}

impl Quota {
    /// Counts a request.
    pub(crate) fn take(&self, limit: u32, length: Duration) -> Share {
        let mut slot = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let mut window = slot.filter(|window| window.started.elapsed() < length).unwrap_or_else(|| Window {
            started: Instant::now(),
            ends: SystemTime::now().checked_add(length).unwrap_or(UNIX_EPOCH),
            used: 0,
        });
        let allowed = window.used < limit;
        window.used = window.used.saturating_add(u32::from(allowed));
        *slot = Some(window);
        let reset = window.ends.duration_since(UNIX_EPOCH).unwrap_or_default();
        // A whole second that is not over before the window is.
        let reset = reset.as_secs() + u64::from(reset.subsec_nanos() > 0);
        Share { allowed, limit, remaining: limit.saturating_sub(window.used), reset }
    }
}

impl Share {
    /// The headers in which the cloud edition tells it.
    pub(crate) fn tell(self, headers: &mut HeaderMap) {
        for (name, value) in [
            ("x-floodcontrol-minutelimit", u64::from(self.limit)),
            ("x-floodcontrol-remaining", u64::from(self.remaining)),
            ("x-floodcontrol-reset", self.reset),
        ] {
            headers.insert(HeaderName::from_static(name), HeaderValue::from(value));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_window_has_its_number_of_requests() {
        let quota = Quota::default();
        let shares: Vec<(bool, u32)> = (0..4)
            .map(|_| quota.take(3, Duration::from_hours(1)))
            .map(|share| (share.allowed, share.remaining))
            .collect();
        assert_eq!(shares, [(true, 2), (true, 1), (true, 0), (false, 0)]);
        assert!(quota.take(3, Duration::ZERO).allowed);
    }
}
