//! A typed client for the web service API of Vtiger CRM, with queries that are checked while compiling.

#[cfg(feature = "http")]
mod api;
#[cfg(feature = "http")]
mod client;
pub mod decode;
#[cfg(feature = "http")]
mod error;
#[cfg(feature = "http")]
mod page;
pub mod query;
#[cfg(feature = "http")]
mod record;
#[cfg(feature = "http")]
mod retry;
#[cfg(feature = "http")]
mod transport;

#[cfg(feature = "http")]
pub use api::{ModuleType, User};
#[cfg(feature = "http")]
pub use client::{Client, ClientBuilder, PageSize};
#[cfg(feature = "http")]
pub use error::{Error, ErrorCode, ErrorKind, Excerpt, Progress, Result};
#[cfg(feature = "http")]
pub use page::{Explanation, Fetch, IntoQuery, Pages, Plan, Rows};
pub use query::{CountQuery, Query, Row};
#[cfg(feature = "http")]
pub use record::Record;
#[cfg(feature = "http")]
pub use retry::RetryPolicy;
pub use vtql_parser::ast::RecordId;
