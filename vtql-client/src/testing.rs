//! A client without a CRM: a sandbox in the same process, with demo data (feature `testing`).
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
use std::ops::Deref;
pub use vtql_sandbox::{Profile, Sandbox, SandboxBuilder, Ties};

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
    /// The sandbox.
    pub fn sandbox(&self) -> &Sandbox {
        &self.sandbox
    }
}

impl Deref for SandboxClient {
    type Target = Client;
    fn deref(&self) -> &Client {
        &self.client
    }
}
