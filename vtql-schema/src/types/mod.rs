//! The types that describe gives to fields, and what a field of each can be compared with.

mod domain;
mod field_type;
pub(crate) mod values;

pub use domain::Domain;
pub use field_type::FieldType;
