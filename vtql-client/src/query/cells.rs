use super::DecodeError;
use crate::decode::Decode;
use std::borrow::Cow;

/// The cells of one row as the server sent them: text, or nothing.
#[derive(Clone, Copy, Debug)]
pub struct Cells<'a> {
    module: &'a str,
    id: Option<&'a str>,
    columns: &'static [&'static str],
    values: &'a [Option<Cow<'a, str>>],
}

impl<'a> Cells<'a> {
    /// The cells of a record of `module`: `values[i]` belongs to `columns[i]`, `None` where the server
    /// sent null or left the key out. `id` is the record's id, for messages.
    pub fn new(
        module: &'a str,
        id: Option<&'a str>,
        columns: &'static [&'static str],
        values: &'a [Option<Cow<'a, str>>],
    ) -> Self {
        Cells { module, id, columns, values }
    }

    /// The text of a cell. The server sends null for some unset fields and `""` for others.
    pub fn get(&self, index: usize) -> Option<&'a str> {
        self.values.get(index).and_then(Option::as_deref)
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
    pub fn decode<T: Decode>(&self, index: usize) -> Result<T, DecodeError> {
        let text = self.get(index);
        T::decode(text).ok_or_else(|| {
            DecodeError::new(self.module, self.column(index).unwrap_or_default(), self.id, text, T::EXPECTED)
        })
    }
}
