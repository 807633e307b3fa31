//! The API's describe answers, as they are.
//!
//! They are PHP's idea of JSON: `mandatory` is a boolean or `"1"`/`""`, `labelFields` a string or a
//! list, a key may be missing or null, `[]` may stand where an object is expected. All of that is
//! read; what queries cannot depend on (colours, layout) is left out.

mod read;
mod write;

use crate::error::{Kind, ReadError};
use crate::json::{self, Object};
use crate::module::Module;
use serde_json::Value;

/// Reads one describe answer: the envelope `{"success":true,"result":{…}}` or the bare result.
///
/// ```
/// let module = vtql_schema::describe::from_json(
///     r#"{"success":true,"result":{"name":"Faq","label":"FAQ","idPrefix":"3","isEntity":"1",
///         "fields":[{"name":"question","label":"Question","mandatory":"1","type":{"name":"text"}}]}}"#,
/// )?;
/// assert_eq!(module.id_prefix, Some(3));
/// assert!(module.field("question").is_some_and(|field| field.mandatory));
/// # Ok::<(), vtql_schema::ReadError>(())
/// ```
pub fn from_json(text: &str) -> Result<Module, ReadError> {
    from_value(&json::parse(text)?)
}

/// Reads one describe answer that is parsed already.
pub(crate) fn from_value(value: &json::Value<'_>) -> Result<Module, ReadError> {
    let foreign = || ReadError::new(Kind::Foreign);
    let answer = Object::of(value).map_err(|_| foreign())?;
    if let Some(error) = answer.get("error") {
        let error = Object::of(error).map_err(|error| error.under("error"))?;
        let text = |key| error.text(key).ok().flatten().unwrap_or_default();
        return Err(ReadError::new(Kind::Refused { code: text("code"), message: text("message") }));
    }
    match answer.get("result") {
        Some(result) => {
            let result = Object::of(result).map_err(|error| error.under("result"))?;
            read::module(result).map_err(|error| error.under("result"))
        }
        None if answer.get("name").is_some() || answer.get("fields").is_some() => read::module(answer),
        None => Err(foreign()),
    }
}

impl Module {
    /// The `result` of a describe answer that says what this module is. Reading it gives the same
    /// module again.
    pub fn to_describe_json(&self) -> Value {
        write::module(self)
    }
}

#[cfg(test)]
mod tests;
