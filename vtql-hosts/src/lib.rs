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
//!
//! Every query in the files of a folder (the program `examples/queries.rs` goes through folders in it as well, and
//! says what was left alone):
//!
//! ```
//! use vtql_hosts::{Language, Options, scan};
//!
//! # let folder = std::env::temp_dir().join(format!("vtql-hosts-{}", std::process::id()));
//! # std::fs::create_dir_all(&folder)?;
//! # std::fs::write(folder.join("crm.rb"), "crm.query(\"select id, lastname from Leads limit 5;\")")?;
//! let mut texts = Vec::new();
//! for entry in std::fs::read_dir(&folder)? {
//!     let path = entry?.path();
//!     let Some(language) = Language::of(&path) else { continue };
//!     let source = std::fs::read_to_string(&path)?;
//!     for query in scan(&source, language, &Options::default().path(Some(&path))).queries {
//!         let line = source[..query.host_range(0..1).start].matches('\n').count() + 1;
//!         texts.push(format!("{}:{line}: {}", path.display(), query.text()));
//!     }
//! }
//! assert!(texts[0].ends_with("crm.rb:1: select id, lastname from Leads limit 5;"));
//! # std::fs::remove_dir_all(&folder)?;
//! # Ok::<(), std::io::Error>(())
//! ```
#![cfg_attr(docsrs, feature(doc_cfg))]

mod change;
mod code;
mod documents;
mod escapes;
mod file_checker;
mod finding;
mod fix;
mod found;
mod judge;
mod languages;
mod map;
mod mark;
mod memory;
mod mention;
mod options;
mod output;
mod profile;
mod query;
mod scan;
mod settings;
mod syntax;
mod text;
mod walk;

pub use file_checker::{CheckedFile, FileChecker};
pub use fix::{Fixed, fix};
pub use found::{Found, Reason, Skipped};
pub use judge::{Broken, Judge, Semicolon, broken};
pub use languages::Language;
pub use memory::Memory;
pub use mention::mentions_select;
pub use options::{Embedding, Options};
pub use output::NotRead;
pub use profile::Profile;
pub use query::{Hole, Query};
pub use scan::{scan, syntax_errors};
pub use settings::{CheckSettings, DIALECTS};
pub use walk::{PatternError, Selection, files, is_known, is_query_file};
