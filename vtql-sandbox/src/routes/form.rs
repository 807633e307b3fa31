//! The parameters of a request.

use super::bounded::Allowance;
use super::limits;
use crate::gates::{FORM, Gates, LARGE_FORM_UNIT};
use crate::operations::{Parameters, Upload};
use crate::state::State;
use axum::body::{Body, Bytes};
use axum::extract::multipart::Field;
use axum::extract::{FromRequest, Multipart, Request};
use axum::http::{Method, StatusCode, header};
use hyper::body::Body as _;
use std::future::poll_fn;
use std::pin::Pin;
use tokio::io::AsyncWriteExt;
use tokio::sync::OwnedSemaphorePermit;

/// The name of the parameter that names a session.
const SESSION: &str = "sessionName";

/// The largest body, in bytes: files and texts.
const MOST: u64 = limits::UPLOAD + FORM as u64;

/// The parameters of a request: of the URL, and of a form in the body.
#[derive(Debug, Default)]
pub(super) struct Submitted {
    pub(super) url: Parameters,
    pub(super) form: Parameters,
}

impl Submitted {
    /// A parameter of the form or of the URL.
    pub(super) fn either(&self, name: &str) -> Option<&str> {
        self.form.get(name).or_else(|| self.url.get(name))
    }

    /// Both, the form's winning.
    pub(super) fn merged(self) -> Parameters {
        let mut texts = self.url.texts;
        texts.extend(self.form.texts);
        Parameters { texts, files: self.form.files }
    }
}

/// The room that one request has taken, until it is dropped.
#[derive(Debug)]
pub(super) struct Room {
    allowance: Allowance,
    known: bool,
    /// The bytes of texts, and of a stranger's files.
    kept: usize,
    /// What the request says of the length of its body.
    declared: usize,
    large: Option<OwnedSemaphorePermit>,
    upload: Option<OwnedSemaphorePermit>,
    /// The bytes of files.
    uploaded: u64,
}

impl Room {
    fn new(request: &Request) -> Self {
        let declared = request.body().size_hint().exact().unwrap_or(u64::MAX);
        Room {
            allowance: request.extensions().get::<Allowance>().cloned().unwrap_or_default(),
            known: false,
            kept: 0,
            declared: usize::try_from(declared).unwrap_or(usize::MAX),
            large: None,
            upload: None,
            uploaded: 0,
        }
    }

    /// Whoever sends the request is known.
    fn admit(&mut self) {
        self.known = true;
        self.allowance.raise(MOST);
    }

    /// Makes room for so many bytes of texts, perhaps when others have given theirs back.
    async fn keep(&mut self, gates: &Gates, bytes: usize) -> Result<(), StatusCode> {
        self.kept = self.kept.saturating_add(bytes);
        if u64::try_from(self.kept).is_ok_and(|kept| kept <= limits::STRANGER) {
            return Ok(());
        }
        if !self.known || self.kept > FORM {
            return Err(StatusCode::PAYLOAD_TOO_LARGE);
        }
        if self.large.is_none() {
            // All at once: two that wait for each other's rest would wait for ever.
            let units = self.declared.clamp(1, FORM).div_ceil(LARGE_FORM_UNIT);
            let units = u32::try_from(units).unwrap_or(u32::MAX);
            let permit = gates.large_forms.clone().acquire_many_owned(units).await;
            self.large = Some(permit.map_err(|_| StatusCode::SERVICE_UNAVAILABLE)?);
        }
        Ok(())
    }

    /// Makes room for so many bytes of a file.
    async fn upload(&mut self, gates: &Gates, bytes: usize) -> Result<(), StatusCode> {
        if !self.known {
            return self.keep(gates, bytes).await;
        }
        self.uploaded = self.uploaded.saturating_add(u64::try_from(bytes).unwrap_or(u64::MAX));
        if self.uploaded > limits::UPLOAD {
            return Err(StatusCode::PAYLOAD_TOO_LARGE);
        }
        if self.upload.is_none() {
            let permit = gates.uploads.clone().acquire_owned().await;
            self.upload = Some(permit.map_err(|_| StatusCode::SERVICE_UNAVAILABLE)?);
        }
        Ok(())
    }
}

