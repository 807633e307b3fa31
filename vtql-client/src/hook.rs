//! A seam for one's own: to see each request, and to add headers to it.

use crate::error::{Error, ErrorKind, Result};
use futures::future::BoxFuture;
use reqwest::header::{
    AUTHORIZATION, CONNECTION, CONTENT_LENGTH, CONTENT_TYPE, COOKIE, HOST, HeaderMap, HeaderName,
    HeaderValue, TRANSFER_ENCODING,
};
use std::fmt;
use std::future::ready;
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime};
use tracing::field::Empty;

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

/// Someone who has a hand in every request: counts it, measures it, slows it down, refuses it, or adds a header, such
/// as the one that a gateway before the server asks for. It is never given values of records, texts of queries, or
/// the access key, and cannot take the key's place.
///
/// Every HTTP request is told of: each attempt, and the logins that requests need (`getchallenge`, `login`), but not the
/// end of the sessions of a client that is dropped. Whatever
/// was told of to [`before`](RequestHook::before) is told of once more: to [`after`](RequestHook::after) when an answer
/// came or failed to, to [`cancelled`](RequestHook::cancelled) when nobody waits for it any more.
///
/// The client also makes a `tracing` span named `vtiger` for each request, at debug level, with the same
/// facts.
///
/// ```
/// use vtql_client::{Client, Error, Received, RequestHook, Result, Sending};
///
/// struct Gateway;
///
/// impl RequestHook for Gateway {
///     async fn before(&self, request: &mut Sending<'_>) -> Result<()> {
///         if request.operation == "delete" {
///             return Err(Error::hook("this program deletes nothing"));
///         }
///         let tenant = tenant().await;
///         request.set_header("x-gateway-tenant", &tenant)
///     }
///
///     async fn after(&self, request: &Sending<'_>, answer: &Received) -> Result<()> {
///         println!("{} {:?} {:?}", request.operation, answer.status, answer.elapsed);
///         Ok(())
///     }
/// }
/// # async fn tenant() -> String { "sales".to_owned() }
///
/// let client = Client::builder().url("https://demo.example.com").user("admin").access_key("…").hook(Gateway);
/// ```
pub trait RequestHook: Send + Sync {
    /// A request is about to be sent.
    ///
    /// # Errors
    ///
    /// An error is returned to whoever asked for the operation, and nothing is sent. [`Error::hook`] makes one.
    fn before(&self, request: &mut Sending<'_>) -> impl Future<Output = Result<()>> + Send {
        let _ = request;
        ready(Ok(()))
    }

    /// An answer came, or failed to.
    ///
    /// # Errors
    ///
    /// An error takes the place of a success; a write may then [have been done](Error::may_have_been_done). Where the
    /// request failed, its own error is returned.
    fn after(&self, request: &Sending<'_>, answer: &Received) -> impl Future<Output = Result<()>> + Send {
        let _ = (request, answer);
        ready(Ok(()))
    }

    /// The request was given up after that time: its future was dropped before an answer came.
    fn cancelled(&self, request: &Sending<'_>, elapsed: Duration) {
        let _ = (request, elapsed);
    }
}

impl<H: RequestHook> RequestHook for Arc<H> {
    fn before(&self, request: &mut Sending<'_>) -> impl Future<Output = Result<()>> + Send {
        H::before(self, request)
    }

    fn after(&self, request: &Sending<'_>, answer: &Received) -> impl Future<Output = Result<()>> + Send {
        H::after(self, request, answer)
    }

    fn cancelled(&self, request: &Sending<'_>, elapsed: Duration) {
        H::cancelled(self, request, elapsed);
    }
}

type Told<'a> = BoxFuture<'a, Result<()>>;

/// A hook of any type.
trait AnyHook: Send + Sync {
    fn before<'a>(&'a self, request: &'a mut Sending<'_>) -> Told<'a>;
    fn after<'a>(&'a self, request: &'a Sending<'_>, answer: &'a Received) -> Told<'a>;
    fn cancelled(&self, request: &Sending<'_>, elapsed: Duration);
}

