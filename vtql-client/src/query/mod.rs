//! Typed queries and rows. Nothing here touches the network.

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
mod row;
mod selected;
#[doc(hidden)]
pub mod support;
mod typed;

pub use cells::Cells;
pub use error::{DecodeError, QueryError};
pub use reader::Reader;
pub use row::{ModuleRow, Row};
pub use selected::Selected;
pub use typed::{CountQuery, Query};
