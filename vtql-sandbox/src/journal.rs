//! What a sandbox was asked.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// How many requests are remembered: the latest.
const REMEMBERED: usize = 10_000;

/// One request that a sandbox has answered.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct LoggedRequest {
    /// Its number, from 1 in the order of arrival.
    pub number: u64,
    /// The name of the user who asked; empty when the request never came so far.
    pub user: String,
    /// The operation; empty when the request never came so far.
    pub operation: String,
    /// What it was about: the text of a query, else the module or the record.
    pub subject: String,
    /// The HTTP status of the answer.
    pub status: u16,
    /// How many requests were under way when it came, itself included.
    pub concurrency: u64,
    /// When it came, after the start of the sandbox.
    pub started: Duration,
    /// How long the answer took.
    pub took: Duration,
}

/// What a handler tells the log.
#[derive(Clone, Debug, Default)]
pub(crate) struct Asked {
    /// The name of the user; empty before one is known.
    pub(crate) user: String,
    pub(crate) operation: String,
    pub(crate) subject: String,
}

impl Asked {
    /// This, with the other's subject where this has none.
    pub(crate) fn or(self, other: Asked) -> Self {
        if self.subject.is_empty() { other } else { self }
    }
}

/// The log of one sandbox.
#[derive(Debug)]
pub(crate) struct Journal {
    opened: Instant,
    count: AtomicU64,
    under_way: AtomicU64,
    peak: AtomicU64,
    entries: Mutex<VecDeque<LoggedRequest>>,
}

/// A request under way.
#[derive(Debug)]
pub(crate) struct UnderWay<'a> {
    journal: &'a Journal,
    pub(crate) number: u64,
    concurrency: u64,
    started: Instant,
}

impl Default for Journal {
    fn default() -> Self {
        Journal {
            opened: Instant::now(),
            count: AtomicU64::new(0),
            under_way: AtomicU64::new(0),
            peak: AtomicU64::new(0),
            entries: Mutex::new(VecDeque::new()),
        }
    }
}

impl Journal {
    /// A request has come.
    pub(crate) fn begin(&self) -> UnderWay<'_> {
        let number = self.count.fetch_add(1, Ordering::Relaxed) + 1;
        let concurrency = self.under_way.fetch_add(1, Ordering::Relaxed) + 1;
        self.peak.fetch_max(concurrency, Ordering::Relaxed);
        UnderWay { journal: self, number, concurrency, started: Instant::now() }
    }

    /// How many requests have come.
    pub(crate) fn count(&self) -> u64 {
        self.count.load(Ordering::Relaxed)
    }

    /// How many were under way at once, at most.
    pub(crate) fn peak(&self) -> u64 {
        self.peak.load(Ordering::Relaxed)
    }

    /// The requests that were answered, in the order of their answers.
    pub(crate) fn entries(&self) -> Vec<LoggedRequest> {
        self.lock().iter().cloned().collect()
    }

    /// Forgets the requests and their number.
    pub(crate) fn clear(&self) {
        self.lock().clear();
        self.count.store(0, Ordering::Relaxed);
        self.peak.store(self.under_way.load(Ordering::Relaxed), Ordering::Relaxed);
    }

    fn lock(&self) -> MutexGuard<'_, VecDeque<LoggedRequest>> {
        self.entries.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl UnderWay<'_> {
    /// The request was answered.
    pub(crate) fn end(self, asked: Asked, status: u16) {
        let entry = LoggedRequest {
            number: self.number,
            user: asked.user,
            operation: asked.operation,
            subject: asked.subject,
            status,
            concurrency: self.concurrency,
            started: self.started.duration_since(self.journal.opened),
            took: self.started.elapsed(),
        };
        let mut entries = self.journal.lock();
        if entries.len() == REMEMBERED {
            entries.pop_front();
        }
        entries.push_back(entry);
    }
}

impl Drop for UnderWay<'_> {
    /// Also when the client has gone away before the answer.
    fn drop(&mut self) {
        self.journal.under_way.fetch_sub(1, Ordering::Relaxed);
    }
}
