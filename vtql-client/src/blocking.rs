//! The client without `async` (feature `blocking`): a runtime of its own, and two ways to wait.
//!
//! [`wait`](Client::wait) takes whatever is asynchronous, [`iter`](Client::iter) takes rows and pages. So
//! every operation is there, each under its one name and with its one documentation.
//!
//! ```no_run
//! # fn main() -> Result<(), vtql_client::Error> {
//! use vtql_client::{Client, blocking, vtql};
//!
//! let client = blocking::Client::new(Client::from_env()?)?;
//! println!("{}", client.wait(client.me())?.user_name);
//! let contacts = vtql!(select lastname from Contacts where mailingcity = "Paris");
//! println!("{} in Paris", client.wait(contacts.count(&client))?);
//! for contact in client.iter(contacts.stream(&client)) {
//!     println!("{}", contact?.lastname);
//! }
//! # Ok(())
//! # }
//! ```

use crate::error::{Error, ErrorKind, Result};
use futures::{Stream, StreamExt};
use std::fmt;
use std::ops::Deref;
use std::time::Duration;
use tokio::runtime::{Builder, Handle, Runtime};
use tokio::time::timeout;

/// A client whose operations can be waited for. It dereferences to the asynchronous one, so that all
/// operations are there: `client.wait(client.retrieve(id))`.
///
/// It can be dropped anywhere. Dropping the last handle to a client that has sessions ends them, which takes two seconds
/// at most, and is not waited for within an asynchronous runtime.
pub struct Client {
    inner: crate::Client,
    handle: Handle,
    /// There until it is dropped.
    runtime: Option<Runtime>,
}

/// How long the end of a client may take.
const FAREWELL: Duration = Duration::from_secs(2);

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
        Ok(Client { inner: client, handle: runtime.handle().clone(), runtime: Some(runtime) })
    }

    /// Waits for an operation.
    ///
    /// # Panics
    ///
    /// When it is called within an asynchronous runtime, which must not be blocked.
    pub fn wait<F: Future>(&self, operation: F) -> F::Output {
        self.handle.block_on(operation)
    }

    /// The rows or the pages of a query one by one, fetched as they are taken:
    /// `client.iter(query.stream())`.
    pub fn iter<S: Stream + Unpin>(&self, stream: S) -> Iter<'_, S> {
        Iter { stream, handle: &self.handle }
    }
}

impl Drop for Client {
    fn drop(&mut self) {
        // Within another runtime nothing can be waited for: there the sessions are ended in passing, and the threads of
        // this one.
        if self.inner.is_last_handle() && Handle::try_current().is_err() {
            let _ = self.handle.block_on(async { timeout(FAREWELL, self.inner.logout()).await });
        }
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

impl Deref for Client {
    type Target = crate::Client;
    fn deref(&self) -> &crate::Client {
        &self.inner
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Client").field(&self.inner).finish()
    }
}

/// A stream as an iterator. [`stream`](Iter::stream) gives the stream, which knows how far it has come.
///
/// # Panics
///
/// When it is asked for an item within an asynchronous runtime, which must not be blocked.
#[derive(Debug)]
#[must_use = "nothing is fetched until items are taken"]
pub struct Iter<'a, S> {
    stream: S,
    handle: &'a Handle,
}

impl<S> Iter<'_, S> {
    /// The stream.
    pub fn stream(&self) -> &S {
        &self.stream
    }
}

impl<S: Stream + Unpin> Iterator for Iter<'_, S> {
    type Item = S::Item;

    fn next(&mut self) -> Option<S::Item> {
        self.handle.block_on(self.stream.next())
    }
}

#[cfg(all(test, feature = "testing"))]
#[allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]
mod tests {
    use super::*;

    use crate::testing::Sandbox;

    /// A client with its sandbox, which lives as long as its runtime.
    fn client() -> (Client, crate::testing::SandboxClient, Runtime) {
        let runtime = Runtime::new().unwrap();
        let sandbox = runtime.block_on(crate::testing::client()).unwrap();
        let client = Client::new(crate::Client::clone(&sandbox)).unwrap();
        (client, sandbox, runtime)
    }

    #[test]
    fn operations_can_be_waited_for() {
        let (client, sandbox, _runtime) = client();
        let me = client.wait(client.me()).unwrap();
        assert_eq!(me.user_name, sandbox.user());
        let element = serde_json::json!({ "lastname": "Smith", "assigned_user_id": me.id });
        let id = client.wait(client.create("Contacts", &element)).unwrap().id().unwrap();
        assert_eq!(client.wait(client.retrieve(id)).unwrap().get("lastname"), Some("Smith"));
        client.wait(client.add_tags(id, &["vip"])).unwrap();
        assert_eq!(client.wait(client.tags(id)).unwrap(), ["vip"]);
        client.wait(client.delete(id)).unwrap();
        client.wait(client.logout()).unwrap();
    }

    #[test]
    fn the_sessions_of_a_client_that_is_dropped_are_ended_when_it_is_gone() {
        let runtime = Runtime::new().unwrap();
        let sandbox = runtime.block_on(Sandbox::builder().start()).unwrap();
        let client =
            crate::Client::new(sandbox.webservice_url(), sandbox.user(), sandbox.access_key()).unwrap();
        let client = Client::new(client).unwrap();
        client.wait(client.list_types()).unwrap();
        let ends = || sandbox.log().iter().filter(|it| it.operation == "logout").count();
        assert_eq!(ends(), 0);
        drop(client);
        assert_eq!(ends(), 1);
    }

    #[test]
    fn a_client_can_be_dropped_within_any_runtime() {
        let (client, sandbox, runtime) = client();
        client.wait(client.me()).unwrap();
        runtime.block_on(async move { drop(client) });
        let again = || Client::new(crate::Client::clone(&sandbox)).unwrap();
        let (one, two) = (again(), again());
        runtime.block_on(async move {
            tokio::spawn(async move { drop(one) }).await.unwrap();
            tokio::task::spawn_blocking(move || drop(two)).await.unwrap();
        });
        let current = Builder::new_current_thread().build().unwrap();
        let three = again();
        current.block_on(async move { drop(three) });
        let four = again();
        assert!(
            std::thread::spawn(move || {
                let _four = four;
                panic!("with a client in hand")
            })
            .join()
            .is_err()
        );
    }

    #[test]
    fn rows_and_pages_are_iterators() {
        let (client, _sandbox, _runtime) = client();
        let contacts = client.query("select lastname from Contacts limit 250").unwrap();
        let mut rows = client.iter(contacts.stream());
        assert_eq!(rows.by_ref().map(Result::unwrap).count(), 250);
        assert_eq!(rows.stream().progress().rows, 250);
        let pages = client.iter(contacts.pages());
        assert_eq!(pages.map(|page| page.unwrap().len()).sum::<usize>(), 250);
        assert_eq!(client.wait(contacts.count()).unwrap(), 250);
    }
}
