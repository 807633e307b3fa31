//! A request with a file in it, sent while the file is read.

use super::leaving::Left;
use crate::error::{Error, ErrorKind, Result};
use hyper::body::{Body, Bytes, Frame, SizeHint};
use std::fmt::{self, Write};
use std::io;
use std::path::{Path, PathBuf};
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use tokio::fs::File;
use tokio::io::{AsyncRead, ReadBuf};

/// How many bytes of a file are read at once.
const PIECE: usize = 64 << 10;

/// A file that goes with a call.
#[derive(Clone)]
pub(crate) struct Enclosure {
    pub(crate) name: String,
    pub(crate) mime_type: String,
    pub(crate) contents: Contents,
    pub(crate) progress: Option<Arc<Progress>>,
}

/// Is told how many bytes of how many were sent.
type Progress = dyn Fn(u64, u64) + Send + Sync;

#[derive(Clone)]
pub(crate) enum Contents {
    File(PathBuf),
    Bytes(Bytes),
}

impl fmt::Debug for Enclosure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Enclosure { name, mime_type, contents, progress: _ } = self;
        let mut debug = f.debug_struct("Upload");
        debug.field("name", name).field("mime_type", mime_type);
        match contents {
            Contents::File(path) => debug.field("path", path),
            Contents::Bytes(bytes) => debug.field("contents", &format_args!("{} bytes", bytes.len())),
        };
        debug.finish()
    }
}

/// A form in parts (`multipart/form-data`): texts, then a file.
pub(super) struct Form {
    pub(super) content_type: String,
    pub(super) body: Parts,
}

impl Form {
    /// Opens the file.
    pub(super) async fn new(params: &[(&str, &str)], file: &Enclosure, left: Left) -> Result<Self> {
        let boundary = format!("vtql-{:032x}", fastrand::u128(..));
        let mut head = String::new();
        for (name, value) in params {
            let name = quoted(name);
            let _ = write!(
                head,
                "--{boundary}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"
            );
        }
        let _ = write!(
            head,
            "--{boundary}\r\nContent-Disposition: form-data; name=\"filename\"; filename=\"{}\"\r\n\
             Content-Type: {}\r\n\r\n",
            quoted(&file.name),
            quoted(&file.mime_type),
        );
        let (source, total) = match &file.contents {
            Contents::File(path) => open(path).await.map_err(|error| unreadable(path, error))?,
            Contents::Bytes(bytes) => (Source::Bytes(bytes.clone()), bytes.len() as u64),
        };
        let tail = Bytes::from(format!("\r\n--{boundary}--\r\n"));
        let rest = head.len() as u64 + total + tail.len() as u64;
        let body = Parts {
            head: head.into(),
            source,
            tail,
            rest,
            sent: 0,
            total,
            progress: file.progress.clone(),
            left,
        };
        Ok(Form { content_type: format!("multipart/form-data; boundary={boundary}"), body })
    }
}

/// A text between quotes in a header (the form data of HTML 5).
fn quoted(text: &str) -> String {
    text.replace('"', "%22").replace('\r', "%0D").replace('\n', "%0A")
}

async fn open(path: &Path) -> io::Result<(Source, u64)> {
    let file = File::open(path).await?;
    let length = file.metadata().await?.len();
    Ok((Source::File { file, buffer: vec![0; PIECE], rest: length }, length))
}

fn unreadable(path: &Path, error: io::Error) -> Error {
    let message = format!("the file {} cannot be read: {error}", path.display());
    Error::new(ErrorKind::File, message).with_source(error)
}

enum Source {
    File {
        file: File,
        buffer: Vec<u8>,
        /// The bytes that are still to come of it.
        rest: u64,
    },
    Bytes(Bytes),
}

impl Source {
    /// The next piece; an empty one at the end.
    fn poll_piece(&mut self, context: &mut Context<'_>) -> Poll<io::Result<Bytes>> {
        match self {
            Source::Bytes(bytes) => Poll::Ready(Ok(bytes.split_to(PIECE.min(bytes.len())))),
            Source::File { rest: 0, .. } => Poll::Ready(Ok(Bytes::new())),
            Source::File { file, buffer, rest } => {
                let most = usize::try_from(*rest).unwrap_or(PIECE).min(PIECE);
                let mut piece = ReadBuf::new(buffer.get_mut(..most).unwrap_or_default());
                ready!(pin!(file).poll_read(context, &mut piece))?;
                let piece = Bytes::copy_from_slice(piece.filled());
                if piece.is_empty() {
                    // What was announced cannot be sent any more.
                    let message = "the file has become shorter while it was sent";
                    return Poll::Ready(Err(io::Error::new(io::ErrorKind::UnexpectedEof, message)));
                }
                *rest -= piece.len() as u64;
                Poll::Ready(Ok(piece))
            }
        }
    }
}

/// The body of a form, made while it is sent.
pub(super) struct Parts {
    head: Bytes,
    source: Source,
    tail: Bytes,
    /// The bytes that are still to be sent.
    rest: u64,
    sent: u64,
    total: u64,
    progress: Option<Arc<Progress>>,
    left: Left,
}

impl Parts {
    fn poll_bytes(&mut self, context: &mut Context<'_>) -> Poll<io::Result<Bytes>> {
        if !self.head.is_empty() {
            return Poll::Ready(Ok(std::mem::take(&mut self.head)));
        }
        let piece = ready!(self.source.poll_piece(context))?;
        if piece.is_empty() {
            return Poll::Ready(Ok(std::mem::take(&mut self.tail)));
        }
        self.sent += piece.len() as u64;
        if let Some(progress) = &self.progress {
            progress(self.sent, self.total);
        }
        Poll::Ready(Ok(piece))
    }
}

impl Body for Parts {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<io::Result<Frame<Bytes>>>> {
        let bytes = ready!(self.poll_bytes(context))?;
        self.rest -= bytes.len() as u64;
        self.left.add(bytes.len());
        Poll::Ready((!bytes.is_empty()).then(|| Ok(Frame::data(bytes))))
    }

    fn is_end_stream(&self) -> bool {
        self.left.add(0);
        self.rest == 0
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.rest)
    }
}
