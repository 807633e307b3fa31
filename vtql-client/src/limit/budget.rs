use std::collections::VecDeque;
use std::time::Duration;
use tokio::time::Instant;

/// How many requests the user allows in any window of each length, wherever it begins: not twice as many around the
/// full minute.
#[derive(Debug)]
pub(super) struct Budget {
    windows: Vec<Window>,
}

/// The server counts a request when it comes, and one may be under way longer than the next.
const SLACK: Duration = Duration::from_millis(100);

/// One length, and when requests began within it.
#[derive(Debug)]
struct Window {
    requests: usize,
    length: Duration,
    /// When the requests of the last window were let through.
    spent: VecDeque<Instant>,
}

impl Budget {
    /// So many requests in so long a time each.
    pub(super) fn new(limits: &[(u64, Duration)]) -> Self {
        let windows = limits.iter().map(|&(requests, length)| Window::new(requests, length, VecDeque::new()));
        Budget { windows: windows.collect() }
    }

    /// One more limit, unless there is one of that length.
    pub(super) fn add(&mut self, requests: u64, length: Duration) {
        if self.windows.iter().all(|window| window.length != length + SLACK) {
            self.windows.push(Window::new(requests, length, VecDeque::new()));
        }
    }

    /// How long the next request has to wait; `None`: not at all.
    pub(super) fn wait(&mut self, now: Instant) -> Option<Duration> {
        self.windows.iter_mut().filter_map(|window| window.wait(now)).max()
    }

    /// A request begins.
    pub(super) fn spend(&mut self, now: Instant) {
        self.windows.iter_mut().for_each(|window| window.spent.push_back(now));
    }
}

impl Window {
    fn new(requests: u64, length: Duration, spent: VecDeque<Instant>) -> Self {
        let requests = usize::try_from(requests.max(1)).unwrap_or(usize::MAX);
        Window { requests, length: length + SLACK, spent }
    }

    fn wait(&mut self, now: Instant) -> Option<Duration> {
        while self.spent.front().is_some_and(|&spent| now.duration_since(spent) >= self.length) {
            self.spent.pop_front();
        }
        let first = self.spent.front().filter(|_| self.spent.len() >= self.requests)?;
        Some(self.length.saturating_sub(now.duration_since(*first)))
    }
}
