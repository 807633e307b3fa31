//! The ways to take the rows of a typed query.

use super::{Explanation, Pages, Rows};
use crate::client::Client;
use crate::error::{Error, Progress, Result};
use crate::query::decoder::Decoder;
use crate::query::{CountQuery, Query};
use futures::stream;

impl<R: Send + 'static> Query<R> {
    /// All rows. `limit n` means exactly `n`; without `limit`, every row comes.
    pub async fn all(&self, client: &Client) -> Result<Vec<R>> {
        client.fetch(self)?.all().await
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
    pub async fn first(&self, client: &Client) -> Result<Option<R>> {
        client.fetch(self)?.first().await
    }

    /// The only row.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::RowCount`](crate::ErrorKind::RowCount) when there is none, or more than one.
    pub async fn one(&self, client: &Client) -> Result<R> {
        client.fetch(self)?.one().await
    }

    /// The only row, if there is one.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::RowCount`](crate::ErrorKind::RowCount) when there are more.
    pub async fn optional(&self, client: &Client) -> Result<Option<R>> {
        client.fetch(self)?.optional().await
    }

    /// How many rows [`all`](Query::all) would return.
    pub async fn count(&self, client: &Client) -> Result<u64> {
        client.fetch(self)?.count().await
    }

    /// The plan, and the texts that will be sent.
    pub fn explain(&self, client: &Client) -> Result<Explanation> {
        client.fetch(self)?.explain()
    }
}

impl CountQuery {
    /// The number. One request where the server answers `count(*)`; else ids are fetched and counted.
    pub async fn count(&self, client: &Client) -> Result<u64> {
        if self.matches_nothing() {
            return Ok(0);
        }
        let tree = self.ast().map_err(|error| Error::query(error.diagnostics().to_vec()))?;
        client.query(tree)?.count().await
    }
}
