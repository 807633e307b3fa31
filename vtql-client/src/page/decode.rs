use crate::error::{Error, ErrorKind, Result};
use crate::query::{Cells, DecodeError, Row};
use crate::record::{CellValue, Record, Shape, Table};
use std::borrow::Cow;
use std::sync::Arc;

/// Turns rows of a page into values: all of them, or those before the first that does not decode.
pub(super) type Decode<T> = fn(&Arc<Table>, &[usize], module: &str) -> (Vec<T>, Option<DecodeError>);

/// Rows as they are.
pub(super) fn records(
    page: &Arc<Table>,
    rows: &[usize],
    _module: &str,
) -> (Vec<Record>, Option<DecodeError>) {
    (rows.iter().map(|&row| Record::new(Arc::clone(page), row)).collect(), None)
}

/// Rows of a known shape. Columns are looked up by name once a page.
pub(super) fn typed<R: Row>(
    page: &Arc<Table>,
    rows: &[usize],
    module: &str,
) -> (Vec<R>, Option<DecodeError>) {
    let columns: Vec<Option<usize>> = R::COLUMNS.iter().map(|name| column(page, name)).collect();
    let id = page.column("id");
    let mut decoded = Vec::with_capacity(rows.len());
    let mut values = Vec::with_capacity(columns.len());
    for &row in rows {
        let view = page.row(row);
        let cell = |column: Option<usize>| view.cell(column?).and_then(CellValue::as_str);
        values.clear();
        values.extend(columns.iter().map(|&column| cell(column).map(Cow::Borrowed)));
        match R::decode(&Cells::new(module, cell(id), R::COLUMNS, &values)) {
            Ok(value) => decoded.push(value),
            Err(error) => return (decoded, Some(error)),
        }
    }
    (decoded, None)
}

/// The rows of an answer to a query of `module`, as text: one that was recorded, or fetched by other
/// means than a [`Client`](crate::Client).
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
/// let people = decode::rows::<Person>(answer, "Contacts")?;
/// assert_eq!((people[0].id, &*people[0].lastname), (RecordId::new(12, 7), "Rossi"));
/// # Ok::<(), vtql_client::Error>(())
/// ```
///
/// # Errors
///
/// [`ErrorKind::UnexpectedAnswer`] when the text is not a success with a list of records,
/// [`ErrorKind::Decode`] when a cell does not hold what its field's type promises.
pub fn rows<R: Row>(answer: impl Into<String>, module: &str) -> Result<Vec<R>> {
    let page = Table::from_answer(answer.into().into_bytes(), Shape::Rows).map_err(|_| {
        Error::new(ErrorKind::UnexpectedAnswer, "the text is not an answer with a list of records")
    })?;
    let all: Vec<usize> = (0..page.len()).collect();
    match typed(&Arc::new(page), &all, module) {
        (rows, None) => Ok(rows),
        (_, Some(error)) => Err(Error::new(ErrorKind::Decode, error.to_string()).with_source(error)),
    }
}

/// The column of a field. Two discount fields of the inventory modules come back under another key
/// than they are selected by (observed).
fn column(page: &Table, field: &str) -> Option<usize> {
    page.column(field).or_else(|| match field {
        "hdnDiscountPercent" => page.column("discount_percent"),
        "hdnDiscountAmount" => page.column("discount_amount"),
        _ => None,
    })
}
