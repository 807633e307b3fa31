//! Typed queries and rows. Nothing here touches the network.

pub mod builder;
mod cells;
mod error;
#[doc(hidden)]
pub mod fields;
pub mod param;
mod reader;
mod row;
#[doc(hidden)]
pub mod support;
mod typed;

pub use cells::Cells;
#[cfg(feature = "http")]
pub(crate) use cells::other_key;
pub use error::{DecodeError, QueryError};
pub use reader::Reader;
pub use row::{ModuleRow, Row};
pub use typed::{CountQuery, Query};
