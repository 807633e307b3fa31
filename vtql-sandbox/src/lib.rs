//! An embedded Vtiger for tests and development: a server on the loopback interface that speaks the
//! CRM's REST web service over SQLite, with demo data or with yours.
mod auth;
mod builder;
mod catalog;
mod clock;
mod demo;
mod error;
mod faults;
mod journal;
mod mysql;
mod operations;
mod profile;
mod rights;
mod routes;
mod row;
mod sandbox;
mod sessions;
mod sql;
mod state;
mod store;

pub use builder::SandboxBuilder;
pub use error::StartError;
pub use faults::{Faults, FaultsError};
pub use journal::LoggedRequest;
pub use profile::{Profile, UnknownProfile};
pub use rights::Rights;
pub use sandbox::Sandbox;

use vtql_schema::Snapshot;

/// The modules of a new instance: those of Vtiger 8.4.
pub fn default_snapshot() -> Snapshot {
    vtql_schema::standard::snapshot().unwrap_or_default()
}
