//! From checked queries to Rust: what the macros of `vtql-client` expand to, and what `vtql codegen`
//! writes to a file. One place makes the code for both. And records and rows as types of other languages.
//!
//! This crate never touches the network: it reads the snapshot of a CRM's modules and fields, checks
//! queries against it and writes the types of their rows. It is a part of `vtql-client` and changes with it.
#![cfg_attr(docsrs, feature(doc_cfg))]

extern crate proc_macro;

mod expand;
#[cfg(feature = "files")]
mod foreign;
#[cfg(feature = "files")]
mod functions;
#[cfg(feature = "files")]
mod layout;
mod snapshot;
mod source;

pub use expand::{create, file, into, named, picklist, query, record, related, revise, schema, update, wire};
#[cfg(feature = "files")]
pub use foreign::Language;
#[cfg(feature = "files")]
pub use functions::Functions;
#[cfg(feature = "files")]
pub use layout::same_code;
pub use snapshot::Surroundings;
