//! The client against a hand-made server on loopback, which can do what HTTP libraries will not:
//! reason phrases, resets, bodies that end too early.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod errors;
mod faults;
mod queries;
mod recorded;
mod records;
mod secrets;
mod server;
mod sessions;
mod watching;
