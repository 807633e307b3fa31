use super::Query;
use std::fmt;

/// A query for the records that are related to one, which [`vtql_related!`](crate::vtql_related) checked: it knows the
/// form that the operation `query_related` takes, and its rows are typed like those of [`vtql!`](crate::vtql).
///
/// ```no_run
/// # #[cfg(feature = "http")]
/// # async fn run(client: vtql_client::Client) -> Result<(), vtql_client::Error> {
/// use vtql_client::{RecordId, vtql_related};
///
/// let account = RecordId::new(11, 5);
/// let city = "Rome";
/// let contacts = vtql_related!(select id, lastname, email from Contacts where mailingcity = {city});
/// for contact in contacts.all(&client, account, "Contacts").await? {
///     println!("{} {:?}", contact.lastname, contact.email);
/// }
/// # Ok(())
/// # }
/// ```
#[must_use = "a query does nothing until it is sent"]
pub struct RelatedQuery<R>(Query<R>);

impl<R> RelatedQuery<R> {
    pub(crate) fn checked(query: Query<R>) -> Self {
        RelatedQuery(query)
    }

    /// The query by itself, of all records.
    pub fn query(&self) -> &Query<R> {
        &self.0
    }
}

impl<R> Clone for RelatedQuery<R> {
    fn clone(&self) -> Self {
        RelatedQuery(self.0.clone())
    }
}

impl<R> fmt::Debug for RelatedQuery<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("RelatedQuery").field(&self.0).finish()
    }
}
