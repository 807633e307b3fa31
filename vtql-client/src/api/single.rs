use crate::client::Client;
use crate::error::Result;
use crate::transport::Call;
use secrecy::SecretString;
use serde_json::Value;
use vtql_parser::ast::RecordId;

/// What a record can do besides being read and written.
impl Client {
    /// The value of a field that is stored encrypted (manual, *Decrypt*). It is a secret: it shows in no
    /// `Debug`.
    pub async fn decrypt(&self, id: RecordId, field: &str) -> Result<SecretString> {
        let call = Call::get("decrypt").param("id", id.to_string()).param("fieldname", field);
        self.result(&call).await.map(|value: String| value.into())
    }

    /// Opens a closed record again, where the user may (manual, *Reopen*).
    pub async fn reopen(&self, id: RecordId) -> Result<()> {
        self.result(&Call::post("reopen").url_param("id", id.to_string())).await.map(|_: Value| ())
    }
}
