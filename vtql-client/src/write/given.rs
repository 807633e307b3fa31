use crate::query::param::Encoded;
use serde_json::{Map, Value};

/// What a program gives a field of a record.
#[derive(Clone, Debug)]
pub enum Given {
    /// A value, or why it cannot be written.
    Value(Result<String, String>),
    /// The line items of an inventory record.
    Items(Result<Vec<Map<String, Value>>, String>),
    /// Nothing: the field is not written.
    Left,
    /// Nothing: the field is cleared.
    Cleared,
}

impl Given {
    pub(super) fn of(encoded: Encoded) -> Self {
        Given::Value(encoded.map(|literal| literal.text().to_owned()))
    }

    /// The value as JSON: text, whatever the type. `None` when the field is not written.
    pub(super) fn to_json(&self) -> Result<Option<Value>, String> {
        Ok(match self {
            Given::Value(value) => Some(Value::String(value.clone()?)),
            Given::Items(items) => Some(items.clone()?.into_iter().map(Value::Object).collect()),
            Given::Left => None,
            // The server does not look at null in what it is sent.
            Given::Cleared => Some(Value::String(String::new())),
        })
    }
}