impl<H: RequestHook> AnyHook for H {
    fn before<'a>(&'a self, request: &'a mut Sending<'_>) -> Told<'a> {
        Box::pin(RequestHook::before(self, request))
    }

    fn after<'a>(&'a self, request: &'a Sending<'_>, answer: &'a Received) -> Told<'a> {
        Box::pin(RequestHook::after(self, request, answer))
    }

    fn cancelled(&self, request: &Sending<'_>, elapsed: Duration) {
        RequestHook::cancelled(self, request, elapsed);
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
}

/// All hooks, in the order in which they were added.
#[derive(Clone, Default)]
pub(crate) struct Hooks(Vec<Arc<dyn AnyHook>>);

impl Hooks {
    pub(crate) fn add(&mut self, hook: impl RequestHook + 'static) {
        self.0.push(Arc::new(hook));
    }

    /// Tells of a request that is about to be sent.
    pub(crate) async fn begin<'a>(
        &'a self,
        operation: &'a str,
        module: Option<&'a str>,
        attempt: u32,
    ) -> Result<UnderWay<'a>> {
        let mut request = Sending::new(operation, module, attempt);
        for hook in &self.0 {
            hook.before(&mut request).await?;
        }
        Ok(UnderWay { hooks: self, request, started: Some(Instant::now()) })
    }
}

/// A request that hooks were told of. Dropped before its [`end`](UnderWay::end), it was given up.
pub(crate) struct UnderWay<'a> {
    hooks: &'a Hooks,
    request: Sending<'a>,
    started: Option<Instant>,
}

impl UnderWay<'_> {
    /// The headers that hooks want the request to have.
    pub(crate) fn headers(&self) -> &HeaderMap {
        &self.request.headers
    }

    /// The time since it began.
    pub(crate) fn elapsed(&self) -> Duration {
        self.started.map(|started| started.elapsed()).unwrap_or_default()
    }

    /// Tells what came of it; answers that, or the error of a hook.
    pub(crate) async fn end<T>(mut self, mut answer: Received, outcome: Result<T>) -> Result<T> {
        self.started = None;
        answer.error = outcome.as_ref().err().map(Error::kind);
        answer.record(&tracing::Span::current());
        let mut refusal = None;
        for hook in &self.hooks.0 {
            if let Err(error) = hook.after(&self.request, &answer).await {
                refusal.get_or_insert(error);
            }
        }
        match (outcome, refusal) {
            (Ok(_), Some(error)) => Err(error.of_an_open_end()),
            (outcome, _) => outcome,
        }
    }
}

impl Drop for UnderWay<'_> {
    fn drop(&mut self) {
        if let Some(started) = self.started {
            self.hooks.0.iter().for_each(|hook| hook.cancelled(&self.request, started.elapsed()));
        }
    }
}

impl Received {
    /// Nothing came, so far.
    pub(crate) fn nothing(elapsed: Duration) -> Self {
        Received { status: None, bytes: 0, elapsed, error: None, server_time: None }
    }

    fn record(&self, span: &tracing::Span) {
        if let Some(status) = self.status {
            span.record("status", status);
            span.record("bytes", self.bytes);
        }
        span.record("ms", u64::try_from(self.elapsed.as_millis()).unwrap_or(u64::MAX));
        match self.error {
            Some(kind) => {
                span.record("error", kind.as_str());
                tracing::debug!("failed");
            }
            None => tracing::debug!("done"),
        }
    }
}

/// The span of a request, whose facts are recorded when it is at its end.
pub(crate) fn span(operation: &str, module: Option<&str>, attempt: u32) -> tracing::Span {
    tracing::debug_span!(
        "vtiger",
        operation,
        module,
        attempt,
        status = Empty,
        bytes = Empty,
        ms = Empty,
        error = Empty,
    )
}

impl fmt::Debug for Hooks {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} hooks", self.0.len())
    }
}
