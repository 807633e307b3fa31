//! The server over its protocol, on a sandbox.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod bounds;
mod door;
mod hostile;
mod http;
mod policy;
mod protocol;
mod queries;
mod schema;
mod writes;
