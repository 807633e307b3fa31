//! How errors of statements are told.

use vtql_command::connection;
use vtql_command::failure::Failure;
use vtql_sql::Error;

/// What the library says, with what to do about it.
pub(crate) fn of(error: &Error) -> Failure {
    if let Some(client) = error.client().filter(|_| error.code() != "REFUSED") {
        return connection::failure(client);
    }
    let failure = Failure::new(error.code(), error.to_string());
    match error.help() {
        Some(help) => failure.help(help),
        None => failure,
    }
}
