//! An embedded Vtiger for tests and development: a server on the loopback interface that speaks the
//! CRM's web service over SQLite, and really evaluates queries.
//!
//! ```
//! # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! use vtql_sandbox::Sandbox;
//!
//! let sandbox = Sandbox::builder().rows("Contacts", 250).seed(7).start().await?;
//! println!("{} {} {}", sandbox.url(), sandbox.user(), sandbox.access_key());
//! # Ok(()) }
//! ```
//!
//! *Data.* Demo records by seed and number, which refer to each other and hold what breaks careless
//! code; or yours, from JSON lines ([`SandboxBuilder::load_dir`]). In memory, or in a file.
//!
//! *Queries* are compiled to SQLite with MySQL's rules of comparison: case, accents and trailing spaces
//! make no difference, text meets numbers as in MySQL, `like` has its escapes. The cap of 100 rows, the
//! ids whose prefix is never checked and the queries that answer nothing without an error are as on
//! a real server, which is what the tests of this crate compare with. Where a Vtiger would be open to
//! SQL injection, the sandbox answers no rows.
//!
//! *Endpoints.* REST with HTTP Basic authentication ([`Sandbox::url`]), and `webservice.php` with sessions
//! ([`Sandbox::webservice_url`]), with every operation of the manual. [`Profile`] says which edition
//! it behaves like, [`Rights`] what other users may see.
//!
//! *Faults.* [`Faults`] delay, fail, limit and cut answers, the same ones for the same seed, and can be
//! changed while it runs; [`Sandbox::log`] tells what was asked.
//!
//! *Over HTTP*, for tests in another process, with the same credentials: `GET` and `PUT
//! /_sandbox/faults` ([`Faults::from_json`]), `GET` and `DELETE /_sandbox/requests`.
//!
//! *Beside a browser.* It listens on the loopback interface, which any web page can send requests to: those for
//! a foreign `Host`, and writes from pages of other sites, are refused. Memory, threads and time are bounded
//! whatever clients do; strangers can hold 64 kB each for some seconds, and 512 connections are open at once.
//!
//! ```text
//!   request ─▶ server ─▶ routes ─▶ operations ─▶ sql ─▶ store (SQLite)
//!                          │           │          │        │
//!                        faults        └─ catalog ┴─ mysql ┘   modules and fields · rules of comparison
//! ```
#![cfg_attr(docsrs, feature(doc_cfg))]

mod auth;
mod builder;
mod catalog;
mod clock;
mod demo;
mod error;
mod faults;
mod gates;
mod hosts;
mod html;
mod inside;
mod journal;
mod jsonl;
mod mysql;
mod operations;
mod profile;
mod reference;
mod rights;
mod routes;
mod row;
mod sandbox;
mod server;
mod sessions;
mod sql;
mod state;
mod store;
mod ties;

pub use builder::SandboxBuilder;
pub use error::StartError;
pub use faults::{Faults, FaultsError, SessionEnd};
pub use inside::Inside;
pub use journal::LoggedRequest;
pub use profile::{Profile, UnknownProfile};
pub use rights::Rights;
pub use sandbox::Sandbox;
pub use ties::Ties;

use vtql_schema::Snapshot;

/// The modules of a new instance: those of Vtiger 8.4.
pub fn default_snapshot() -> Snapshot {
    // The text is part of the program; a test reads it.
    vtql_schema::standard::snapshot().unwrap_or_default()
}
