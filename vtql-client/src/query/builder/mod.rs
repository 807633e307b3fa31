//! Queries built in code, with the same guarantees as checked text.
//!
//! [`schema!`](crate::schema) writes a Rust module for each module of the CRM that you ask for, with a
//! [`Column`] for each field. What a column can be compared with is decided by its field's type; its
//! comparisons are conditions of its module, which only queries of that module take. The result is
//! the same tree that a text becomes, printed and lowered by the same code.
//!
//! What is known only when the program runs goes into the same query and keeps its type:
//! [`apply_if`](QueryBuilder::apply_if) for what depends on a value; [`RuntimeField`] fields to
//! [order by](QueryBuilder::order_by) and to [select beside typed ones](QueryBuilder::and_select), and
//! [`Filter::checked`] for whole conditions, all checked against a snapshot that is there when the program runs.

mod column;
mod columns;
mod condition;
mod runtime_field;
mod select;
mod with_runtime_fields;

pub use column::{Column, Field, Module, OfModule, Ordered, Textual, kind};
pub use columns::{Columns, TupleRow};
pub use condition::Filter;
pub use runtime_field::{Descending, RuntimeField};
pub use select::{AnyOrder, Count, MoreOrder, NoMoreOrder, Order, QueryBuilder, Sort, Start, query};
pub use with_runtime_fields::WithRuntimeFields;
