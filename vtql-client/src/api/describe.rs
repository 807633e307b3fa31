use crate::client::Client;
use crate::error::{Error, ErrorKind, Result};
use crate::transport::Call;
use serde_json::value::RawValue;
use vtql_schema::Module;

impl Client {
    /// What a module is made of: its fields, their types, its id prefix (manual, *Describe*). Names are
    /// case-sensitive; an unknown module is refused with `ACCESS_DENIED`.
    pub async fn describe(&self, module: &str) -> Result<Module> {
        let text = self.describe_json(module).await?;
        vtql_schema::describe::from_json(&text).map_err(|error| {
            let message = format!("the description of `{module}` cannot be read: {error}");
            Error::new(ErrorKind::UnexpectedAnswer, message).with_operation("describe").with_source(error)
        })
    }

    /// The description of a module as the server wrote it: the JSON text of its `result`. For
    /// snapshots, which keep more than [`describe`](Client::describe) reads.
    pub async fn describe_json(&self, module: &str) -> Result<String> {
        let result: Box<RawValue> = self.result(&Call::get("describe").param("elementType", module)).await?;
        Ok(Box::<str>::from(result).into())
    }
}
