use super::lenient;
use crate::client::Client;
use crate::error::Result;
use crate::transport::Call;
use serde::Deserialize;
use vtql_parser::ast::RecordId;

/// The user that a client works as (manual, *Me*).
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[non_exhaustive]
pub struct User {
    /// The record id of the user, for fields such as `assigned_user_id`.
    #[serde(deserialize_with = "lenient::record_id")]
    pub id: RecordId,
    /// The name that the user logs in with.
    #[serde(default, deserialize_with = "lenient::text")]
    pub user_name: String,
    /// The first name; empty when unset.
    #[serde(default, deserialize_with = "lenient::text")]
    pub first_name: String,
    /// The last name.
    #[serde(default, deserialize_with = "lenient::text")]
    pub last_name: String,
    /// The e-mail address.
    #[serde(default, rename = "email1", deserialize_with = "lenient::text")]
    pub email: String,
}

impl Client {
    /// Who the credentials belong to (manual, *Me*). The usual way to find out whether they are right.
    ///
    /// `webservice.php` does not have the operation: there, the answer to the login says who the user is; on
    /// versions where it says no more than the id, the record of the user is retrieved.
    pub async fn me(&self) -> Result<User> {
        self.result(&Call::get("me")).await
    }
}
