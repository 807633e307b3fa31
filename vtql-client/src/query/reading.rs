//! How the rows of a query are made of the records that the server answers.

use super::cells::other_key;
use super::{Cells, DecodeError, Row};
use crate::record::{Record, Table};
use std::panic::{RefUnwindSafe, UnwindSafe};
use std::sync::Arc;

/// Makes a row of a record.
pub(crate) trait ReadRow<T>: Send + Sync + UnwindSafe + RefUnwindSafe {
    /// The fields that a row is made of.
    fn columns(&self) -> &[&'static str];

    /// The row; `places[i]` is the column of the record that holds `columns()[i]`.
    fn read(&self, record: Record, places: &[Option<usize>], module: &str) -> Result<T, DecodeError>;
}

/// Shared by a query and the pages of its rows.
pub(crate) type Reading<T> = Arc<dyn ReadRow<T>>;

/// Rows that are records.
#[cfg(feature = "http")]
pub(crate) struct AsSent;

#[cfg(feature = "http")]
impl ReadRow<Record> for AsSent {
    fn columns(&self) -> &[&'static str] {
        &[]
    }

    fn read(&self, record: Record, _: &[Option<usize>], _: &str) -> Result<Record, DecodeError> {
        Ok(record)
    }
}

/// Rows of a type that knows its fields.
pub(crate) struct Typed;

impl<R: Row> ReadRow<R> for Typed {
    fn columns(&self) -> &[&'static str] {
        R::COLUMNS
    }

    fn read(&self, record: Record, places: &[Option<usize>], module: &str) -> Result<R, DecodeError> {
        R::decode(&Cells::answered(module, record.view(), R::COLUMNS, places))
    }
}

/// Where the columns of a row are in the page that was read last.
#[derive(Default)]
pub(crate) struct Places {
    page: Option<Arc<Table>>,
    places: Vec<Option<usize>>,
}

impl Places {
    /// Looks the columns up by name, once a page.
    pub(crate) fn of(&mut self, page: &Arc<Table>, names: &[&str]) -> &[Option<usize>] {
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

/// The column of a field.
fn column(page: &Table, field: &str) -> Option<usize> {
    page.column(field).or_else(|| page.column(other_key(field)?))
}
