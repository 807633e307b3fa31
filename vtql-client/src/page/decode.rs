use crate::error::{Error, ErrorKind, Result};
use crate::query::{Cells, DecodeError, Row, other_key};
use crate::record::{Record, Shape, Table};
use std::sync::Arc;

/// Turns a record into a row.
pub(super) type Decode<T> = fn(&mut Columns, Record, module: &str) -> Result<T, DecodeError>;

/// Turns the records of a query into its rows.
pub(super) struct Decoder<T> {
    decode: Decode<T>,
    module: String,
    columns: Columns,
}

impl<T> Decoder<T> {
    pub(super) fn new(decode: Decode<T>, module: &str) -> Self {
        Decoder { decode, module: module.to_owned(), columns: Columns::default() }
    }

    pub(super) fn decode(&mut self, record: Record) -> Result<T> {
        (self.decode)(&mut self.columns, record, &self.module)
            .map_err(|error| Error::new(ErrorKind::Decode, error.to_string()).with_source(error))
    }
}

/// Where the columns of a row type are in the page that was read last.
#[derive(Default)]
pub(super) struct Columns {
    page: Option<Arc<Table>>,
    places: Vec<Option<usize>>,
}

impl Columns {
    /// Looks the columns up by name, once a page.
    fn of(&mut self, page: &Arc<Table>, names: &[&str]) -> &[Option<usize>] {
        if !self.page.as_ref().is_some_and(|known| Arc::ptr_eq(known, page)) {
            self.places.resize(names.len(), None);
            for (place, name) in self.places.iter_mut().zip(names) {
                // Pages of a query have the same columns in the same order.
                if place.and_then(|place| page.column_name(place)) != Some(name) {
                    *place = column(page, name);
                }
            }
            self.page = Some(Arc::clone(page));
        }
        &self.places
    }
}

/// Rows as they are.
#[expect(clippy::unnecessary_wraps, reason = "typed rows can fail")]
pub(super) fn untyped(_: &mut Columns, record: Record, _module: &str) -> Result<Record, DecodeError> {
    Ok(record)
}

/// Rows of a known shape.
#[expect(clippy::needless_pass_by_value, reason = "untyped rows are the records themselves")]
pub(super) fn typed<R: Row>(columns: &mut Columns, record: Record, module: &str) -> Result<R, DecodeError> {
    let places = columns.of(record.table(), R::COLUMNS);
    R::decode(&Cells::answered(module, record.view(), R::COLUMNS, places))
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
    let mut decoder = Decoder::new(typed::<R>, module);
    Ok(records(answer)?.into_iter().map(move |record| decoder.decode(record)))
}

/// [`rows`] as they are, whatever their fields.
///
/// # Errors
///
/// [`ErrorKind::UnexpectedAnswer`] when the text is not a success with a list of records.
pub fn records(answer: impl Into<String>) -> Result<Vec<Record>> {
    let page = Table::from_answer(answer.into().into_bytes(), Shape::Rows).map_err(|_| {
        Error::new(ErrorKind::UnexpectedAnswer, "the text is not an answer with a list of records")
    })?;
    let page = Arc::new(page);
    Ok((0..page.len()).map(|row| Record::new(Arc::clone(&page), row)).collect())
}

/// The column of a field.
fn column(page: &Table, field: &str) -> Option<usize> {
    page.column(field).or_else(|| page.column(other_key(field)?))
}
