//! SQL over a sandbox: what is asked of it, what that costs, and whether the rows are those of SQLite over the same data.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]
#![allow(clippy::panic, reason = "a test that finds a difference says which")]

mod command;
mod cost;
mod differential;
mod documentation;
mod generate;
mod joins;

mod pushdown;
mod statements;
mod support;
mod wire;
