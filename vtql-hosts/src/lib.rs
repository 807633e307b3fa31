//! The VTQL queries in source files of other languages.
//!
//! ```text
//!   file ── grammar ──▶ string expressions ── finding ──▶ queries: text, holes, a map back to the file
//! ```
//!
//! A file whose bytes do not mention `select` is never parsed. Programming languages are read by
//! tree-sitter with the grammars that its community keeps; what a language is like (`languages/`, a file
//! each) is data for one walk (`code/`). Data and pages (`documents/`) are read by their own parsers, and
//! code inside of them by the grammar of its language. A string expression is what a program joins, fills
//! in, or adds to over several statements; what only the running program knows becomes a hole. Whether such
//! a text is for Vtiger or for another database is decided in `finding/`.
//!
//! ```
//! use std::path::Path;
//! use vtql_hosts::{Language, Options, scan};
//!
//! let file = "q := fmt.Sprintf(\"select id from Contacts where lastname = '%s';\", name)";
//! let language = Language::of(Path::new("main.go")).expect("a language that is known");
//! let found = scan(file, language, &Options::default());
//! assert_eq!(found.queries[0].text(), "select id from Contacts where lastname = '{s}';");
//! assert!(found.queries[0].holes()[0].is_quoted);
//! ```

mod code;
mod documents;
mod escapes;
mod finding;
mod fix;
mod found;
mod judge;
mod languages;
mod map;
mod mark;
mod mention;
mod options;
mod output;
mod profile;
mod query;
mod scan;
mod settings;
mod syntax;
mod text;

pub use fix::{Fixed, fix};
pub use found::{Found, Reason, Skipped};
pub use judge::{Broken, Judge, Semicolon, broken};
pub use languages::Language;
pub use mention::mentions_select;
pub use options::{Embedding, Options};
pub use output::NotRead;
pub use profile::Profile;
pub use query::{Hole, Query};
pub use scan::{scan, syntax_errors};
pub use settings::{CheckSettings, DIALECTS};
