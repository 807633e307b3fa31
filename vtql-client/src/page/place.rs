use crate::error::{Error, ErrorKind};
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

/// Rows without a record id have no places.
pub(super) fn without_id() -> Error {
    Error::new(ErrorKind::UnexpectedAnswer, "a row has no record id, so the rows cannot be paged through")
}

/// A row that came although the condition of its page leaves it out.
pub(super) fn ignored(id: RecordId) -> Error {
    let message = format!(
        "the server returned {id} again although the condition of the page leaves it out: it does not honour \
         conditions on `id` or on the fields of the order for this module"
    );
    Error::new(ErrorKind::UnexpectedAnswer, message)
}

/// Records match, and none comes in the order: in words, this one.
pub(super) fn unordered(order: &str) -> Error {
    let message = format!(
        "records match, and the server returns none of them in the order `{order}`: it cannot sort by one of these fields"
    );
    Error::new(ErrorKind::UnexpectedAnswer, message)
}

/// How often no row comes in the order, and one without it, before the order is to blame.
pub(super) const MOST_UNORDERED: u8 = 8;
