//! What a Vtiger CRM instance has, and what is wrong with a query that is to be sent to it.
//!
//! [`describe`] reads the answers of the API, [`Snapshot`] keeps those of a whole instance in one file
//! that can be reviewed, [`types`] says what a field can be compared with, and a [`Checker`] tells the
//! mistakes in a query, each with a suggested fix.
#![cfg_attr(docsrs, feature(doc_cfg))]

mod checker;
mod codes;
pub mod describe;
pub mod diff;
pub mod element;
mod error;
mod field;
pub mod fix;
mod json;
mod module;
pub mod project;
pub mod rules;
pub mod settings;
mod snapshot;
#[cfg(feature = "standard")]
pub mod standard;
pub mod suggest;
mod tables;
pub mod types;

pub use checker::{Checked, Checker};
pub use error::ReadError;
pub use field::{Field, PicklistValue};
pub use module::{Module, Queryable};
pub use snapshot::Snapshot;
pub use tables::{LINE_ITEM_FIELDS, LINE_ITEM_MODULE, LINE_ITEMS_KEY, answered_as, has_line_items};
