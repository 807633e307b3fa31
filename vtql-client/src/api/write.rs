use super::bulk::{Bulk, in_order};
use crate::client::Client;
use crate::error::{Error, ErrorKind, Result};
use crate::query::decoder::Decoder;
use crate::transport::Call;
use crate::write::{Write, Writing};
use futures::Stream;
use serde_json::Value;

impl<R: Send + 'static> Write<R> {
    /// Sends it, and returns the record as the server stored it. It is sent again only where nothing of it can have
    /// happened: one that fails with a lost connection or a server error may have been carried out.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Element`] when a value does not fit its field: nothing was sent. [`ErrorKind::Decode`] when the
    /// record was written, and what the server answers does not fit the type of the answer.
    pub fn send(&self, client: &Client) -> impl Future<Output = Result<R>> + Send + use<R> {
        let operation = match self.writing() {
            Writing::Create => "create",
            Writing::Update => "update",
            // Whatever else there will be.
            _ => "revise",
        };
        let (client, module) = (client.clone(), self.module().to_owned());
        let element = self.element();
        let id = element.as_ref().ok().and_then(|element| element.get("id")?.as_str()?.parse().ok());
        let element = element.map(|element| Value::Object(element.clone()).to_string());
        let mut decoder = Decoder::new(self.reading(), &module);
        async move {
            let element = element.map_err(|error| {
                Error::new(ErrorKind::Element, error.to_string()).with_operation(operation).with_source(error)
            })?;
            let mut call = Call::post(operation);
            if operation == "create" {
                call = call.param("elementType", module);
            }
            let record = client.record(&call.param("element", element), id).await?;
            let id = record.id();
            decoder.decode(record).map_err(|error| {
                let id = id.map_or_else(|| "the record".to_owned(), |id| id.to_string());
                let message = format!("{id} was written, and the answer is not the one expected: {error}");
                let error = Error::new(ErrorKind::Decode, message).with_source(error);
                error.with_operation(operation).of_an_open_end().of_a_write()
            })
        }
    }
}

impl Client {
    /// Sends each of these writes, whatever it does, and gives the records as the server stored them: see [`Bulk`].
    ///
    /// ```no_run
    /// # async fn run(client: vtql_client::Client) -> vtql_client::Result<()> {
    /// use futures::stream;
    /// use vtql_client::vtql_create;
    ///
    /// let me = client.me().await?.id;
    /// let writes = ["Rossi", "Bianchi"].map(|lastname| vtql_create!(Contacts { lastname, assigned_user_id: me }));
    /// let mut outcomes = client.write_all(stream::iter(writes));
    /// while let Some(created) = outcomes.next().await {
    ///     println!("{}", created?.id);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn write_all<R: Send + 'static>(
        &self,
        writes: impl Stream<Item = Write<R>> + Send + 'static,
    ) -> Bulk<R> {
        in_order(self, writes, |client, write| async move { write.send(&client).await })
    }
}
