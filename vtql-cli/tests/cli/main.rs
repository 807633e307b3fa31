//! The binary from outside, as scripts and people use it; queries run against its own sandbox.

mod check;
mod explain;
mod fmt;
mod parse;
mod query;
mod sandbox;
mod settings;
mod snapshot;
mod vtql;
