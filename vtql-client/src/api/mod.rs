//! The operations of the web service, one file a group, each a method of [`Client`](crate::Client).

mod describe;
mod list_types;
mod me;
mod records;

pub use list_types::ModuleType;
pub use me::User;
