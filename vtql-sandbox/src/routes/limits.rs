//! What a request may bring, and how long it may take.

use std::time::Duration;

/// The body of whoever is not known: in bytes.
pub(super) const STRANGER: u64 = 64 << 10;
/// The files of one request, in bytes. They are on disk while they come.
pub(super) const UPLOAD: u64 = 128 << 20;
/// The time before a body must come at the least rate.
pub(super) const BODY_START: Duration = Duration::from_secs(15);
/// How fast a body must come, in bytes a second.
pub(super) const LEAST_RATE: u64 = 16 << 10;
/// How long an operation that only reads may run before it has to wait for its turn among the long ones.
pub(super) const SHORT: Duration = Duration::from_millis(20);
/// How long one operation may wait and run: the server's own limit is the `max_execution_time` of PHP.
pub(super) const OPERATION: Duration = Duration::from_secs(30);
