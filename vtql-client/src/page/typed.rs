//! The ways to take the rows of a typed query.

use super::{Explanation, Pages, Rows};
use crate::client::Client;
use crate::error::{Error, Progress, Result};
use crate::query::decoder::Decoder;
use crate::query::{CountQuery, Query};
use futures::stream;

/// What they return borrows neither the query nor the client: `vtql!(…).all(&client)` can be kept, spawned and joined.
impl<R: Send + 'static> Query<R> {
    /// All rows. `limit n` means exactly `n`; without `limit`, every row comes.
    pub fn all(&self, client: &Client) -> impl Future<Output = Result<Vec<R>>> + Send + use<R> {
        let fetch = client.fetch(self);
        async move { fetch?.all().await }
    }

    /// The rows one by one, fetched as they are taken. A query that cannot be sent gives its error as
    /// the first row.
    pub fn stream(&self, client: &Client) -> Rows<R> {
        Rows::new(self.pages(client))
    }

    /// The rows page by page.
    pub fn pages(&self, client: &Client) -> Pages<R> {
        match client.fetch(self) {
            Ok(fetch) => fetch.pages(),
            Err(error) => {
                let decoder = Decoder::new(self.reading(), "");
                Pages::new(stream::iter([Err(error)]), decoder, Progress::default())
            }
        }
    }

    /// The first row, if there is one.
    pub fn first(&self, client: &Client) -> impl Future<Output = Result<Option<R>>> + Send + use<R> {
        let fetch = client.fetch(self);
        async move { fetch?.first().await }
    }

    /// The only row.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::RowCount`](crate::ErrorKind::RowCount) when there is none, or more than one.
    pub fn one(&self, client: &Client) -> impl Future<Output = Result<R>> + Send + use<R> {
        let fetch = client.fetch(self);
        async move { fetch?.one().await }
    }

    /// The only row, if there is one.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::RowCount`](crate::ErrorKind::RowCount) when there are more.
    pub fn optional(&self, client: &Client) -> impl Future<Output = Result<Option<R>>> + Send + use<R> {
        let fetch = client.fetch(self);
        async move { fetch?.optional().await }
    }

    /// How many rows [`all`](Query::all) would return.
    pub fn count(&self, client: &Client) -> impl Future<Output = Result<u64>> + Send + use<R> {
        let fetch = client.fetch(self);
        async move { fetch?.count().await }
    }

    /// The plan, and the texts that will be sent.
    pub fn explain(&self, client: &Client) -> Result<Explanation> {
        client.fetch(self)?.explain()
    }
}

impl CountQuery {
    /// The number. One request where the server answers `count(*)`; else ids are fetched and counted.
    pub fn count(&self, client: &Client) -> impl Future<Output = Result<u64>> + Send + use<> {
        let tree = if self.matches_nothing() { None } else { Some(self.ast()) };
        let tree = tree.transpose().map_err(|error| Error::query(error.diagnostics().to_vec()));
        let fetch = tree.and_then(|tree| tree.map(|tree| client.query(tree)).transpose());
        async move {
            match fetch? {
                Some(fetch) => fetch.count().await,
                None => Ok(0),
            }
        }
    }
}
