//! The client: one handle to one instance as one user.

mod builder;
mod credentials;
mod endpoint;
mod page_size;

pub use builder::ClientBuilder;
pub(crate) use credentials::Credentials;
pub(crate) use endpoint::{Endpoint, Interface};
pub use page_size::PageSize;

use crate::error::{Error, ErrorKind, Result};
use crate::limit::{Limiter, Quota};
use crate::retry::{self, RetryPolicy};
use crate::transport::{Answer, Call, Transport};
use secrecy::SecretString;
use serde::de::DeserializeOwned;
use std::fmt;
use std::sync::Arc;
use vtql_parser::ast::RecordId;

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
}

struct Inner {
    transport: Transport,
    limiter: Limiter,
    retry: RetryPolicy,
    page_size: PageSize,
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

    /// What the server said last about how many requests are left.
    pub fn quota(&self) -> Quota {
        self.inner.limiter.quota()
    }

    /// Sends a call and reads its answer with `read`. Both together are tried again when the call only
    /// reads: an answer that was cut off shows when it is read.
    pub(crate) async fn send<T>(&self, call: &Call<'_>, read: impl Fn(Answer) -> Result<T>) -> Result<T> {
        let attempt = || async {
            let admission = self.inner.limiter.admit().await?;
            let answer = self.inner.transport.exchange(call).await?;
            admission.answered(answer.headers());
            drop(admission);
            answer.check()?;
            read(answer)
        };
        let outcome = if call.only_reads() {
            retry::with_backoff(&self.inner.retry, attempt).await
        } else {
            attempt().await.map_err(Error::of_a_write)
        };
        outcome.map_err(|error| self.about(error, call).with_operation(call.operation()))
    }

    /// `webservice.php` answers an operation that it does not have with an empty 500, as it does when
    /// one fails.
    fn about(&self, error: Error, call: &Call<'_>) -> Error {
        let silent = error.body().is_some_and(|body| body.total_bytes() == 0);
        let in_vain = self.endpoint_has_sessions() && CLOUD_ONLY.contains(&call.operation());
        if in_vain && silent && error.status() == Some(500) { error.of_a_missing_operation() } else { error }
    }

    fn endpoint_has_sessions(&self) -> bool {
        self.inner.transport.endpoint().interface() == Interface::Session
    }

    /// Ends the session on an endpoint that has sessions (`webservice.php`); the next request would log
    /// in again. Without sessions there is nothing to do.
    pub async fn logout(&self) -> Result<()> {
        self.inner.transport.logout().await
    }

    /// Keeps the session from going idle on an endpoint that has sessions; without, there is nothing to
    /// do. A session that has gone is replaced by itself when it is next used.
    pub async fn extend_session(&self) -> Result<()> {
        if self.endpoint_has_sessions() {
            return self.result(&Call::post("extendsession")).await.map(|_: serde_json::Value| ());
        }
        Ok(())
    }

    /// The user that the login named; `None` on an endpoint without sessions.
    pub(crate) async fn login_user(&self) -> Result<Option<RecordId>> {
        self.inner.transport.login_user().await
    }

    /// Sends a call and reads the `result` of its answer as JSON.
    pub(crate) async fn result<T: DeserializeOwned>(&self, call: &Call<'_>) -> Result<T> {
        self.send(call, |answer| answer.result()).await
    }
}

/// Operations of the manual that `webservice.php` of 8.4.0 does not have (observed).
const CLOUD_ONLY: [&str; 9] = [
    "me",
    "tags_add",
    "tags_retrieve",
    "tag_delete",
    "lookup",
    "get_account_hierarchy",
    "reopen",
    "delete_related",
    "decrypt",
];

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client").field("endpoint", &self.endpoint()).field("user", &self.user()).finish()
    }
}
