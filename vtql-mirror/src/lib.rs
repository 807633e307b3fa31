//! Vtiger CRM data in files and databases: everything once ([`Export`]), and a mirror that is kept fresh ([`Sync`]).
//!
//! ```text
//!   client ─▶ walk ─▶ export ─▶ journal ─▶ batches ─▶ format     files: Parquet, CSV, JSON lines
//!               └──▶ sync ──▶ batches ─▶ store                   databases: SQLite, PostgreSQL; Parquet made of one
//! ```
//!
//! *Files.* Each page is written down as it came (`export/journal.rs`) before the next is asked for, and a thread makes
//! the file of the pages. What has come to the file is thrown out of the journal, piece by piece. Whoever goes on reads
//! the journal and then asks for the page behind it.
//!
//! *Databases.* Rows and what is known about their module change in one transaction (`store/`). An export to a database
//! is the first reading of a mirror.
//!
//! *One table* is what a module is described as and the query that fills it (`table.rs`); its types and batches are
//! those of [`vtql_arrow`].
//!
//! Read in this order: [`Export`], [`Sync`], [`mod@format`] for those who have rows of their own to write.
#![cfg_attr(docsrs, feature(doc_cfg))]

mod cells;
mod error;
mod export;
pub mod format;
mod hints;
mod lock;
mod manifest;
mod names;
mod postgres_url;
mod replace;
mod sqlite;
mod state;
mod store;
mod sync;
mod table;
mod walk;
mod watch;
mod whole;

#[cfg(test)]
mod tests;

pub use error::{Error, Result};
pub use export::{Export, Step};
pub use hints::Hints;
pub use manifest::{
    Exported, ExportedColumn, ExportedFiles, ExportedRelations, Incomplete, Manifest, Relations,
};
pub use sync::{Due, Failed, Summary, Sync, Synced, period};
pub use watch::Watch;
