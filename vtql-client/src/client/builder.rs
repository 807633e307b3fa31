use super::describes::Describes;
use super::{Client, Inner, PageSize};
use crate::error::{Error, ErrorKind, Result};
use crate::hook::{Hooks, RequestHook};
use crate::limit::{Allowance, Limiter};
use crate::retry::RetryPolicy;
use crate::time::Time;
use crate::transport::{Bounds, Credentials, Endpoint, Options, Tokens, Transport};
use futures::{FutureExt, TryFutureExt};
use secrecy::{ExposeSecret, SecretString};
use std::fmt;
use std::future::ready;
#[cfg(feature = "replay")]
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// Sets up a [`Client`].
///
/// ```
/// # fn main() -> Result<(), vtql_client::Error> {
/// use std::time::Duration;
/// use vtql_client::Client;
///
/// let client = Client::builder()
///     .url("https://your_instance.odx.vtiger.com")
///     .user("admin@example.com")
///     .access_key("the key from My Preferences")
///     .timeout(Duration::from_secs(20))
///     .build()?;
/// # drop(client);
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Default)]
pub struct ClientBuilder {
    url: Option<String>,
    user: Option<String>,
    access_key: Option<SecretString>,
    tokens: Option<Tokens>,
    plain_hosts: Vec<String>,
    page_size: PageSize,
    hooks: Hooks,
    concurrency: Option<usize>,
    budgets: Vec<(u64, Duration)>,
    retry: RetryPolicy,
    bounds: Bounds,
    options: Options,
}

impl ClientBuilder {
    /// The address of the instance (`https://your_instance.odx.vtiger.com`), or of its endpoint:
    /// `…/restapi/v1/vtiger/default` in the cloud, `…/webservice.php` of the open-source edition.
    pub fn url(mut self, url: impl Into<String>) -> Self {
        self.url = Some(url.into());
        self
    }

    /// The user name.
    pub fn user(mut self, user: impl Into<String>) -> Self {
        self.user = Some(user.into());
        self
    }

    /// The user's access key (*My Preferences*), not the password. It is wiped from memory when the
    /// last client that uses it is dropped, and never shown.
    pub fn access_key(mut self, key: impl Into<SecretString>) -> Self {
        self.access_key = Some(key.into());
        self
    }

    /// A token for each request (`Authorization: Bearer`), in place of an access key: for gateways and editions that
    /// take one. REST only. The user name is then what [`Client::user`](super::Client::user) tells, and is not sent.
    pub fn bearer_token(self, token: impl Into<SecretString>) -> Self {
        let token = token.into();
        self.bearer_tokens(move || ready(Ok(token.clone())))
    }

    /// The same with tokens that expire: `source` gives the one for the next request.
    ///
    /// ```
    /// use vtql_client::{Client, Error, Result};
    ///
    /// async fn token() -> Result<String> {
    ///     let token = std::env::var("CRM_TOKEN").map_err(Error::hook)?;
    ///     Ok(token)
    /// }
    ///
    /// let client = Client::builder().url("https://demo.example.com").bearer_tokens(token).build()?;
    /// # Ok::<(), Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// An error of the source is returned to whoever asked for the operation, and nothing is sent.
    pub fn bearer_tokens<T: Into<SecretString> + 'static, F: Future<Output = Result<T>> + Send + 'static>(
        mut self,
        source: impl Fn() -> F + Send + Sync + 'static,
    ) -> Self {
        self.tokens = Some(Arc::new(move || source().map_ok(Into::into).boxed()));
        self
    }

    /// Allows `http` to this host, which is not a loopback one: the access key goes there
    /// unencrypted. Only the very name that the URL uses counts.
    pub fn allow_http(mut self, host: impl Into<String>) -> Self {
        self.plain_hosts.push(host.into());
        self
    }

    /// How many rows a page of a query asks for: 100 unless set. The server may answer fewer.
    pub fn page_size(mut self, rows: PageSize) -> Self {
        self.page_size = rows;
        self
    }

    /// How many requests run together at most, over all clones of the client: 8 unless set.
    pub fn concurrency(mut self, requests: usize) -> Self {
        self.concurrency = Some(requests);
        self
    }

    /// A budget of requests in any 60 seconds, over all clones of the client, so that others who use the same
    /// quota keep some of it. Requests wait for it in turn, however long that takes. The quota that the server
    /// announces is kept to in any case.
    pub fn requests_per_minute(mut self, requests: u64) -> Self {
        self.budgets.retain(|(_, window)| *window != MINUTE);
        self.requests_in(requests, MINUTE)
    }

    /// The same for a window of any length, beside those that were set before. A window counts from where a request
    /// begins to where the next may.
    ///
    /// The cloud edition allows so many requests an hour as well, and does not announce how many are left. Unless a
    /// budget an hour is set, the client keeps to what Vtiger's plans allow beside the announced limit of a minute:
    /// 1,000, 4,000 or 5,000 ([`Quota::hourly_limit`](crate::Quota::hourly_limit)). Set one where others use the
    /// same quota.
    pub fn requests_in(mut self, requests: u64, window: Duration) -> Self {
        self.budgets.push((requests, window));
        self
    }

    /// Lets someone have a hand in every request. Hooks are asked in the order in which they were added.
    pub fn hook(mut self, hook: impl RequestHook + 'static) -> Self {
        self.hooks.add(hook);
        self
    }

