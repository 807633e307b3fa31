//! Tests without a CRM, on answers that a real one gave (feature `replay`).
//!
//! [`ClientBuilder::record`](crate::ClientBuilder::record) writes every exchange of a client to a file; [`client`] is
//! one that is answered from there, whatever the machine. Keys, tokens, names of sessions and the values of members
//! such as `accesskey` are taken out before they are written, and exchanges that are about secrets are left out. Records
//! stay as they are: look at the file before you commit it.
//!
//! ```
//! use vtql_client::{Client, replay};
//!
//! # #[cfg(feature = "testing")]
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let folder = tempfile::tempdir()?;
//! # let tape = folder.path().join("contacts.tape");
//! # let instance = vtql_client::testing::client().await?;
//! # let (url, user, key) = (instance.endpoint(), instance.user(), instance.sandbox().access_key());
//! // Once, with a real instance:
//! let client = Client::builder().url(url).user(user).access_key(key).record(&tape).build()?;
//! let recorded = client.query("select lastname from Contacts limit 3")?.all().await?;
//!
//! // In every test run, without it:
//! let client = replay::client(&tape)?;
//! assert_eq!(client.query("select lastname from Contacts limit 3")?.all().await?, recorded);
//! # Ok(())
//! # }
//! # #[cfg(not(feature = "testing"))]
//! # fn main() {}
//! ```
//!
//! A request has the answer that the same operation with the same parameters had; where it was asked more than once, the
//! answers in their order. One that was never asked is an error. Requests that got no answer are not recorded, and the
//! contents of a [`download`](crate::Client::download) are not, either.

use crate::client::Client;
use crate::error::Result;
use crate::retry::RetryPolicy;
use std::path::Path;
use std::time::Duration;

/// A client that is answered from a tape. Recorded failures are tried again as they were, without waits.
///
/// # Errors
///
/// [`ErrorKind::File`](crate::ErrorKind::File) when there is no tape, or what is there is none.
pub fn client(path: impl AsRef<Path>) -> Result<Client> {
    let at_once = RetryPolicy::default().waits(Duration::ZERO, Duration::ZERO);
    Client::builder().retry(at_once).on_tape(path.as_ref())
}
