//! The client without `async` (feature `blocking`): a runtime of its own, and a way to wait.
//!
//! ```no_run
//! # fn main() -> Result<(), vtql_client::Error> {
//! use vtql_client::{Client, blocking};
//!
//! let client = blocking::Client::new(Client::from_env()?)?;
//! println!("{}", client.wait(client.me())?.user_name);
//! let contacts = client.query("select lastname from Contacts where mailingcity = 'Paris'")?;
//! for contact in client.rows(&contacts) {
//!     println!("{:?}", contact?.get("lastname"));
//! }
//! # Ok(())
//! # }
//! ```

use crate::error::{Error, ErrorKind, Result};
use crate::page::{Fetch, Rows};
use std::fmt;
use std::ops::Deref;
use tokio::runtime::{Builder, Runtime};

/// A client whose operations can be waited for. It dereferences to the asynchronous one, so that all
/// operations are there: `client.wait(client.retrieve(id))`.
pub struct Client {
    client: crate::Client,
    runtime: Runtime,
}

impl Client {
    /// A blocking client, with a thread of its own for the network.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Config`] when the system gives no thread.
    pub fn new(client: crate::Client) -> Result<Self> {
        let runtime =
            Builder::new_multi_thread().worker_threads(1).enable_all().build().map_err(|error| {
                Error::new(ErrorKind::Config, "the runtime cannot be started").with_source(error)
            })?;
        Ok(Client { client, runtime })
    }

    /// Waits for an operation.
    ///
    /// # Panics
    ///
    /// When it is called within an asynchronous runtime, which must not be blocked.
    pub fn wait<F: Future>(&self, operation: F) -> F::Output {
        self.runtime.block_on(operation)
    }

    /// The rows of a query one by one, fetched as they are taken.
    pub fn rows<T: Send + 'static>(&self, query: &Fetch<T>) -> RowsIter<'_, T> {
        RowsIter { rows: query.stream(), runtime: &self.runtime }
    }
}

impl Deref for Client {
    type Target = crate::Client;
    fn deref(&self) -> &crate::Client {
        &self.client
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Client").field(&self.client).finish()
    }
}

/// The rows of a query, as an iterator that ends after its first error.
#[derive(Debug)]
pub struct RowsIter<'a, T> {
    rows: Rows<T>,
    runtime: &'a Runtime,
}

impl<T> RowsIter<'_, T> {
    /// How far it has come.
    pub fn progress(&self) -> crate::Progress {
        self.rows.progress()
    }
}

impl<T> Iterator for RowsIter<'_, T> {
    type Item = Result<T>;

    fn next(&mut self) -> Option<Result<T>> {
        self.runtime.block_on(self.rows.next())
    }
}

#[cfg(all(test, feature = "testing"))]
mod tests {
    use super::*;

    #[test]
    fn rows_and_operations_can_be_waited_for() {
        let runtime = Runtime::new().unwrap();
        let sandbox = runtime.block_on(crate::testing::client()).unwrap();
        let client = Client::new(crate::Client::clone(&sandbox)).unwrap();
        assert_eq!(client.wait(client.me()).unwrap().user_name, sandbox.user());
        let contacts = client.query("select lastname from Contacts limit 250").unwrap();
        let mut rows = client.rows(&contacts);
        assert_eq!(rows.by_ref().map(Result::unwrap).count(), 250);
        assert_eq!(rows.progress().rows, 250);
    }
}
