//! What a sandbox was asked.

use std::collections::VecDeque;
use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// How many requests are remembered: the latest.
const REMEMBERED: usize = 10_000;
/// How many bytes of texts are remembered, of all of them.
const REMEMBERED_BYTES: usize = 8 << 20;
/// How many bytes of the subject of one request are remembered: of a stranger's, and of anybody's.
const STRANGER: usize = 200;
const SUBJECT: usize = 64 << 10;
/// How many bytes of the name of an operation, or of a user.
const NAME: usize = 100;

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
    /// What it was about: the text of a query, else the module or the record. At most 64 kB of it, and 200
    /// bytes where the user is not known.
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
    entries: Mutex<Entries>,
    watcher: Option<Watcher>,
}

/// What is told of each request when it was answered.
#[derive(Clone)]
pub(crate) struct Watcher(pub(crate) Arc<dyn Fn(&LoggedRequest) + Send + Sync>);

impl fmt::Debug for Watcher {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Watcher")
    }
}

/// The requests that are remembered.
#[derive(Debug, Default)]
struct Entries {
    requests: VecDeque<LoggedRequest>,
    /// How many bytes their texts have.
    bytes: usize,
}

impl Entries {
    fn push(&mut self, entry: LoggedRequest) {
        self.bytes += size(&entry);
        self.requests.push_back(entry);
        while self.requests.len() > REMEMBERED || self.bytes > REMEMBERED_BYTES {
            let Some(oldest) = self.requests.pop_front() else { return };
            self.bytes -= size(&oldest);
        }
    }
}

/// How many bytes the texts of a request have.
fn size(entry: &LoggedRequest) -> usize {
    entry.user.capacity() + entry.operation.capacity() + entry.subject.capacity()
}

/// The start of a text, in a place of its own.
fn start(text: &str, bytes: usize) -> String {
    let end = text.floor_char_boundary(bytes);
    text.get(..end).unwrap_or_default().to_owned()
}

/// A request under way.
#[derive(Debug)]
pub(crate) struct UnderWay<'a> {
    journal: &'a Journal,
    pub(crate) number: u64,
    concurrency: u64,
    started: Instant,
}

impl Journal {
    /// An empty log, and who is told what comes into it.
    pub(crate) fn new(watcher: Option<Watcher>) -> Self {
        Journal {
            opened: Instant::now(),
            count: AtomicU64::new(0),
            under_way: AtomicU64::new(0),
            peak: AtomicU64::new(0),
            entries: Mutex::default(),
            watcher,
        }
    }

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
        self.lock().requests.iter().cloned().collect()
    }

    /// Forgets the requests and their number.
    pub(crate) fn clear(&self) {
        *self.lock() = Entries::default();
        self.count.store(0, Ordering::Relaxed);
        self.peak.store(self.under_way.load(Ordering::Relaxed), Ordering::Relaxed);
    }

    fn lock(&self) -> MutexGuard<'_, Entries> {
        self.entries.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl UnderWay<'_> {
    /// The request was answered.
    pub(crate) fn end(self, asked: &Asked, status: u16) {
        let entry = LoggedRequest {
            number: self.number,
            subject: start(&asked.subject, if asked.user.is_empty() { STRANGER } else { SUBJECT }),
            user: start(&asked.user, NAME),
            operation: start(&asked.operation, NAME),
            status,
            concurrency: self.concurrency,
            started: self.started.duration_since(self.journal.opened),
            took: self.started.elapsed(),
        };
        if let Some(Watcher(watch)) = &self.journal.watcher {
            watch(&entry);
        }
        self.journal.lock().push(entry);
    }
}

impl Drop for UnderWay<'_> {
    /// Also when the client has gone away before the answer.
    fn drop(&mut self) {
        self.journal.under_way.fetch_sub(1, Ordering::Relaxed);
    }
}
