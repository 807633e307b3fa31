use std::collections::VecDeque;
use std::time::Duration;
use tokio::time::Instant;

/// Requests in any minute, wherever it begins: not twice as many around the full one.
#[derive(Debug)]
pub(super) struct Budget {
    per_minute: usize,
    /// When the requests of the last minute were let through.
    spent: VecDeque<Instant>,
}

const MINUTE: Duration = Duration::from_mins(1);

impl Budget {
    /// At least one request a minute.
    pub(super) fn new(per_minute: u64) -> Self {
        Budget {
            per_minute: usize::try_from(per_minute.max(1)).unwrap_or(usize::MAX),
            spent: VecDeque::new(),
        }
    }

    /// How long until there is room for a request; `None` when there is.
    pub(super) fn wait(&mut self, now: Instant) -> Option<Duration> {
        while self.spent.front().is_some_and(|&spent| now.duration_since(spent) >= MINUTE) {
            self.spent.pop_front();
        }
        let first = self.spent.front().filter(|_| self.spent.len() >= self.per_minute)?;
        Some(MINUTE.saturating_sub(now.duration_since(*first)))
    }

    pub(super) fn spend(&mut self, now: Instant) {
        self.spent.push_back(now);
    }
}
