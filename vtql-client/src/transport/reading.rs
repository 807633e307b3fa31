//! An answer as what its operation returns, or as an error.

use super::answer::Answer;
use super::refusal;
use crate::error::{Error, ErrorKind, Result};
use crate::record::{Expected, Table};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::value::RawValue;

/// The frame that every answer comes in (manual, *Response*).
#[derive(Deserialize)]
struct Envelope<'a> {
    success: bool,
    #[serde(borrow)]
    result: Option<&'a RawValue>,
}

impl Answer {
    /// Refuses an answer whose status is no success.
    pub(crate) fn check(&self) -> Result<()> {
        if self.is_success() { Ok(()) } else { Err(self.refusal()) }
    }

    /// What is wrong with this answer, which is not the expected one.
    pub(crate) fn refusal(&self) -> Error {
        refusal::explain(self)
    }

    /// What to say of an answer without rows, when there is text around it.
    pub(crate) fn doubt(&self) -> Option<Error> {
        let message = "the answer has no rows, and text stands before it that may say why: probably warnings that \
                       PHP shows on this server";
        let error = Error::new(ErrorKind::NotJson, message).with_status(self.status());
        Some(error.with_body(self.around()?.clone()).with_transience(true))
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
            Ok(Envelope { success: true, result }) => {
                serde_json::from_str(result.map_or("null", RawValue::get))
                    .map_err(|error| refusal::unexpected(self, error))
            }
            _ => Err(self.refusal()),
        }
    }
}
