//! The macros seen from outside.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod building;
mod crates;
#[expect(unreachable_pub, reason = "it is written for libraries as well")]
mod crm;
mod editor;
mod failing;
mod generated;
mod language_server;
mod package;
mod passing;
