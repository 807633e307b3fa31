use crate::client::Client;
use crate::error::Result;
use crate::transport::Call;
use serde_json::Value;

pub use crate::transport::Verb;

impl Client {
    /// Any operation by its name: for those that an instance adds. `Verb::Get` is for operations that
    /// only read: they may be tried again. Returns the `result` of the answer.
    ///
    /// ```no_run
    /// # async fn run(client: vtql_client::Client) -> Result<(), vtql_client::Error> {
    /// use vtql_client::Verb;
    ///
    /// let rows = client.call(Verb::Get, "wsapp_get", &[("module", "Contacts")]).await?;
    /// println!("{rows}");
    /// # Ok(())
    /// # }
    /// ```
    pub async fn call(&self, verb: Verb, operation: &str, params: &[(&str, &str)]) -> Result<Value> {
        let call = match verb {
            Verb::Get => Call::get(operation),
            Verb::Post => Call::post(operation),
        };
        let call = params.iter().fold(call, |call, &(name, value)| call.param(name, value));
        self.result(&call).await
    }
}
