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
//!
//! # A tool of your own
//!
//! Every text has a tree, be it wrong, and every name in it knows where it stands. So this renames a field in
//! every query of a folder, and leaves comments and layout alone:
//!
//! ```
//! use std::{convert::Infallible, fs, io, ops::ControlFlow, path::Path};
//! use vtql_parser::{Dialect, Span, ast::Name, parse, visit::Visit};
//!
//! struct Places<'n> {
//!     field: &'n str,
//!     spans: Vec<Span>,
//! }
//!
//! impl<'a> Visit<'a> for Places<'_> {
//!     type Break = Infallible;
//!     fn visit_field(&mut self, field: &'a Name) -> ControlFlow<Infallible> {
//!         self.spans.extend((*field == self.field).then_some(field.span));
//!         ControlFlow::Continue(())
//!     }
//! }
//!
//! fn rename(folder: &Path, field: &str, to: &str) -> io::Result<usize> {
//!     let mut renamed = 0;
//!     for entry in fs::read_dir(folder)? {
//!         let path = entry?.path();
//!         let mut text = fs::read_to_string(&path)?;
//!         let mut places = Places { field, spans: Vec::new() };
//!         for query in &parse(&text, Dialect::Surface).statements {
//!             let ControlFlow::Continue(()) = places.visit_query(query);
//!         }
//!         places.spans.sort();
//!         places.spans.iter().rev().for_each(|span| text.replace_range(span.range(), to));
//!         fs::write(path, text)?;
//!         renamed += places.spans.len();
//!     }
//!     Ok(renamed)
//! }
//!
//! let folder = std::env::temp_dir().join(format!("vtql-rename-{}", std::process::id()));
//! fs::create_dir_all(&folder)?;
//! let file = folder.join("contacts.vtql");
//! fs::write(&file, "select id,  cf_901 -- not cf_901\nfrom Contacts where cf_901='cf_901' order by cf_901")?;
//! assert_eq!(rename(&folder, "cf_901", "cf_mood")?, 3);
//! let text = fs::read_to_string(&file)?;
//! assert_eq!(text, "select id,  cf_mood -- not cf_901\nfrom Contacts where cf_mood='cf_901' order by cf_mood");
//! # fs::remove_dir_all(&folder)?;
//! # Ok::<(), io::Error>(())
//! ```
//!
//! # What may grow
//!
//! A type is `#[non_exhaustive]` when a later version may add to it: the enums of the tree's nodes, the structs
//! of a query's clauses, findings, errors, options and results. It is not when it is complete by the nature of
//! the language (operators, directions, clauses, dialects, severities), or when it is a plain predicate of the
//! tree, which is meant to be built field by field.
#![cfg_attr(docsrs, feature(doc_cfg))]

pub mod ast;
pub mod bind;
mod bytes;
mod code;
pub mod codes;
pub mod diagnostic;
pub mod encode;
mod errors;
pub mod ids;
mod lines;
pub mod lower;
mod parse;
pub mod print;
#[cfg(feature = "render")]
pub mod render;
#[cfg(feature = "serde")]
mod serialized;
mod span;
mod token;
pub mod visit;

/// For the tests of this crate: not part of its interface.
#[doc(hidden)]
pub mod internals {
    pub use crate::parse::{Leaf, leaves, recovered};
}

pub use code::{Code, Group, NotACode};
pub use diagnostic::{Diagnostic, Severity};
pub use errors::{Errors, NoFindings};
pub use lines::{Columns, LineIndex, Position};
pub use parse::{
    Dialect, MAX_DIAGNOSTICS, MAX_SOURCE_LEN, Parsed, keywords, parse, parse_condition, parse_query,
    parse_template, tokens, tokens_of,
};
pub use span::Span;
pub use token::{Token, TokenKind};

/// The examples of the README are tests.
#[cfg(doctest)]
mod readme {
    #![doc = include_str!("../README.md")]
}
