//! A typed client for the web service API of Vtiger CRM, with queries that are checked while compiling.

#[cfg(feature = "http")]
mod api;
#[cfg(feature = "http")]
mod client;
pub mod decode;
#[cfg(feature = "http")]
mod error;
#[cfg(feature = "http")]
mod limit;
mod macros;
#[cfg(feature = "http")]
mod observe;
#[cfg(feature = "http")]
mod page;
pub mod query;
#[cfg(feature = "http")]
mod record;
#[cfg(feature = "http")]
mod retry;
#[cfg(feature = "testing")]
pub mod testing;
#[cfg(feature = "http")]
mod transport;

#[cfg(feature = "http")]
pub use api::{
    Changes, ConvertedLead, File, HierarchyEntry, LeadConversion, Lookup, ModuleType, RelatedType, SyncScope,
    User, Verb, check_element,
};
#[cfg(feature = "http")]
pub use client::{Client, ClientBuilder, PageSize};
#[cfg(feature = "http")]
pub use error::{Error, ErrorCode, ErrorKind, Excerpt, Progress, Result};
#[cfg(feature = "http")]
pub use limit::Quota;
#[cfg(feature = "http")]
pub use observe::{Observe, Received, Sending};
#[cfg(feature = "http")]
pub use page::{Explanation, Fetch, IntoQuery, Pages, Plan, Rows};
pub use query::{CountQuery, Query, Row};
#[cfg(feature = "http")]
pub use record::Record;
#[cfg(feature = "http")]
pub use retry::RetryPolicy;

pub use jiff;
pub use rust_decimal;
pub use vtql_macros::Record;
pub use vtql_parser::ast::RecordId;
pub use vtql_parser::encode::like_literal;

/// What expansions of the macros name. Not for use by hand.
#[doc(hidden)]
pub mod __private {
    pub use crate::query::support::{
        Picklist, See, Values, assert_module, assert_read, assert_selected, count, debug, query, serialize,
    };
    pub use serde::{Serialize, Serializer};
    pub use std::clone::Clone;
    pub use std::convert::From;
    pub use std::fmt::{self, Debug};
    pub use std::marker::PhantomData;
    pub use std::option::Option;
    pub use std::result::Result;
    pub use std::string::String;
    pub use std::vec::Vec;
    pub use vtql_macros::{schema, vtql, vtql_as, vtql_file, vtql_picklist, vtql_query};
}
