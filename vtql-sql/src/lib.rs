//! SQL over the modules of a Vtiger CRM: joins, groups, windows and functions, priced in requests.
//!
//! The web service answers one module a query, without joins, groups or functions. Here the engine is Apache DataFusion,
//! whose tables are modules: what the server can do exactly is left to it, all else is done here, and
//! [`Session::price`] says beforehand what a statement costs in requests.
//!
//! ```text
//! text ─▶ session ─▶ plan ─▶ rules (counts, first rows, order of joins) ─▶ scan ─▶ pages of the client ─▶ batches
//!                     └─ catalog (modules) ─ pushdown (conditions)            └─ keys of joins
//! ```
//!
//! Read in this order: [`Session`], `pushdown` (what the server is given), `scan` (how rows come), `rules`, [`Price`].
//!
//! # What is promised
//!
//! - A statement gives the rows that SQL says, over the records as the server shows them: texts compare by their
//!   characters, although the server's collation ignores case, accents and trailing blanks.
//! - No value becomes text of a query: conditions are built as trees, which the compiler of `vtql-parser` writes.
//! - Nothing is written to the CRM.

mod catalog;
mod counts;
mod error;
mod instance;
mod local;
mod meter;
mod names;
mod postgres;
mod precedence;
mod price;
mod pushdown;
mod rules;
mod scan;
mod session;
mod table_columns;

pub use error::{Error, Result};
pub use meter::Meter;
pub use postgres::{Postgres, Tls};
pub use price::{Price, Range, ScanPrice, Way};
pub use session::{Rows, Session, Settings};
