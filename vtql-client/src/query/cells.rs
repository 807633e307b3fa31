use super::DecodeError;
use crate::record::{CellValue, RowView};
use crate::value::Decode;

/// The cells of one row as the server sent them: text, or nothing.
#[derive(Clone, Copy, Debug)]
pub struct Cells<'a> {
    module: &'a str,
    id: Option<&'a str>,
    columns: &'a [&'static str],
    values: Values<'a>,
}

#[derive(Clone, Copy, Debug)]
enum Values<'a> {
    Given(&'a [Option<&'a str>]),
    /// Cells of an answer, and where in its rows each column is.
    Answered(RowView<'a>, &'a [Option<usize>]),
}

impl<'a> Cells<'a> {
    /// The cells of a record of `module`: `values[i]` belongs to `columns[i]`, `None` where the server
    /// sent null or left the key out. `id` is the record's id, for messages.
    pub fn new(
        module: &'a str,
        id: Option<&'a str>,
        columns: &'a [&'static str],
        values: &'a [Option<&'a str>],
    ) -> Self {
        Cells { module, id, columns, values: Values::Given(values) }
    }

    /// The cells of a row of an answer: `columns[i]` is its column `places[i]`.
    pub(crate) fn answered(
        module: &'a str,
        row: RowView<'a>,
        columns: &'a [&'static str],
        places: &'a [Option<usize>],
    ) -> Self {
        Cells { module, id: row.id(), columns, values: Values::Answered(row, places) }
    }

    /// The text of a cell. The server sends null for some unset fields and `""` for others.
    #[inline]
    pub fn get(&self, index: usize) -> Option<&'a str> {
        match self.values {
            Values::Given(values) => values.get(index).copied().flatten(),
            Values::Answered(row, places) => {
                row.cell(places.get(index).copied().flatten()?).and_then(CellValue::as_str)
            }
        }
    }

    /// Everything that the server sent for the record, by the server's keys.
    pub(crate) fn all(&self) -> Vec<(&'a str, Option<&'a str>)> {
        match self.values {
            Values::Given(values) => self.columns.iter().copied().zip(values.iter().copied()).collect(),
            Values::Answered(row, _) => row.cells().map(|(name, cell)| (name, cell.as_str())).collect(),
        }
    }

    /// The name of the field that a cell belongs to.
    pub fn column(&self, index: usize) -> Option<&'static str> {
        self.columns.get(index).copied()
    }

    /// The module of the record.
    pub fn module(&self) -> &'a str {
        self.module
    }

    /// The id of the record, when the answer has one.
    pub fn id(&self) -> Option<&'a str> {
        self.id
    }

    /// Reads a cell as a value of type `T`.
    #[inline]
    pub fn decode<T: Decode>(&self, index: usize) -> Result<T, DecodeError> {
        let text = self.get(index);
        T::decode(text).ok_or_else(|| {
            DecodeError::new(self.module, self.column(index).unwrap_or_default(), self.id, text, T::EXPECTED)
        })
    }
}

pub(crate) use vtql_schema::answered_as as other_key;
