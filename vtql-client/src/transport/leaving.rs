//! Whether a request left, or was given up before a byte of it was sent.

use hyper::body::{Body, Bytes, Frame, SizeHint};
use std::convert::Infallible;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::task::{Context, Poll};

/// Counts what a connection takes of the request: one for its head, and the bytes of its body.
#[derive(Clone, Debug, Default)]
pub(super) struct Left(Arc<AtomicU64>);

impl Left {
    /// Whether any part of the request may have been sent.
    pub(super) fn get(&self) -> bool {
        self.taken() > 0
    }

    /// How much was taken.
    pub(super) fn taken(&self) -> u64 {
        self.0.load(Ordering::Acquire)
    }

    /// So many bytes of the body are taken.
    pub(super) fn add(&self, bytes: usize) {
        self.0.fetch_add(1 + bytes as u64, Ordering::AcqRel);
    }
}

/// The body of a request, which notices that it is asked for. A connection asks when it has been made and
/// the head of the request is to be written: of an empty body only whether it is at its end.
pub(super) struct Watched {
    bytes: Option<Bytes>,
    left: Left,
}

impl Watched {
    pub(super) fn new(bytes: Bytes, left: Left) -> Self {
        Watched { bytes: Some(bytes).filter(|it| !it.is_empty()), left }
    }
}

impl Body for Watched {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        self.left.add(0);
        Poll::Ready(self.bytes.take().map(|bytes| Ok(Frame::data(bytes))))
    }

    fn is_end_stream(&self) -> bool {
        self.left.add(0);
        self.bytes.is_none()
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.bytes.as_ref().map_or(0, |bytes| bytes.len() as u64))
    }
}
