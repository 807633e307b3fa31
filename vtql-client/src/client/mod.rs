//! The client: one handle to one instance as one user.

mod builder;
mod describes;
mod page_size;
mod send;
mod session;

pub use builder::ClientBuilder;
pub use page_size::PageSize;

use crate::error::{Error, ErrorKind, Result};
use crate::hook::Hooks;
use crate::limit::{Limiter, Quota};
use crate::retry::RetryPolicy;
use crate::time::Time;
use crate::transport::Transport;
use secrecy::SecretString;
use std::collections::BTreeSet;
use std::fmt;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

/// A handle to a Vtiger instance. Cloning it is cheap, and all clones share their connections.
///
/// ```no_run
/// # async fn run() -> Result<(), vtql_client::Error> {
/// use vtql_client::Client;
///
/// let client = Client::from_env()?;
/// println!("logged in as {}", client.me().await?.user_name);
/// let rows = client.query("select lastname, email from Contacts where mailingcity = 'Paris'")?;
/// for contact in rows.all().await? {
///     println!("{:?} {:?}", contact.get("lastname"), contact.get("email"));
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Client {
    inner: Arc<Inner>,
    time: Time,
    /// Nothing is tried again.
    tries_once: bool,
}

struct Inner {
    transport: Transport,
    hooks: Hooks,
    limiter: Limiter,
    retry: RetryPolicy,
    page_size: PageSize,
    describes: describes::Describes,
    /// Texts that the server shows beside answers that are in order, by their hashes.
    noises: Mutex<BTreeSet<u64>>,
}

impl Client {
    /// A client with default settings; see [`ClientBuilder`].
    pub fn new(
        url: impl Into<String>,
        user: impl Into<String>,
        access_key: impl Into<SecretString>,
    ) -> Result<Self> {
        Client::builder().url(url).user(user).access_key(access_key).build()
    }

    /// Sets up a client step by step.
    pub fn builder() -> ClientBuilder {
        ClientBuilder::default()
    }

    /// A client from the environment: `VTIGER_URL`, `VTIGER_USER` and `VTIGER_ACCESS_KEY`.
    pub fn from_env() -> Result<Self> {
        let read = |name: &str| {
            std::env::var(name).map_err(|_| {
                Error::new(ErrorKind::Config, format!("the environment variable {name} is not set"))
            })
        };
        Client::new(read("VTIGER_URL")?, read("VTIGER_USER")?, read("VTIGER_ACCESS_KEY")?)
    }

    /// The address that requests go to.
    pub fn endpoint(&self) -> &str {
        self.inner.transport.endpoint().as_str()
    }

    /// The name of the user that requests are made as.
    pub fn user(&self) -> &str {
        self.inner.transport.user()
    }

    /// The page size of queries that do not set their own.
    pub fn page_size(&self) -> PageSize {
        self.inner.page_size
    }

    /// A handle whose requests may take this long each, in place of
    /// [`ClientBuilder::timeout`](ClientBuilder::timeout). The quota and the connections are those of this one.
    ///
    /// ```no_run
    /// # async fn run(client: vtql_client::Client, id: vtql_client::RecordId) -> vtql_client::Result<()> {
    /// use std::time::Duration;
    ///
    /// let contact = client.with_timeout(Duration::from_secs(5)).retrieve(id).await?;
    /// # drop(contact);
    /// # Ok(())
    /// # }
    /// ```
    pub fn with_timeout(&self, timeout: Duration) -> Self {
        Client { time: Time { timeout: Some(timeout), ..self.time }, ..self.clone() }
    }

    /// A handle whose calls end at this moment, with all that they take: waits for quota, logins, attempts, and all
    /// pages of a query. What was not sent by then is [`ErrorKind::Timeout`], and was not done.
    pub fn with_deadline(&self, deadline: Instant) -> Self {
        Client { time: Time { deadline: Some(deadline.into()), ..self.time }, ..self.clone() }
    }

    /// A handle whose requests are not tried again when they fail, whatever
    /// [`ClientBuilder::retry`](ClientBuilder::retry) says.
    pub fn with_one_attempt(&self) -> Self {
        Client { tries_once: true, ..self.clone() }
    }

    /// Whether no clone of this handle is left.
    #[cfg(feature = "blocking")]
    pub(crate) fn is_last_handle(&self) -> bool {
        Arc::strong_count(&self.inner) == 1
    }

    /// How many requests run together at most.
    pub(crate) fn concurrency(&self) -> usize {
        self.inner.limiter.concurrency()
    }

    /// What the server said last about how many requests are left.
    pub fn quota(&self) -> Quota {
        self.inner.limiter.quota()
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client").field("endpoint", &self.endpoint()).field("user", &self.user()).finish()
    }
}
