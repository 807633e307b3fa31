//! Bodies that are made while they are sent.

use axum::body::{Body, Bytes};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use futures::stream::{self, StreamExt};
use std::io;
use std::time::Duration;
use tokio::fs::File;
use tokio::io::AsyncReadExt;
use tokio::time::sleep;

/// How many bytes of a file are written at once: a multiple of three, so that the parts of its Base64 make one.
const PART: usize = 3 * 16 * 1024;

/// The time between two pieces, and the least before a connection is broken: what was sent is on its way.
const PAUSE: Duration = Duration::from_millis(20);

/// A body of `text` with a file at the place `at`, as Base64.
pub(super) fn with_file(text: Vec<u8>, at: usize, file: std::fs::File) -> Body {
    let mut before = Bytes::from(text);
    let after = before.split_off(at.min(before.len()));
    let parts = stream::try_unfold(File::from_std(file), |mut file| async move {
        let mut part = Vec::with_capacity(PART);
        (&mut file).take(PART as u64).read_to_end(&mut part).await?;
        Ok::<_, io::Error>((!part.is_empty()).then(|| (STANDARD.encode(part).into(), file)))
    });
    let text = |text| stream::iter([Ok(text)]);
    Body::from_stream(text(before).chain(parts).chain(text(after)))
}

/// A body that comes in pieces, spread over `time`, and `breaks` after that.
pub(super) fn in_pieces(body: Bytes, time: Duration, breaks: bool) -> Body {
    let most = usize::try_from(time.as_millis() / PAUSE.as_millis()).unwrap_or(usize::MAX);
    let number = most.clamp(1, body.len().max(1));
    let pause = time.div_f64(u32::try_from(number).unwrap_or(u32::MAX).into());
    let pause = if breaks { pause.max(PAUSE) } else { pause };
    let size = body.len().div_ceil(number).max(1);
    let pieces = stream::unfold((body, false), move |(mut rest, has_begun): (Bytes, bool)| async move {
        if has_begun && (breaks || !rest.is_empty()) {
            sleep(pause).await;
        }
        let piece = rest.split_to(size.min(rest.len()));
        (!piece.is_empty()).then_some((Ok(piece), (rest, true)))
    });
    let end = breaks.then(|| Err(io::Error::from(io::ErrorKind::ConnectionReset)));
    Body::from_stream(pieces.chain(stream::iter(end)))
}
