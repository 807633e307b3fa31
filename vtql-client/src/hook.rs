//! A seam for one's own: to see each request, and to add headers to it.

use crate::error::{Error, ErrorKind, Result};
use reqwest::header::{
    AUTHORIZATION, CONNECTION, CONTENT_LENGTH, CONTENT_TYPE, COOKIE, HOST, HeaderMap, HeaderName,
    HeaderValue, TRANSFER_ENCODING,
};
use std::fmt;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

/// A request that is about to be sent.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Sending<'a> {
    /// The operation, as the web service names it.
    pub operation: &'a str,
    /// The module that it is about, where that is known.
    pub module: Option<&'a str>,
    /// 1 for the first attempt.
    pub attempt: u32,
    headers: HeaderMap,
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
    /// When the server gave its answer, by its own clock, in whole seconds (`Date`); `None` where it did not say.
    pub server_time: Option<SystemTime>,
}

/// Someone who has a hand in every request: counts it, measures it, or adds a header, such as the one
/// that a gateway before the server asks for. It is never given values of records, texts of queries, or
/// the access key, and cannot take the key's place.
///
/// A login is part of the request that needs it: it is not told of, and carries the same headers.
///
/// The client also makes a `tracing` span named `vtiger` for each request, at debug level, with the same
/// facts.
///
/// ```
/// use vtql_client::{Client, RequestHook, Result, Sending};
///
/// struct Gateway;
///
/// impl RequestHook for Gateway {
///     fn before(&self, request: &mut Sending<'_>) -> Result<()> {
///         request.set_header("x-gateway-tenant", "sales")
///     }
/// }
///
/// let client = Client::builder().url("https://demo.example.com").user("admin").access_key("…").hook(Gateway);
/// ```
pub trait RequestHook: Send + Sync {
    /// A request is about to be sent.
    ///
    /// # Errors
    ///
    /// An error is returned to whoever asked for the operation, and nothing is sent.
    fn before(&self, request: &mut Sending<'_>) -> Result<()> {
        let _ = request;
        Ok(())
    }

    /// An answer came, or failed to.
    fn after(&self, request: &Sending<'_>, answer: &Received) {
        let _ = (request, answer);
    }
}

impl<H: RequestHook + ?Sized> RequestHook for Arc<H> {
    fn before(&self, request: &mut Sending<'_>) -> Result<()> {
        H::before(self, request)
    }

    fn after(&self, request: &Sending<'_>, answer: &Received) {
        H::after(self, request, answer);
    }
}

/// Headers that say who asks, and where the request begins and ends: the client's own.
const RESERVED: [HeaderName; 7] =
    [AUTHORIZATION, CONNECTION, CONTENT_LENGTH, CONTENT_TYPE, COOKIE, HOST, TRANSFER_ENCODING];

impl<'a> Sending<'a> {
    pub(crate) fn new(operation: &'a str, module: Option<&'a str>, attempt: u32) -> Self {
        Sending { operation, module, attempt, headers: HeaderMap::new() }
    }

    /// Sets a header of the request, in place of an earlier one of this name. Its value shows in no
    /// `Debug`.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Config`] when name or value cannot stand in a request, or when the header is one
    /// that the client sets itself, such as `Authorization`.
    pub fn set_header(&mut self, name: &str, value: &str) -> Result<()> {
        let refused = |why: &str| Error::new(ErrorKind::Config, format!("the header `{name}` {why}"));
        let key = HeaderName::try_from(name).map_err(|_| refused("has no name that a request can have"))?;
        if RESERVED.contains(&key) {
            return Err(refused("is set by the client itself"));
        }
        let mut value =
            HeaderValue::try_from(value).map_err(|_| refused("has a value that a request cannot have"))?;
        value.set_sensitive(true);
        self.headers.insert(key, value);
        Ok(())
    }

    pub(crate) fn headers(&self) -> &HeaderMap {
        &self.headers
    }
}

/// All hooks, in the order in which they were added.
#[derive(Clone, Default)]
pub(crate) struct Hooks(Vec<Arc<dyn RequestHook>>);

impl Hooks {
    pub(crate) fn add(&mut self, hook: impl RequestHook + 'static) {
        self.0.push(Arc::new(hook));
    }

    pub(crate) fn before(&self, request: &mut Sending<'_>) -> Result<()> {
        self.0.iter().try_for_each(|hook| hook.before(request))
    }

    pub(crate) fn after(&self, request: &Sending<'_>, answer: &Received) {
        self.0.iter().for_each(|hook| hook.after(request, answer));
    }
}

impl fmt::Debug for Hooks {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} hooks", self.0.len())
    }
}
