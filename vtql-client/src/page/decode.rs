use crate::query::{Cells, DecodeError, Row};
use crate::record::{CellValue, Record, Table};
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

/// The column of a field. Two discount fields of the inventory modules come back under another key
/// than they are selected by (observed).
fn column(page: &Table, field: &str) -> Option<usize> {
    page.column(field).or_else(|| match field {
        "hdnDiscountPercent" => page.column("discount_percent"),
        "hdnDiscountAmount" => page.column("discount_amount"),
        _ => None,
    })
}
