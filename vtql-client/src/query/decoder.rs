//! From the records of an answer to rows.

use super::reading::{PlacesOfPage, Reading, Typed};
use super::{ModuleRow, Row};
use crate::error::{Error, ErrorKind, Result};
use crate::record::{Expected, Record, Table};
use std::sync::Arc;

/// Turns the records of a query into its rows.
pub(crate) struct Decoder<T> {
    reading: Reading<T>,
    module: String,
    places: PlacesOfPage,
}

impl<R: ModuleRow> Decoder<R> {
    /// Reads rows of the type's own module.
    pub(crate) fn of_module() -> Self {
        Decoder::new(Arc::new(Typed), R::MODULE)
    }
}

impl<T> Decoder<T> {
    pub(crate) fn new(reading: Reading<T>, module: &str) -> Self {
        Decoder { reading, module: module.to_owned(), places: PlacesOfPage::default() }
    }

    /// A record that was asked for with all of its fields, as a row: one that lacks a field is no record of the module,
    /// or the user may not see the field.
    pub(crate) fn decode_whole(&mut self, record: Record) -> Result<T> {
        let columns = self.reading.columns();
        let places = self.places.of(record.table(), columns);
        let missing = places.iter().zip(columns).find(|(place, _)| place.is_none());
        if let Some((_, field)) = missing {
            let id = record.id().map_or_else(|| "a record".to_owned(), |id| format!("record {id}"));
            let message = format!(
                "{id} came without the field `{field}`: it is no record of module `{}`, or the user may not see the \
                 field",
                self.module
            );
            return Err(Error::new(ErrorKind::Decode, message));
        }
        self.decode(record)
    }

    pub(crate) fn decode(&mut self, record: Record) -> Result<T> {
        let places = self.places.of(record.table(), self.reading.columns());
        self.reading
            .read(record, places, &self.module)
            .map_err(|error| Error::new(ErrorKind::Decode, error.to_string()).with_source(error))
    }
}

/// The rows of an answer to a query of `module`, given as text: one that was recorded, or fetched by
/// other means than a [`Client`](crate::Client). Each is decoded when it is taken.
///
/// ```
/// use vtql_client::{Record, RecordId, decode};
///
/// #[derive(Record)]
/// #[vtql(module = "Contacts")]
/// struct Person {
///     id: RecordId,
///     lastname: String,
/// }
///
/// let answer = r#"{"success":true,"result":[{"lastname":"Rossi","id":"12x7"}]}"#;
/// for person in decode::rows::<Person>(answer, "Contacts")? {
///     let person = person?;
///     assert_eq!((person.id, &*person.lastname), (RecordId::new(12, 7), "Rossi"));
/// }
/// # Ok::<(), vtql_client::Error>(())
/// ```
///
/// # Errors
///
/// [`ErrorKind::UnexpectedAnswer`] when the text is not a success with a list of records. A row is
/// [`ErrorKind::Decode`] when one of its cells does not hold what its field's type promises.
pub fn rows<R: Row>(answer: impl Into<String>, module: &str) -> Result<impl Iterator<Item = Result<R>>> {
    let mut decoder = Decoder::new(Arc::new(Typed), module);
    Ok(records(answer)?.into_iter().map(move |record| decoder.decode(record)))
}

/// [`rows`] as they are, whatever their fields.
///
/// # Errors
///
/// [`ErrorKind::UnexpectedAnswer`] when the text is not a success with a list of records.
pub fn records(answer: impl Into<String>) -> Result<Vec<Record>> {
    let page = Table::from_answer(answer.into().into_bytes(), Expected::Rows).map_err(|_| {
        Error::new(ErrorKind::UnexpectedAnswer, "the text is not an answer with a list of records")
    })?;
    let page = Arc::new(page);
    Ok((0..page.len()).map(|row| Record::new(Arc::clone(&page), row)).collect())
}
