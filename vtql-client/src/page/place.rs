use super::order::{Field, Order};
use crate::record::{CellValue, Table};
use serde::{Deserialize, Serialize};
use vtql_parser::ast::RecordId;

/// Where a row stands in an order: its values of the fields to order by, and its id.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Place {
    pub(super) id: RecordId,
    pub(super) values: Vec<Option<Box<str>>>,
}

impl Place {
    pub(super) fn value(&self, field: usize) -> Option<&str> {
        self.values.get(field).and_then(Option::as_deref)
    }
}

/// Why the rows of a page have no places.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum NoPlace {
    /// A row has no id.
    Id,
    /// The rows lack a field that they are ordered by.
    Field,
}

/// The places of a page's rows.
pub(super) fn places(page: &Table, order: &Order) -> Result<Vec<Place>, NoPlace> {
    let columns: Option<Vec<usize>> = if page.len() == 0 {
        Some(Vec::new())
    } else {
        order.fields.iter().map(|field| field.column_in(page)).collect()
    };
    let columns = columns.ok_or(NoPlace::Field)?;
    let place = |row: usize| {
        let view = page.row(row);
        let value = |(column, field): (&usize, &Field)| {
            let text = view.cell(*column).and_then(CellValue::as_str);
            let text = text.or(field.null_is_value.then_some(""))?;
            let unset = field.empty_is_null && text.is_empty();
            (!unset).then(|| text.into())
        };
        let values = columns.iter().zip(&order.fields).map(value).collect();
        Ok(Place { id: page.id(row).ok_or(NoPlace::Id)?, values })
    };
    (0..page.len()).map(place).collect()
}