    /// How often and how long requests are tried again.
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.retry = policy;
        self
    }

    /// The time that one request may take, from first byte sent to last byte received: 60 s unless set.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.bounds.request = timeout;
        self
    }

    /// The time that a connection may take to be made: 10 s unless set.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.bounds.connect = timeout;
        self
    }

    /// Sends everything through a proxy: `http://HOST:PORT`, with `USER:PASSWORD@` before the host where it wants them.
    /// Without this the variables `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY` of the environment say so, but for loopback.
    pub fn proxy(mut self, url: impl Into<SecretString>) -> Self {
        self.options.proxy = Some(url.into());
        self
    }

    /// Trusts these authorities as well, beside those of the system: certificates as PEM.
    pub fn root_certificates(mut self, pem: impl Into<Vec<u8>>) -> Self {
        self.options.roots.push(pem.into());
        self
    }

    /// Shows this certificate to the server: as PEM, and its private key behind it.
    pub fn client_certificate(mut self, pem: impl Into<SecretString>) -> Self {
        self.options.identity = Some(pem.into());
        self
    }

    /// Whether answers may be sent packed.
    #[cfg(feature = "gzip")]
    pub fn gzip(mut self, on: bool) -> Self {
        self.options.gzip = on;
        self
    }

    /// Sends everything with this HTTP client, which is shared with the rest of the program or set up by hand: proxy,
    /// certificates and the time for a connection are then its own affair.
    ///
    /// Set it up with `http1_only()`: the cloud's error codes stand in the reason phrase, which HTTP/2 does not have.
    /// And with `redirect(Policy::none())`: an answer from elsewhere is refused.
    ///
    /// The `reqwest` that this crate exports has no cryptography of its own. To make a client of it depend on `reqwest`
    /// with its feature `rustls` as well, or give it a configuration of `rustls` (`tls_backend_preconfigured`), or
    /// install a provider for the process; else `build()` panics.
    ///
    /// A layer of `tower` goes around the connections of such a client. What happens to single requests and answers is
    /// for a [hook](ClientBuilder::hook).
    ///
    /// ```no_run
    /// use std::time::Duration;
    /// use tower::timeout::TimeoutLayer;
    /// use vtql_client::{Client, reqwest};
    ///
    /// let http = reqwest::Client::builder()
    ///     .http1_only()
    ///     .redirect(reqwest::redirect::Policy::none())
    ///     .connector_layer(TimeoutLayer::new(Duration::from_secs(2)))
    ///     .build()?;
    /// let client = Client::builder().url("https://example.od2.vtiger.com").http_client(http);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn http_client(mut self, client: reqwest::Client) -> Self {
        self.options.client = Some(client);
        self
    }

    /// Writes every exchange down, in place of what is at `path`: for tests that run without the CRM, as
    /// [`replay`](crate::replay) describes.
    #[cfg(feature = "replay")]
    pub fn record(mut self, path: impl Into<PathBuf>) -> Self {
        self.options.tape = Some(path.into());
        self
    }

    /// The client on a tape, with the settings that were made.
    #[cfg(feature = "replay")]
    pub(crate) fn on_tape(self, path: &Path) -> Result<Client> {
        Ok(self.on(Transport::of_tape(path)?))
    }

    /// The longest answer that is taken, in bytes: 128 MiB unless set. What the client keeps of an answer is at
    /// most some times its length.
    pub fn longest_answer(mut self, bytes: usize) -> Self {
        self.bounds.answer = bytes;
        self
    }

    /// The client. Nothing is sent yet: [`Client::me`] shows whether the credentials are right.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Config`] when URL, user or key are missing or unusable,
    /// [`ErrorKind::InsecureUrl`] when the key would travel unencrypted.
    pub fn build(mut self) -> Result<Client> {
        let url = self.url.take().ok_or_else(|| missing("the URL of the instance"))?;
        let endpoint = Endpoint::new(&url, &self.plain_hosts)?;
        let user = self.user.take().filter(|it| !it.is_empty());
        let credentials = match (self.tokens.take(), self.access_key.take()) {
            (Some(_), Some(_)) => {
                let message = "both an access key and a bearer token are set: leave one out";
                return Err(Error::new(ErrorKind::Config, message));
            }
            (Some(tokens), None) => Credentials::with_tokens(user.unwrap_or_default(), tokens),
            (None, key) => {
                let user = user.ok_or_else(|| missing("the user name"))?;
                let key = key.filter(|key| !key.expose_secret().is_empty());
                Credentials::new(user, key.ok_or_else(|| missing("the access key"))?)
            }
        };
        let options = std::mem::take(&mut self.options);
        let transport = Transport::new(endpoint, credentials, self.bounds, options)?;
        Ok(self.on(transport))
    }

    fn on(self, transport: Transport) -> Client {
        let limiter = Limiter::new(&Allowance {
            concurrency: self.concurrency.unwrap_or(DEFAULT_CONCURRENCY),
            budgets: self.budgets,
            longest_wait: self.retry.longest_retry_after,
        });
        let hooks = self.hooks;
        let inner = Inner {
            transport,
            hooks,
            limiter,
            retry: self.retry,
            page_size: self.page_size,
            describes: Describes::default(),
            noises: Mutex::default(),
        };
        Client { inner: Arc::new(inner), time: Time::default(), tries_once: false }
    }
}

/// What it would connect to, as whom.
impl fmt::Debug for ClientBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ClientBuilder { url, user, page_size, concurrency, retry, bounds, options, .. } = self;
        let mut debug = f.debug_struct("ClientBuilder");
        debug.field("url", url).field("user", user).field("page_size", page_size);
        debug.field("concurrency", concurrency).field("retry", retry).field("bounds", bounds);
        debug.field("options", options).finish_non_exhaustive()
    }
}

const MINUTE: Duration = Duration::from_mins(1);
const DEFAULT_CONCURRENCY: usize = 8;

fn missing(what: &str) -> Error {
    Error::new(ErrorKind::Config, format!("{what} is not set"))
}
