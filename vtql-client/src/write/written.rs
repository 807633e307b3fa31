use crate::query::DecodeError;
use crate::query::reading::{Places, ReadRow, Reading};
use crate::record::Record;
use std::fmt;
use std::sync::Arc;
use vtql_parser::ast::RecordId;

/// What the server answers to a write that names no other type: the record as it is stored then.
#[derive(Clone)]
#[non_exhaustive]
pub struct Written {
    /// The id of the record.
    pub id: RecordId,
    /// All of it, as the server sent it.
    pub record: Record,
}

/// The id alone: a value may be a password.
impl fmt::Debug for Written {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Written").field("id", &self.id).finish_non_exhaustive()
    }
}

struct AsWritten;

impl ReadRow<Written> for AsWritten {
    fn columns(&self) -> &[&'static str] {
        &[]
    }

    fn read(&self, record: Record, _: &Places, module: &str) -> Result<Written, DecodeError> {
        let id = record
            .id()
            .ok_or_else(|| DecodeError::new(module, "id", None, record.get("id"), "the id of a record"))?;
        Ok(Written { id, record })
    }
}

pub(super) fn reading() -> Reading<Written> {
    Arc::new(AsWritten)
}
