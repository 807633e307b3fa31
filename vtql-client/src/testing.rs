//! A client without a CRM: a sandbox in the same process (feature `testing`).
//!
//! [`sandbox!`](crate::sandbox) makes one with the records that a test is about, and [`requests`](SandboxClient::requests)
//! tells what was asked of it:
//!
//! ```
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! use vtql_client::sandbox;
//!
//! let client = sandbox! {
//!     Accounts: [{ id: "11x1", accountname: "Acme" }],
//!     Contacts: [{ lastname: "Rossi", account_id: "11x1" }, { lastname: "Çelik" }],
//! }
//! .await?;
//! let names = client.query("select lastname from Contacts where account_id = '11x1'")?.all().await?;
//! assert_eq!(names[0].get("lastname"), Some("Rossi"));
//! assert_eq!(client.requests().of("query").len(), 2);
//! # Ok(())
//! # }
//! ```
//!
//! With demo data:
//!
//! ```
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let client = vtql_client::testing::client().await?;
//! assert_eq!(client.query("select id from Contacts")?.count().await?, 2500);
//! # Ok(())
//! # }
//! ```

use crate::client::Client;
use crate::error::{Error, ErrorKind, Result};
use std::fmt;
use std::ops::Deref;
pub use vtql_sandbox::{Faults, LoggedRequest, Profile, Sandbox, SandboxBuilder, Ties};

/// A client together with the sandbox that it speaks to, which ends with it. Clones of the client inside
/// fail from then on.
#[derive(Debug)]
pub struct SandboxClient {
    client: Client,
    sandbox: Sandbox,
}

/// A client on a new sandbox with its usual demo data: 2,500 contacts, and what goes with them.
pub async fn client() -> Result<SandboxClient> {
    client_on(Sandbox::builder()).await
}

/// A client on a new sandbox that is set up by hand.
pub async fn client_on(sandbox: SandboxBuilder) -> Result<SandboxClient> {
    let sandbox = sandbox.start().await.map_err(|error| {
        Error::new(ErrorKind::Config, format!("the sandbox cannot be started: {error}")).with_source(error)
    })?;
    let client = Client::new(sandbox.url(), sandbox.user(), sandbox.access_key())?;
    Ok(SandboxClient { client, sandbox })
}

impl SandboxClient {
    /// The sandbox: its faults can be changed, and its log be cleared.
    pub fn sandbox(&self) -> &Sandbox {
        &self.sandbox
    }

    /// What was asked so far.
    pub fn requests(&self) -> Requests {
        Requests(self.sandbox.log())
    }
}

/// Requests that a sandbox has answered, in that order: a list of [`LoggedRequest`].
///
/// They compare with texts, which are the operation and what it was about:
///
/// ```
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let client = vtql_client::sandbox! { Contacts: [{ id: "12x7", lastname: "Rossi" }] }.await?;
/// client.describe("Contacts").await?;
/// client.delete("12x7".parse()?).await?;
/// assert_eq!(client.requests(), ["describe Contacts", "delete 12x7"]);
/// # Ok(())
/// # }
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Requests(Vec<LoggedRequest>);

impl Requests {
    /// Those for one operation, as the web service names it.
    pub fn of(&self, operation: &str) -> Requests {
        Requests(self.0.iter().filter(|request| request.operation == operation).cloned().collect())
    }

    /// Those that were answered with a failure of HTTP.
    pub fn failed(&self) -> Requests {
        Requests(self.0.iter().filter(|request| request.status >= 400).cloned().collect())
    }

    fn lines(&self) -> impl Iterator<Item = String> {
        self.0.iter().map(|request| format!("{} {}", request.operation, request.subject).trim().to_owned())
    }
}

impl Deref for Requests {
    type Target = [LoggedRequest];
    fn deref(&self) -> &[LoggedRequest] {
        &self.0
    }
}

impl<S: AsRef<str>, const N: usize> PartialEq<[S; N]> for Requests {
    fn eq(&self, lines: &[S; N]) -> bool {
        self.len() == N && self.lines().zip(lines).all(|(line, other)| line == other.as_ref())
    }
}

/// As the list of texts that it compares with.
impl fmt::Debug for Requests {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.lines()).finish()
    }
}

/// A client on a new sandbox with these records and no others, by module: what [`sandbox!`](crate::sandbox) calls.
pub async fn client_with(records: Vec<(&str, Vec<serde_json::Value>)>) -> Result<SandboxClient> {
    let with = |sandbox: SandboxBuilder, (module, records)| sandbox.records(module, records);
    client_on(records.into_iter().fold(Sandbox::builder(), with)).await
}

#[doc(hidden)]
pub use serde_json::json as __json;

/// A client on a new sandbox with the given records and no others, for a test: a future of a
/// [`SandboxClient`](crate::testing::SandboxClient).
///
/// A record has the fields that are given, as the API writes them or as anything that serializes to that. One without
/// `id` gets the next; its owner is the user, and its times are now, unless they are given.
///
/// ```
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// use vtql_client::{sandbox, vtql};
///
/// let city = "L'Aquila";
/// let client = sandbox! { Contacts: [{ lastname: "Rossi", mailingcity: city }, { lastname: "Çelik" }] }.await?;
/// let found = vtql!(select lastname from Contacts where mailingcity = {city}).one(&client).await?;
/// assert_eq!(found.lastname, "Rossi");
/// # Ok(())
/// # }
/// ```
///
/// # Errors
///
/// [`ErrorKind::Config`](crate::ErrorKind::Config) when there is no such module or field, or an id comes twice.
#[macro_export]
macro_rules! sandbox {
    ($($module:ident: [$({ $($field:ident: $value:expr),* $(,)? }),* $(,)?]),* $(,)?) => {
        $crate::testing::client_with(::std::vec![$((
            ::std::stringify!($module),
            ::std::vec![$($crate::testing::__json!({ $((::std::stringify!($field)): $value),* })),*],
        )),*])
    };
}

impl Deref for SandboxClient {
    type Target = Client;
    fn deref(&self) -> &Client {
        &self.client
    }
}
