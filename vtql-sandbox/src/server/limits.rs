//! The bounds of a connection.

use std::time::Duration;

/// How many connections are open at once.
pub(super) const CONNECTIONS: usize = 256;
/// For the head of a request, and between two requests.
pub(super) const HEAD: Duration = Duration::from_secs(15);
/// The largest head of a request, in bytes: a path and query of 64 kB, and headers.
pub(super) const HEAD_SIZE: usize = 80 << 10;
/// Between two parts of an answer that the client takes.
pub(super) const WRITE: Duration = Duration::from_secs(15);
/// For requests under way when the server is told to stop.
pub(super) const GRACE: Duration = Duration::from_millis(1_500);
/// After a connection that could not be accepted.
pub(super) const ACCEPT_AGAIN: Duration = Duration::from_millis(20);
