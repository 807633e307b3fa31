//! How much a client may send, and how slowly.

use super::limits;
use axum::body::{Body, Bytes};
use axum::http::StatusCode;
use hyper::body::{Frame, SizeHint};
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU16, AtomicU64, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;
use tokio::time::{Instant, Sleep, sleep_until};

/// How much of the body of one request is read, among its extensions.
#[derive(Clone, Debug)]
pub(super) struct Allowance(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    bytes: AtomicU64,
    /// The status of the refusal, when there was one.
    refusal: AtomicU16,
}

impl Default for Allowance {
    /// That of a stranger.
    fn default() -> Self {
        Allowance(Arc::new(Inner { bytes: AtomicU64::new(limits::STRANGER), refusal: AtomicU16::new(0) }))
    }
}

impl Allowance {
    /// The client is known: so much may come.
    pub(super) fn raise(&self, bytes: u64) {
        self.0.bytes.fetch_max(bytes, Ordering::AcqRel);
    }

    /// Why the body was not read to its end: it was too large, or too slow.
    pub(super) fn refusal(&self) -> Option<StatusCode> {
        StatusCode::from_u16(self.0.refusal.load(Ordering::Acquire)).ok()
    }

    fn refuse(&self, status: StatusCode) -> io::Error {
        self.0.refusal.store(status.as_u16(), Ordering::Release);
        io::Error::other(status.to_string())
    }
}

/// A body within its allowance. It must come at [`limits::LEAST_RATE`] after a start. Up to one frame more
/// than is allowed is read, for the one who looks there for a session.
#[derive(Debug)]
pub(super) struct Bounded {
    body: Body,
    allowance: Allowance,
    taken: u64,
    started: Instant,
    late: Pin<Box<Sleep>>,
}

impl Bounded {
    pub(super) fn new(body: Body, allowance: Allowance) -> Self {
        let started = Instant::now();
        let late = Box::pin(sleep_until(started + limits::BODY_START));
        Bounded { body, allowance, taken: 0, started, late }
    }
}

impl hyper::body::Body for Bounded {
    type Data = Bytes;
    type Error = axum::BoxError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::BoxError>>> {
        match Pin::new(&mut self.body).poll_frame(context) {
            Poll::Ready(Some(Ok(frame))) => {
                if self.taken > self.allowance.0.bytes.load(Ordering::Acquire) {
                    return Poll::Ready(Some(Err(self
                        .allowance
                        .refuse(StatusCode::PAYLOAD_TOO_LARGE)
                        .into())));
                }
                let length = frame.data_ref().map_or(0, Bytes::len);
                self.taken = self.taken.saturating_add(u64::try_from(length).unwrap_or(u64::MAX));
                let time = limits::BODY_START + Duration::from_secs(self.taken / limits::LEAST_RATE);
                let deadline = self.started + time;
                self.late.as_mut().reset(deadline);
                Poll::Ready(Some(Ok(frame)))
            }
            Poll::Pending => match self.late.as_mut().poll(context) {
                Poll::Ready(()) => {
                    Poll::Ready(Some(Err(self.allowance.refuse(StatusCode::REQUEST_TIMEOUT).into())))
                }
                Poll::Pending => Poll::Pending,
            },
            Poll::Ready(Some(Err(error))) => Poll::Ready(Some(Err(error.into()))),
            Poll::Ready(None) => Poll::Ready(None),
        }
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
