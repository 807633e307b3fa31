//! The binary from outside, as scripts and people use it; queries run against its own sandbox.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod attacks;
mod check;
mod codegen;
mod explain;
mod export;
mod fmt;
mod formats;
mod help;
mod hostile;
mod hosts;
mod listen;
mod login;
mod lsp;
#[path = "../../../tests/ui/tests/ui/package.rs"]
mod package;
mod parse;
mod query;
mod query_files;
mod records;
#[cfg(unix)]
mod repl;
mod rules;
mod sandbox;
mod settings;
mod snapshot;
#[cfg(unix)]
mod sql;
#[cfg(unix)]
mod terminal;
mod vtql;
