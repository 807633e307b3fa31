//! Parser, printer, diagnostics and compiler for VTQL, the query language of Vtiger CRM's web service.
//!
//! ```text
//!   text ── parse ──▶ tree ── lower ──▶ wire tree ── print ──▶ what the server is sent
//!                      │
//!                      └── print::format ──▶ the same text, laid out
//! ```
//!
//! There are two [`Dialect`]s: *wire*, which the server accepts, and *surface*, which people write.
//! [`parse`] reads both into one tree ([`ast`]), [`lower`] compiles surface to wire, [`bind`] fills in
//! parameters, [`encode`] is the one place where a value is made safe to send. Whatever is wrong is a
//! [`Diagnostic`] with a code, a place and a cure.
//!
//! ```
//! use vtql_parser::{Dialect, lower::lower, parse_query};
//!
//! let query = parse_query("select id from Contacts where not (city = 'Rome')", Dialect::Surface)?;
//! assert_eq!(lower(&query)?.to_string(), "select id from Contacts where city != 'Rome';");
//! # Ok::<(), vtql_parser::Errors>(())
//! ```

pub mod ast;
pub mod bind;
mod bytes;
mod code;
pub mod codes;
pub mod diagnostic;
pub mod encode;
mod errors;
pub mod ids;
pub mod keywords;
mod lines;
pub mod lower;
mod parse;
pub mod print;
#[cfg(feature = "render")]
pub mod render;
mod span;
pub mod visit;

/// For the tests of this crate: not part of its interface.
#[doc(hidden)]
pub mod internals {
    pub use crate::parse::{Leaf, leaves};
}

pub use code::{Code, Group, NotACode};
pub use diagnostic::{Diagnostic, Severity};
pub use errors::{Errors, NoFindings};
pub use lines::{Columns, LineIndex, Position};
pub use parse::{Dialect, MAX_DIAGNOSTICS, MAX_SOURCE_LEN, Parsed, parse, parse_condition, parse_query};
pub use span::Span;
