use super::Lookup;
use super::bulk::{Bulk, in_order};
use crate::client::Client;
use crate::error::Result;
use crate::query::ModuleRow;
use crate::query::decoder::Decoder;
use crate::record::Record;
use futures::stream;
use vtql_parser::ast::RecordId;

/// Records as rows of a type of your own.
///
/// ```no_run
/// use vtql_client::{Client, Record, RecordId};
///
/// #[derive(Record, Debug)]
/// #[vtql(module = "Contacts")]
/// struct Contact {
///     id: RecordId,
///     lastname: String,
///     email: Option<String>,
/// }
///
/// # async fn run(client: Client, ids: Vec<RecordId>, account: RecordId) -> vtql_client::Result<()> {
/// let contact: Contact = client.retrieve_as(ids[0]).await?;
/// println!("{} {:?}", contact.lastname, contact.email);
///
/// let mut contacts = client.retrieve_many_as::<Contact>(ids);
/// while let Some(contact) = contacts.next().await {
///     println!("{:?}", contact?);
/// }
///
/// let people: Vec<Contact> = client.related_as(account, "Contacts").await?;
/// # drop(people);
/// # Ok(())
/// # }
/// ```
impl Client {
    /// A record (manual, *Retrieve*) as a row of its module.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Decode`](crate::ErrorKind::Decode) when a field does not hold what its type promises, or did not
    /// come at all, as for a record of another module.
    pub async fn retrieve_as<R: ModuleRow>(&self, id: RecordId) -> Result<R> {
        let record = self.retrieve(id).await?;
        Decoder::of_module().decode_whole(record).map_err(|error| error.with_operation("retrieve"))
    }

    /// Each of these records with all of its fields, in the order of the ids: a request a record, several at a time. The
    /// outcome of one says nothing of the others. A query with `id in (…)` takes a request for some hundred records.
    pub fn retrieve_many(
        &self,
        ids: impl IntoIterator<Item = RecordId, IntoIter: Send + 'static>,
    ) -> Bulk<Record> {
        in_order(self, stream::iter(ids), |client, id| async move { client.retrieve(id).await })
    }

    /// Each of these records as a row of its module: [`retrieve_many`](Client::retrieve_many), typed.
    pub fn retrieve_many_as<R: ModuleRow + Send + 'static>(
        &self,
        ids: impl IntoIterator<Item = RecordId, IntoIter: Send + 'static>,
    ) -> Bulk<R> {
        in_order(self, stream::iter(ids), |client, id| async move { client.retrieve_as(id).await })
    }

    /// The records of a module that are related to `id` by the relation `label`, as rows: see
    /// [`retrieve_related`](Client::retrieve_related).
    pub async fn related_as<R: ModuleRow>(&self, id: RecordId, label: &str) -> Result<Vec<R>> {
        let records = self.retrieve_related(id, R::MODULE, label).await?;
        rows(records, "retrieve_related")
    }

    /// The records of one module that have a phone number or an e-mail address, as rows. The lookup is made within that
    /// module, in the fields that it names there.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Config`](crate::ErrorKind::Config) when the lookup names other modules.
    pub async fn lookup_as<R: ModuleRow>(&self, lookup: &Lookup) -> Result<Vec<R>> {
        let records = self.lookup(&lookup.only_within(R::MODULE)?).await?;
        rows(records, "lookup")
    }
}

fn rows<R: ModuleRow>(records: Vec<Record>, operation: &str) -> Result<Vec<R>> {
    let mut decoder = Decoder::of_module();
    let row = |record| decoder.decode_whole(record).map_err(|error| error.with_operation(operation));
    records.into_iter().map(row).collect()
}
