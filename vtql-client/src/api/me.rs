use crate::client::Client;
use crate::error::Result;
use crate::transport::Call;
use serde::Deserialize;

/// The user that a client works as (manual, *Me*).
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[non_exhaustive]
pub struct User {
    /// The record id of the user, for fields such as `assigned_user_id`.
    pub id: String,
    /// The name that the user logs in with.
    #[serde(default)]
    pub user_name: String,
    /// The first name; empty when unset.
    #[serde(default, deserialize_with = "text")]
    pub first_name: String,
    /// The last name.
    #[serde(default, deserialize_with = "text")]
    pub last_name: String,
    /// The e-mail address.
    #[serde(default, rename = "email1", deserialize_with = "text")]
    pub email: String,
}

/// A string; null counts as empty.
fn text<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    Ok(Option::<String>::deserialize(deserializer)?.unwrap_or_default())
}

impl Client {
    /// Who the credentials belong to (manual, *Me*). The usual way to find out whether they are right.
    pub async fn me(&self) -> Result<User> {
        self.result(&Call::get("me")).await
    }
}
