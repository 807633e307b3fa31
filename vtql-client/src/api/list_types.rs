use super::lenient::{self, Members};
use crate::client::Client;
use crate::error::Result;
use crate::transport::Call;
use serde::Deserialize;
use serde_json::Value;

/// A module that the user may see (manual, *List Types*).
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ModuleType {
    /// The name that queries use: `Contacts`.
    pub name: String,
    /// The name that people see, in the user's language.
    pub label: String,
    /// The name of one record, in the user's language.
    pub singular: String,
    /// Whether its records are entities: only those can be queried (manual, *Limitation*).
    pub is_entity: bool,
}

#[derive(Deserialize)]
struct Answer {
    types: Vec<String>,
    #[serde(default)]
    information: Members<Information>,
}

#[derive(Deserialize)]
struct Information {
    #[serde(default, rename = "isEntity", deserialize_with = "lenient::flag")]
    is_entity: bool,
    #[serde(default, deserialize_with = "lenient::text")]
    label: String,
    #[serde(default, deserialize_with = "lenient::text")]
    singular: String,
}

impl Client {
    /// The modules that the user may see, in the server's order (manual, *List Types*).
    pub async fn list_types(&self) -> Result<Vec<ModuleType>> {
        self.types_with_fields(&[]).await
    }

    /// The modules that have a field of one of these types, such as `email` or `phone`; all modules
    /// when no type is given.
    pub async fn types_with_fields(&self, field_types: &[&str]) -> Result<Vec<ModuleType>> {
        let filter = match field_types {
            [] => "null".to_owned(),
            types => Value::from(types.to_vec()).to_string(),
        };
        let answer: Answer = self.result(&Call::get("listtypes").param("fieldTypeList", filter)).await?;
        let Members(known) = answer.information;
        let of = |name: String| {
            let information = known.iter().find(|(key, _)| *key == name).map(|(_, it)| it);
            ModuleType {
                label: information.map_or_else(|| name.clone(), |it| it.label.clone()),
                singular: information.map_or_else(|| name.clone(), |it| it.singular.clone()),
                is_entity: information.is_some_and(|it| it.is_entity),
                name,
            }
        };
        Ok(answer.types.into_iter().map(of).collect())
    }
}
