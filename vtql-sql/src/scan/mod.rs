//! A module as a table: its rows by whole scans, by the first rows of an order, or by the keys of a join.
//!
//! ```text
//! table ──▶ exec ──▶ keys (what a join's other side has) ──▶ route (whole, or by keys, of a source) ──▶ pages ──▶ batches
//! ```

mod exec;
mod keys;
mod pages;
mod route;
mod source;
mod table;

pub(crate) use exec::{ModuleScan, Order};
pub(crate) use route::of_all;
pub(crate) use table::ModuleTable;
