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

    /// The row.
    fn read(&self, record: Record, places: &Places, module: &str) -> Result<T, DecodeError>;
}

/// Item `i` is the column of a page that holds column `i` of a row.
pub(crate) type Places = Arc<[Option<usize>]>;

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

    fn read(&self, record: Record, _: &Places, _: &str) -> Result<Record, DecodeError> {
        Ok(record)
    }
}

/// Rows of a type that knows its fields.
pub(crate) struct Typed;

impl<R: Row> ReadRow<R> for Typed {
    fn columns(&self) -> &[&'static str] {
        R::COLUMNS
    }

    fn read(&self, record: Record, places: &Places, module: &str) -> Result<R, DecodeError> {
        R::decode(&Cells::answered(module, record.view(), R::COLUMNS, places))
    }
}

/// Where the columns of a row are in the page that was read last.
#[derive(Default)]
pub(crate) struct PlacesOfPage {
    page: Option<Arc<Table>>,
    places: Places,
}

impl PlacesOfPage {
    /// Looks the columns up by name, once a page.
    pub(crate) fn of(&mut self, page: &Arc<Table>, names: &[&str]) -> &Places {
        if !self.page.as_ref().is_some_and(|known| Arc::ptr_eq(known, page)) {
            // Pages of a query have the same columns in the same order.
            let still = |place: &Option<usize>, name: &str| {
                place.and_then(|place| page.column_name(place)) == Some(name)
            };
            let is_known = self.places.len() == names.len();
            if !is_known || !self.places.iter().zip(names).all(|(place, name)| still(place, name)) {
                self.places = names.iter().map(|name| column(page, name)).collect();
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
