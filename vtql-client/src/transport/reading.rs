//! An answer as what its operation returns, or as an error.

use super::answer::Answer;
use super::refusal;
use crate::error::{Error, ErrorKind, Result};
use crate::record::{Expected, Table};
use serde::Deserialize;
use serde::de::{DeserializeOwned, IgnoredAny};
use serde_json::Value;
use serde_json::value::RawValue;

/// The frame that every answer comes in (manual, *Response*).
#[derive(Deserialize)]
struct Envelope<'a> {
    success: bool,
    #[serde(borrow)]
    result: Option<&'a RawValue>,
    error: Option<IgnoredAny>,
}

impl Answer {
    /// Refuses an answer whose status is no success, and a part of one.
    pub(crate) fn check(&self) -> Result<()> {
        if self.status() == 206 {
            let error =
                Error::new(ErrorKind::Interrupted, "the answer is a part of one, and no part was asked for");
            return Err(error.with_status(206).of_an_open_end());
        }
        if self.is_success() { Ok(()) } else { Err(self.refusal()) }
    }

    /// What is wrong with this answer, which is not the expected one.
    pub(crate) fn refusal(&self) -> Error {
        refusal::explain(self)
    }

    /// Whether nothing is in the `result`: no rows, no record, no changes.
    pub(crate) fn is_bare(&self) -> bool {
        let is_bare = |value: &Value| match value {
            Value::Null => true,
            Value::String(text) => text.is_empty(),
            Value::Array(values) => values.is_empty(),
            Value::Object(members) => {
                let mut lists = members.values().filter_map(Value::as_array).peekable();
                members.is_empty() || lists.peek().is_some() && lists.all(Vec::is_empty)
            }
            _ => false,
        };
        self.result().is_ok_and(|result: Value| is_bare(&result))
    }

    /// What to say of an answer with nothing in it and text around it.
    pub(crate) fn doubt(&self) -> Option<Error> {
        let message = "the answer has no rows, and text stands before it that may say why: probably warnings that \
                       PHP shows on this server";
        let error = Error::new(ErrorKind::NotJson, message).with_status(self.status());
        let error = error.with_transience(true).of_a_doubt();
        let around = self.around()?.clone();
        Some(if self.asked().is_secret { error } else { error.with_body(around) })
    }

    /// The `result` as rows of cells.
    pub(crate) fn table(mut self, expected: Expected) -> Result<Table> {
        let body = self.take_body();
        Table::from_answer(body, expected).map_err(|body| {
            self.put_body(body);
            self.refusal()
        })
    }

    /// The `result`, read as a `T`. An answer without one counts as one with null (observed, where an
    /// operation has nothing to return).
    pub(crate) fn result<T: DeserializeOwned>(&self) -> Result<T> {
        match serde_json::from_slice::<Envelope<'_>>(self.body()) {
            Ok(Envelope { success: true, result, error: None }) => {
                serde_json::from_str(result.map_or("null", RawValue::get))
                    .map_err(|error| refusal::unexpected(self, error))
            }
            _ => Err(self.refusal()),
        }
    }
}
