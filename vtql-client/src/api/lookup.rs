use crate::client::Client;
use crate::error::{Error, ErrorKind, Result};
use crate::record::{Expected, Record};
use crate::transport::Call;
use serde_json::{Map, Value};
use std::sync::Arc;

/// A search for a phone number or an e-mail address, for [`Client::lookup`].
///
/// ```
/// use vtql_client::Lookup;
///
/// let lookup = Lookup::phone("2861166887").within("Leads").within_fields("Contacts", &["mobile", "phone"]);
/// ```
#[derive(Clone, Debug)]
pub struct Lookup {
    kind: &'static str,
    value: String,
    search_in: Map<String, Value>,
}

impl Lookup {
    /// Searches for a phone number, exactly as it is stored.
    pub fn phone(number: impl Into<String>) -> Self {
        Lookup { kind: "phone", value: number.into(), search_in: Map::new() }
    }

    /// Searches for an e-mail address, exactly as it is stored.
    pub fn email(address: impl Into<String>) -> Self {
        Lookup { kind: "email", value: address.into(), search_in: Map::new() }
    }

    /// Searches in all fields of the kind of this module. Without any module, all are searched.
    pub fn within(self, module: &str) -> Self {
        self.within_fields(module, &[])
    }

    /// Searches in these fields of this module.
    pub fn within_fields(mut self, module: &str, fields: &[&str]) -> Self {
        self.search_in.insert(module.to_owned(), Value::from(fields.to_vec()));
        self
    }
}

impl Lookup {
    /// The same lookup within this module alone.
    pub(super) fn only_within(&self, module: &str) -> Result<Self> {
        if let Some(other) = self.search_in.keys().find(|name| *name != module) {
            let message =
                format!("the rows are of module `{module}`, and the lookup names `{other}` as well");
            return Err(Error::new(ErrorKind::Config, message).with_operation("lookup"));
        }
        Ok(if self.search_in.is_empty() { self.clone().within(module) } else { self.clone() })
    }
}

impl Client {
    /// The records that have a phone number or an e-mail address (manual, *Lookup*).
    pub async fn lookup(&self, lookup: &Lookup) -> Result<Vec<Record>> {
        let mut call = Call::get("lookup").param("type", lookup.kind).param("value", &*lookup.value);
        if !lookup.search_in.is_empty() {
            call = call.param("searchIn", Value::Object(lookup.search_in.clone()).to_string());
        }
        let table = Arc::new(self.send(&call, |answer| answer.table(Expected::Rows)).await?);
        Ok((0..table.len()).map(|row| Record::new(Arc::clone(&table), row)).collect())
    }
}