/// Reads the parameters of a request, from somebody `known` or from a stranger, who is known when a session
/// is met on the way. A body that cannot be read is an empty one, as in PHP, unless it is too large or too slow.
pub(super) async fn read(
    request: Request,
    state: &State,
    known: bool,
) -> Result<(Submitted, Room), StatusCode> {
    let mut room = Room::new(&request);
    let url = texts(request.uri().query().unwrap_or_default().as_bytes());
    if known || url.get(SESSION).is_some_and(|name| state.sessions.is_open(name)) {
        room.admit();
    }
    let content_type = request.headers().get(header::CONTENT_TYPE);
    let content_type = content_type.and_then(|value| value.to_str().ok()).unwrap_or_default();
    if room.known && request.body().size_hint().lower() > MOST {
        return Err(StatusCode::PAYLOAD_TOO_LARGE);
    }
    let has_body = request.method() != Method::GET;
    let form = if has_body && content_type.starts_with("application/x-www-form-urlencoded") {
        encoded(request.into_body(), state, &mut room).await
    } else if has_body && content_type.starts_with("multipart/form-data") {
        parts(request, state, &mut room).await
    } else {
        Ok(Parameters::default())
    };
    let form = match (form, room.allowance.refusal()) {
        (Ok(form), None) => form,
        (Err(Unread::Refused(status)), _) | (_, Some(status)) => return Err(status),
        (Err(Unread::Unreadable), None) => Parameters::default(),
    };
    Ok((Submitted { url, form }, room))
}

/// Why there is no form.
enum Unread {
    Refused(StatusCode),
    Unreadable,
}

impl From<StatusCode> for Unread {
    fn from(status: StatusCode) -> Self {
        Unread::Refused(status)
    }
}

/// The parameters in a text of pairs.
fn texts(pairs: &[u8]) -> Parameters {
    Parameters { texts: form_urlencoded::parse(pairs).into_owned().collect(), files: Vec::new() }
}

async fn encoded(mut body: Body, state: &State, room: &mut Room) -> Result<Parameters, Unread> {
    let mut bytes = Vec::new();
    while let Some(frame) = poll_fn(|context| Pin::new(&mut body).poll_frame(context)).await {
        let frame = frame.map_err(|_| Unread::Unreadable)?;
        let Some(data) = frame.data_ref() else { continue };
        bytes.extend_from_slice(data);
        if !room.known && has_session(&bytes, state) {
            room.admit();
        }
        room.keep(&state.gates, data.len()).await?;
    }
    Ok(texts(&bytes))
}

/// Whether the part of a form that has come names an open session.
fn has_session(bytes: &[u8], state: &State) -> bool {
    let whole = bytes.iter().rposition(|byte| *byte == b'&').and_then(|end| bytes.get(..end));
    let mut pairs = form_urlencoded::parse(whole.unwrap_or_default());
    pairs.any(|(name, value)| name == SESSION && state.sessions.is_open(&value))
}

/// The texts and files of a form in parts.
async fn parts(request: Request, state: &State, room: &mut Room) -> Result<Parameters, Unread> {
    let mut parts = Multipart::from_request(request, &()).await.map_err(|_| Unread::Unreadable)?;
    let mut parameters = Parameters::default();
    while let Some(part) = parts.next_field().await.map_err(|_| Unread::Unreadable)? {
        let name = part.name().unwrap_or_default().to_owned();
        if let Some(file) = part.file_name().map(str::to_owned) {
            let content_type = part.content_type().unwrap_or("application/octet-stream").to_owned();
            let (contents, size) = file_of(part, state, room).await?;
            parameters.files.push(Upload { name: file, content_type, contents, size });
        } else {
            let text = text_of(part, state, room).await?;
            if name == SESSION && state.sessions.is_open(&text) {
                room.admit();
            }
            parameters.texts.insert(name, text);
        }
    }
    Ok(parameters)
}

async fn next(part: &mut Field<'_>) -> Result<Option<Bytes>, Unread> {
    part.chunk().await.map_err(|_| Unread::Unreadable)
}

async fn text_of(mut part: Field<'_>, state: &State, room: &mut Room) -> Result<String, Unread> {
    let mut bytes = Vec::new();
    // Names and headers of parts take room as well.
    room.keep(&state.gates, 64).await?;
    while let Some(chunk) = next(&mut part).await? {
        room.keep(&state.gates, chunk.len()).await?;
        bytes.extend_from_slice(&chunk);
    }
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// Writes a file to disk while it comes.
async fn file_of(
    mut part: Field<'_>,
    state: &State,
    room: &mut Room,
) -> Result<(tempfile::TempPath, u64), Unread> {
    let failed = |error: std::io::Error| {
        tracing::error!(%error, "an upload could not be kept");
        Unread::Refused(StatusCode::INSUFFICIENT_STORAGE)
    };
    room.keep(&state.gates, 256).await?;
    let (file, path) = state.store.files.receive().map_err(failed)?.into_parts();
    let mut file = tokio::fs::File::from_std(file);
    let mut size = 0_u64;
    while let Some(chunk) = next(&mut part).await? {
        room.upload(&state.gates, chunk.len()).await?;
        file.write_all(&chunk).await.map_err(failed)?;
        size = size.saturating_add(u64::try_from(chunk.len()).unwrap_or(u64::MAX));
    }
    file.flush().await.map_err(failed)?;
    Ok((path, size))
}
