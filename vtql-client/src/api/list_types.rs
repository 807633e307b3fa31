use crate::client::Client;
use crate::error::Result;
use crate::transport::Call;
use serde::{Deserialize, Deserializer};
use serde_json::{Map, Value};

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
    /// An object by module; an empty list when there is none (observed).
    #[serde(default, deserialize_with = "object_or_list")]
    information: Map<String, Value>,
}

fn object_or_list<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Map<String, Value>, D::Error> {
    Ok(match Value::deserialize(deserializer)? {
        Value::Object(map) => map,
        _ => Map::new(),
    })
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
        let of = |name: String| ModuleType::new(answer.information.get(&name), name);
        Ok(answer.types.into_iter().map(of).collect())
    }
}

impl ModuleType {
    fn new(information: Option<&Value>, name: String) -> Self {
        let member = |key: &str| information.and_then(|it| it.get(key));
        let text = |key| member(key).and_then(Value::as_str).unwrap_or(&name).to_owned();
        // A boolean, or PHP's idea of one.
        let is_entity = match member("isEntity") {
            Some(Value::Bool(flag)) => *flag,
            Some(Value::String(flag)) => flag == "1",
            _ => false,
        };
        ModuleType { label: text("label"), singular: text("singular"), is_entity, name }
    }
}
