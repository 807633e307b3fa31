//! A typed client for the web service API of Vtiger CRM, with queries that are checked while compiling.

pub mod decode;
pub mod query;

pub use query::{CountQuery, Query, Row};
