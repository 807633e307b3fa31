use super::describes::Describes;
use super::{Client, Inner, PageSize};
use crate::error::{Error, ErrorKind, Result};
use crate::hook::{Hooks, RequestHook};
use crate::limit::{Allowance, Limiter};
use crate::retry::RetryPolicy;
use crate::transport::{Bounds, Credentials, Endpoint, Transport};
use secrecy::{ExposeSecret, SecretString};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
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
#[derive(Clone, Debug, Default)]
pub struct ClientBuilder {
    url: Option<String>,
    user: Option<String>,
    access_key: Option<SecretString>,
    plain_hosts: Vec<String>,
    page_size: PageSize,
    hooks: Hooks,
    concurrency: Option<usize>,
    budgets: Vec<(u64, Duration)>,
    retry: RetryPolicy,
    bounds: Bounds,
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

    /// How reads are retried.
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
    pub fn build(self) -> Result<Client> {
        let url = self.url.ok_or_else(|| missing("the URL of the instance"))?;
        let user = self.user.filter(|it| !it.is_empty()).ok_or_else(|| missing("the user name"))?;
        let access_key = self
            .access_key
            .filter(|key| !key.expose_secret().is_empty())
            .ok_or_else(|| missing("the access key"))?;
        let endpoint = Endpoint::new(&url, &self.plain_hosts)?;
        let transport = Transport::new(endpoint, Credentials::new(user, access_key), self.bounds)?;
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
            is_noisy: AtomicBool::new(false),
        };
        Ok(Client { inner: Arc::new(inner) })
    }
}

const MINUTE: Duration = Duration::from_mins(1);
const DEFAULT_CONCURRENCY: usize = 8;

fn missing(what: &str) -> Error {
    Error::new(ErrorKind::Config, format!("{what} is not set"))
}
