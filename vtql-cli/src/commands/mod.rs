//! The commands, one file each: arguments in, library calls, outcome.

pub(crate) mod check;
pub(crate) mod codegen;
pub(crate) mod completions;
pub(crate) mod console;
pub(crate) mod describe;
pub(crate) mod explain;
pub(crate) mod export;
pub(crate) mod fmt;
pub(crate) mod login;
pub(crate) mod lsp;
pub(crate) mod mcp;
pub(crate) mod modules;
pub(crate) mod parse;
pub(crate) mod query;
pub(crate) mod quota;
pub(crate) mod record;
pub(crate) mod repl;
pub(crate) mod sandbox;
mod shown;
pub(crate) mod snapshot;
pub(crate) mod sql;
pub(crate) mod sync;

use crate::failure::Failure;

/// What runs futures on this thread.
pub(crate) fn runtime() -> Result<tokio::runtime::Runtime, Failure> {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| Failure::new("RUNTIME", format!("the asynchronous runtime does not start: {error}")))
}

/// Runs a future to its end on this thread.
fn block_on<T>(future: impl Future<Output = Result<T, Failure>>) -> Result<T, Failure> {
    runtime()?.block_on(future)
}
