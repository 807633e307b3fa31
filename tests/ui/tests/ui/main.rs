//! The macros seen from outside.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod building;
mod crates;
mod failing;
mod passing;
mod rules;
