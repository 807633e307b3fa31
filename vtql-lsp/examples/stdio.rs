//! A language server without an instance, over standard input and output.

use lsp_server::{Connection, ProtocolError};
use vtql_lsp::{Options, serve};

fn main() -> Result<(), ProtocolError> {
    let (connection, threads) = Connection::stdio();
    serve(&connection, Options::default())?;
    drop(connection);
    // The process ends either way.
    let _ = threads.join();
    Ok(())
}
