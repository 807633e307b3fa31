//! Databases that hold the tables of modules and what is known about them: both change in one transaction.

mod keeper;
mod mirror;
mod postgres;
mod publish;
mod sqlite;

pub(crate) use keeper::Keeper;
pub(crate) use mirror::{FOLDER_LOCK, FileMark, Mirror};
use postgres::PostgresStore;
use sqlite::SqliteStore;

use crate::error::Result;
use arrow_array::RecordBatch;
use std::collections::BTreeMap;
use std::path::Path;
use vtql_arrow::Columns;

/// A database with a table a module.
pub(crate) trait Store: Send {
    /// What is kept about each module.
    fn states(&mut self) -> Result<BTreeMap<String, String>>;
    /// Keeps something under a name that no module has.
    fn remember(&mut self, name: &str, text: &str) -> Result<()>;
    /// Removes the tables of these modules, and what is known about them.
    fn forget(&mut self, modules: &[String]) -> Result<()>;
    /// Makes a table, or brings it to these columns. Answers what was done to one that was there.
    fn prepare(&mut self, columns: &Columns) -> Result<Vec<String>>;
    /// Changes rows and state, all or nothing.
    fn apply(&mut self, change: &Change) -> Result<Applied>;
    /// The ids of the table with a number above `after`, up to `until`, in the order of their numbers, each with the
    /// text of another column.
    fn ids(&mut self, module: &str, range: (i64, i64), beside: &str)
    -> Result<Vec<(String, Option<String>)>>;
    /// Which of these ids the table has.
    fn present(&mut self, module: &str, ids: &[String]) -> Result<Vec<String>>;
    /// A text that changes when a row comes, goes, or has another `modifiedtime`; and the newest of those times.
    fn mark(&mut self, module: &str) -> Result<(String, Option<String>)>;
    /// The number of rows.
    fn count(&mut self, module: &str) -> Result<u64>;
    /// Indexes, views, comments: once the rows of a new table are there, and after `prepare` changed one.
    fn complete(&mut self, columns: &Columns) -> Result<()>;
    /// Leaves everything in one file.
    fn close(&mut self) -> Result<()>;
    /// Brings a folder of files for others to what the tables are.
    fn publish(&mut self, folder: &Path) -> Result<()>;
}

/// A change of one module's table.
#[derive(Debug)]
pub(crate) struct Change {
    pub(crate) columns: Columns,
    /// Rows that are set.
    pub(crate) rows: Option<RecordBatch>,
    /// Ids of rows that are removed.
    pub(crate) deleted: Vec<String>,
    /// What is kept about the module from now on.
    pub(crate) state: String,
    /// Whether those who read the mirror by its changes have to be told.
    pub(crate) is_news: bool,
}

/// What a change came to.
#[derive(Debug, Default)]
pub(crate) struct Applied {
    /// Which rows of the batch were new or differed.
    pub(crate) changed: Vec<usize>,
    /// How many rows were removed.
    pub(crate) deleted: u64,
}
