use std::time::Duration;

/// The window of a limit that says none.
const MINUTE: Duration = Duration::from_mins(1);
/// The shortest window that the cloud edition counts days in.
const DAY: Duration = Duration::from_hours(24);

/// So many requests in so much time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct RateLimit {
    pub(crate) requests: u32,
    pub(crate) window: Duration,
}

impl RateLimit {
    pub(crate) fn a_minute(requests: u32) -> Self {
        RateLimit { requests, window: MINUTE }
    }
}

/// The limits that hold together, the shortest window first; each window once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct RateLimits(Vec<RateLimit>);

impl RateLimits {
    /// One limit more. It takes the place of one with the same window.
    pub(crate) fn add(&mut self, limit: RateLimit) {
        match self.0.binary_search_by_key(&limit.window, |present| present.window) {
            Ok(place) => {
                if let Some(present) = self.0.get_mut(place) {
                    *present = limit;
                }
            }
            Err(place) => self.0.insert(place, limit),
        }
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = RateLimit> {
        self.0.iter().copied()
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The place of the limit that the cloud edition tells as that of a minute.
    pub(super) fn of_the_minute(&self) -> Option<usize> {
        self.0.iter().position(|limit| limit.window < DAY)
    }

    /// The place of the limit that the cloud edition tells as that of a day: where time is scaled down, the third.
    pub(super) fn of_the_day(&self) -> Option<usize> {
        let day = self.0.iter().position(|limit| limit.window >= DAY);
        day.or_else(|| (self.0.len() > 2).then_some(2))
    }
}
