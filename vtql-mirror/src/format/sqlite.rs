use super::partial::{partial, remove_partial};
use super::{Mark, TableFile};
use crate::error::{Error, Result};
use crate::sqlite::{create_views_and_indexes, insert, mark, prepare};
use arrow_array::RecordBatch;
use rusqlite::Connection;
use std::path::{Path, PathBuf};
use vtql_arrow::Columns;

/// A database with one table, in the making.
pub(super) struct SqliteFile {
    path: PathBuf,
    connection: Connection,
    columns: Columns,
    rows: u64,
}

impl SqliteFile {
    pub(super) fn create(path: &Path, columns: &Columns) -> Result<Self> {
        remove_partial(path);
        let connection = Connection::open(partial(path))?;
        // It is of no use before it is whole.
        mark(&connection)?;
        connection.execute_batch("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; BEGIN")?;
        prepare(&connection, columns)?;
        Ok(SqliteFile { path: path.to_owned(), connection, columns: columns.clone(), rows: 0 })
    }
}

impl TableFile for SqliteFile {
    fn write(&mut self, batch: &RecordBatch) -> Result<()> {
        self.rows += batch.num_rows() as u64;
        insert(&self.connection, &self.columns, batch).map(drop)
    }

    fn commit(&mut self) -> Result<Mark> {
        self.connection.execute_batch("COMMIT; BEGIN")?;
        Ok(Mark { rows: self.rows, ..Mark::default() })
    }

    fn finish(self: Box<Self>) -> Result<()> {
        create_views_and_indexes(&self.connection, &self.columns)?;
        self.connection.execute_batch("COMMIT")?;
        self.connection.close().map_err(|(_, error)| error)?;
        let partial = partial(&self.path);
        let file = std::fs::File::open(&partial).map_err(Error::io(&partial))?;
        file.sync_all().map_err(Error::io(&partial))
    }
}
