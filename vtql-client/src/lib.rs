//! A typed client for the web service API of Vtiger CRM, with queries that are checked while compiling.
//!
//! [`vtql!`] checks a query against a snapshot of your instance and gives its rows a type; a [`Client`]
//! runs it, page after page, for as many rows as there are:
//!
#![cfg_attr(feature = "http", doc = "```no_run")]
#![cfg_attr(not(feature = "http"), doc = "```ignore")]
//! use vtql_client::{Client, vtql};
//!
//! # async fn run() -> Result<(), vtql_client::Error> {
//! let client = Client::from_env()?;
//! let city = "L'Aquila";
//! let query = vtql!("select id, lastname, email from Contacts where mailingcity = {city}");
//! let mut contacts = query.stream(&client);
//! while let Some(contact) = contacts.next().await {
//!     let contact = contact?;
//!     println!("{} {}", contact.id, contact.lastname);
//! }
//! # Ok(())
//! # }
//! ```
//!
//! The [guide](https://docs.rs/vtql-client/latest/vtql_client/guide/) leads from an empty crate to a program that reads, writes and is tested.
//!
//! # What it takes care of
//!
//! - **Pages.** The server returns at most 100 rows, and says nothing about the rest. `limit n` means
//!   `n` rows here, and no `limit` means all. [`Fetch::explain`] shows how: see [`Plan`].
//! - **Failures.** Reads are tried again with backoff; writes only where nothing can have happened, and
//!   [`Error::may_have_been_done`] says when one has to be looked after. An [`Error`] carries the
//!   server's code wherever the server put it: status line, body, or both. A query that stops says after
//!   which row, and [`Fetch::resume_after`] goes on from there.
//! - **Quotas.** What the server announces is kept to: [`Client::quota`].
//! - **Secrets.** The access key goes to the host that you named, encrypted, and shows nowhere.
//! - **Both interfaces.** The REST endpoint of the cloud edition, and `webservice.php`: the URL decides.
//!
//! # Features
//!
//! | feature | |
//! |---|---|
//! | `http` (default) | the client; without it: queries, rows and macros only |
//! | `blocking` | the client without `async` |
//! | `gzip` | answers that are sent packed: `ClientBuilder::gzip` |
//! | `replay` | answers that are written down, and given again in tests |
//! | `testing` | a client on a sandbox in the same process |
//!
//! Expansions of the macros name types of `std`: a crate that is `#![no_std]` needs `extern crate std;`.
#![cfg_attr(docsrs, feature(doc_cfg))]

#[cfg(feature = "http")]
mod api;
#[cfg(feature = "blocking")]
pub mod blocking;
#[cfg(feature = "http")]
mod client;
#[cfg(feature = "http")]
mod error;
#[cfg(all(feature = "http", any(doc, doctest)))]
pub mod guide {
    #![doc = include_str!("guide.md")]
}
#[cfg(feature = "http")]
mod hook;
#[cfg(feature = "http")]
mod limit;
mod macros;
#[cfg(feature = "http")]
mod page;
pub mod query;
#[cfg_attr(not(feature = "http"), expect(dead_code, reason = "only the client reads whole answers"))]
mod record;
#[cfg(feature = "replay")]
pub mod replay;
#[cfg(feature = "http")]
mod retry;
#[cfg(feature = "http")]
mod task;
#[cfg(feature = "testing")]
pub mod testing;
#[cfg(feature = "http")]
mod time;
#[cfg(feature = "http")]
mod transport;
mod value;
pub mod write;

#[cfg(feature = "http")]
pub use api::{
    Bulk, Change, ChangeStream, Changes, ConvertedLead, Download, File, HierarchyEntry, InvalidCheckpoint,
    LeadConversion, Lookup, ModuleType, RelatedType, SyncCheckpoint, SyncScope, Upload, User, Verb,
    check_element,
};
#[cfg(feature = "http")]
pub use client::{Client, ClientBuilder, PageSize};
#[cfg(feature = "http")]
pub use error::{Error, ErrorCode, ErrorKind, Excerpt, InvalidProgress, Progress, Result};
#[cfg(feature = "http")]
pub use hook::{Received, RequestHook, Sending};
#[cfg(feature = "http")]
pub use limit::Quota;
#[cfg(feature = "http")]
pub use page::{Explanation, Fetch, IntoQuery, Pages, Plan, Rows};
pub use query::{AnonymousRow, CountQuery, Query, RelatedQuery, Row};
pub use record::Record;
#[cfg(feature = "http")]
pub use retry::RetryPolicy;

pub use jiff;
#[cfg(feature = "http")]
pub use reqwest;
pub use rust_decimal;
pub use vtql_macros::Record;
pub use vtql_parser::ast::RecordId;
pub use vtql_parser::encode::like_literal;
pub use write::Write;

/// From the text of a cell to a value.
///
/// The server sends every value as a JSON string or null, whatever the field's type. Unset fields come
/// as null, as `""` and, from old databases, as a date of zeros.
pub mod decode {
    #[cfg(feature = "http")]
    pub use crate::query::decoder::{records, rows};
    pub use crate::value::{Datum, Decode, Value, fit};
}

/// What expansions of the macros name. Not for use by hand.
#[doc(hidden)]
pub mod __private {
    pub use crate::query::fields::{Fields, Shown, Source, clone, debug, next, serialize, show};
    pub use crate::query::support::{
        Picklist, assert_module, assert_read, assert_selected, count, query, related, select,
    };
    pub use crate::write::support::{answered, create, revise, update};
    pub use serde_core::{Serialize, Serializer};
    pub use std::clone::Clone;
    pub use std::convert::From;
    pub use std::fmt::{self, Debug, Formatter, Result as FmtResult};
    pub use std::marker::PhantomData;
    pub use std::option::Option;
    pub use std::result::Result;
    pub use vtql_macros::{
        schema, vtql, vtql_as, vtql_create, vtql_file, vtql_picklist, vtql_query, vtql_related, vtql_revise,
        vtql_update, vtql_wire,
    };
}

/// The examples of the README are tests.
#[cfg(all(doctest, feature = "http"))]
mod readme {
    #![doc = include_str!("../README.md")]
}
