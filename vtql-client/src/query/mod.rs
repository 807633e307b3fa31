//! Typed queries and rows. Nothing here touches the network.

pub(crate) mod anonymous_row;
pub mod builder;
pub(crate) mod cells;
#[cfg(feature = "http")]
pub(crate) mod decoder;
mod error;
#[doc(hidden)]
pub mod fields;
pub mod param;
mod reader;
pub(crate) mod reading;
mod related;
mod row;
#[doc(hidden)]
pub mod support;
mod typed;

pub use anonymous_row::{AnonymousRow, LentRow, into_fields};
pub use cells::Cells;
pub use error::{DecodeError, QueryError};
pub use reader::Reader;
pub use related::RelatedQuery;
pub use row::{ModuleRow, Row};
pub use typed::{CountQuery, Query};
