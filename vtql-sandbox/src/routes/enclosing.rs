use axum::body::Bytes;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hyper::body::{Body, Frame};
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use tokio::fs::File;
use tokio::io::{AsyncRead, ReadBuf};

/// How many bytes of a file are written at once: a multiple of three, so that the parts of its Base64 make one.
const PART: usize = 3 * 16 * 1024;

/// A body with a file in it, as Base64, which is read while it is sent.
#[derive(Debug)]
pub(super) struct Enclosing {
    before: Bytes,
    file: Option<File>,
    part: Vec<u8>,
    after: Bytes,
}

impl Enclosing {
    /// The file goes to the place `at` of `text`.
    pub(super) fn new(text: Vec<u8>, at: usize, file: std::fs::File) -> Self {
        let mut before = Bytes::from(text);
        let after = before.split_off(at.min(before.len()));
        Enclosing { before, file: Some(File::from_std(file)), part: Vec::new(), after }
    }

    /// Fills the part; whether the file has ended.
    fn poll_part(&mut self, context: &mut Context<'_>) -> Poll<io::Result<bool>> {
        let Some(file) = &mut self.file else { return Poll::Ready(Ok(true)) };
        let mut space = vec![0; PART - self.part.len()];
        while self.part.len() < PART {
            let room = space.len().min(PART - self.part.len());
            let mut buffer = ReadBuf::new(space.get_mut(..room).unwrap_or_default());
            ready!(Pin::new(&mut *file).poll_read(context, &mut buffer))?;
            if buffer.filled().is_empty() {
                return Poll::Ready(Ok(true));
            }
            self.part.extend_from_slice(buffer.filled());
        }
        Poll::Ready(Ok(false))
    }
}

impl Body for Enclosing {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        if !self.before.is_empty() {
            let before = std::mem::take(&mut self.before);
            return Poll::Ready(Some(Ok(Frame::data(before))));
        }
        if self.file.is_some() {
            if ready!(self.poll_part(context))? {
                self.file = None;
            }
            let part = std::mem::take(&mut self.part);
            if !part.is_empty() {
                return Poll::Ready(Some(Ok(Frame::data(STANDARD.encode(part).into()))));
            }
        }
        let after = std::mem::take(&mut self.after);
        Poll::Ready((!after.is_empty()).then(|| Ok(Frame::data(after))))
    }
}
