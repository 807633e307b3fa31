//! The commands, one file each: arguments in, library calls, outcome.

pub(crate) mod check;
pub(crate) mod codegen;
pub(crate) mod completions;
pub(crate) mod explain;
pub(crate) mod export;
pub(crate) mod fmt;
pub(crate) mod lsp;
pub(crate) mod parse;
pub(crate) mod query;
pub(crate) mod sandbox;
pub(crate) mod snapshot;
pub(crate) mod sync;

use crate::failure::Failure;

/// Runs a future to its end on this thread.
fn block_on<T>(future: impl Future<Output = Result<T, Failure>>) -> Result<T, Failure> {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| {
            Failure::new("RUNTIME", format!("the asynchronous runtime does not start: {error}"))
        })?
        .block_on(future)
}
