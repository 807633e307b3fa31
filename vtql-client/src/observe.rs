//! Seeing what a client does: `tracing` spans for everyone, and a seam for one's own counting.

use crate::error::ErrorKind;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

/// A request that is about to be sent.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Sending<'a> {
    /// The operation, as the web service names it.
    pub operation: &'a str,
    /// The module that it is about, where that is known.
    pub module: Option<&'a str>,
    /// 1 for the first attempt.
    pub attempt: u32,
}

/// What came of a request.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Received {
    /// The HTTP status; `None` when no answer came.
    pub status: Option<u16>,
    /// The length of the answer's body.
    pub bytes: usize,
    /// From sending to the last byte, waiting for quota left out.
    pub elapsed: Duration,
    /// What was wrong with it; `None` for a success.
    pub error: Option<ErrorKind>,
}

/// Someone who wants to know of every request: to count, to measure, to log. It is never given values of
/// records, texts of queries, or secrets.
///
/// The client also makes a `tracing` span named `vtiger` for each request, at debug level, with the same
/// facts.
pub trait Observe: Send + Sync {
    /// A request is about to be sent.
    fn sending(&self, request: &Sending<'_>) {
        let _ = request;
    }

    /// An answer came, or failed to.
    fn received(&self, request: &Sending<'_>, answer: &Received) {
        let _ = (request, answer);
    }
}

/// All who want to know.
#[derive(Clone, Default)]
pub(crate) struct Observers(Vec<Arc<dyn Observe>>);

impl Observers {
    pub(crate) fn add(&mut self, observer: Arc<dyn Observe>) {
        self.0.push(observer);
    }

    pub(crate) fn sending(&self, request: &Sending<'_>) {
        self.0.iter().for_each(|observer| observer.sending(request));
    }

    pub(crate) fn received(&self, request: &Sending<'_>, answer: &Received) {
        self.0.iter().for_each(|observer| observer.received(request, answer));
    }
}

impl fmt::Debug for Observers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} observers", self.0.len())
    }
}
