use axum::body::Bytes;
use hyper::body::{Body, Frame, SizeHint};
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;
use tokio::time::{Sleep, sleep};

/// The time between two pieces, and the least before a connection is broken: what was sent is on its way.
const PAUSE: Duration = Duration::from_millis(20);

/// A body that comes in pieces, and may end in an error.
#[derive(Debug)]
pub(super) struct Pieces {
    rest: Bytes,
    size: usize,
    pause: Duration,
    waiting: Option<Pin<Box<Sleep>>>,
    breaks: bool,
}

impl Pieces {
    /// A body that takes `time`, and `breaks` after that.
    pub(super) fn new(body: Bytes, time: Duration, breaks: bool) -> Self {
        let most = usize::try_from(time.as_millis() / PAUSE.as_millis()).unwrap_or(usize::MAX);
        let number = most.clamp(1, body.len().max(1));
        let pause = time.div_f64(u32::try_from(number).unwrap_or(u32::MAX).into());
        let pause = if breaks { pause.max(PAUSE) } else { pause };
        Pieces { size: body.len().div_ceil(number).max(1), rest: body, pause, waiting: None, breaks }
    }
}

impl Body for Pieces {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        if let Some(waiting) = &mut self.waiting {
            match waiting.as_mut().poll(context) {
                Poll::Pending => return Poll::Pending,
                Poll::Ready(()) => self.waiting = None,
            }
        }
        if self.rest.is_empty() {
            let end = if self.breaks { Some(Err(io::ErrorKind::ConnectionReset.into())) } else { None };
            return Poll::Ready(end);
        }
        let size = self.size.min(self.rest.len());
        let piece = self.rest.split_to(size);
        if !self.rest.is_empty() || self.breaks {
            self.waiting = Some(Box::pin(sleep(self.pause)));
        }
        Poll::Ready(Some(Ok(Frame::data(piece))))
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::default()
    }
}
