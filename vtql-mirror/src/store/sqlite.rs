use super::{Applied, Change, Store};
use crate::error::{Error, Result};
use crate::sqlite::{Holds, create_views_and_indexes, holds, insert, mark, prepare, quoted};
use arrow_array::cast::AsArray;
use rusqlite::{Connection, params};
use std::collections::BTreeMap;
use std::path::Path;
use std::time::Duration;
use vtql_arrow::Columns;

/// An SQLite database. The tables whose names begin with `_vtql` are its own:
/// `_vtql_modules` (what is known about each module), `_vtql_deleted` (ids that are gone), and `_vtql_changes`
/// (what changed since it was last published), which only those who publish have filled.
pub(crate) struct SqliteStore {
    connection: Connection,
    logs_changes: bool,
}

const OWN_TABLES: &str = "\
CREATE TABLE IF NOT EXISTS _vtql_modules (module TEXT PRIMARY KEY NOT NULL, state TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS _vtql_deleted (module TEXT NOT NULL, id TEXT NOT NULL,
    found_at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP, PRIMARY KEY (module, id)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS _vtql_changes (number INTEGER PRIMARY KEY AUTOINCREMENT, module TEXT NOT NULL,
    id TEXT NOT NULL, deleted BOOLEAN NOT NULL);";

impl SqliteStore {
    pub(crate) fn open(path: &Path, logs_changes: bool) -> Result<Self> {
        let holds = holds(path)?;
        if holds == Holds::Rows {
            let message = format!("{} holds the rows of a query: give another name", path.display());
            return Err(Error::refused(message));
        }
        let connection = Connection::open(path)?;
        connection.busy_timeout(Duration::from_mins(1))?;
        // Readers are never blocked, and a process that ends at any moment leaves a sound database.
        connection.execute_batch("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL")?;
        if holds == Holds::Nothing {
            mark(&connection)?;
        }
        connection.execute_batch(OWN_TABLES)?;
        Ok(SqliteStore { connection, logs_changes })
    }

    fn change(&self, change: &Change) -> Result<Applied> {
        let connection = &self.connection;
        let module = change.columns.module();
        let mut applied = Applied::default();
        let log = |id: &str, deleted: bool| -> Result<()> {
            if self.logs_changes && change.is_news {
                let text = "INSERT INTO _vtql_changes (module, id, deleted) VALUES (?1, ?2, ?3)";
                connection.prepare_cached(text)?.execute(params![module, id, deleted])?;
            }
            Ok(())
        };
        if let Some(rows) = &change.rows {
            applied.changed = insert(connection, &change.columns, rows)?;
            let ids = rows.column_by_name("id").and_then(|ids| ids.as_string_opt::<i32>());
            let mut revived =
                connection.prepare_cached("DELETE FROM _vtql_deleted WHERE module = ?1 AND id = ?2")?;
            for row in &applied.changed {
                if let Some(ids) = ids {
                    revived.execute(params![module, ids.value(*row)])?;
                    log(ids.value(*row), false)?;
                }
            }
        }
        if !change.deleted.is_empty() {
            let table = quoted(module);
            let mut delete = connection.prepare_cached(&format!("DELETE FROM {table} WHERE id = ?1"))?;
            let mut remember = connection
                .prepare_cached("INSERT OR REPLACE INTO _vtql_deleted (module, id) VALUES (?1, ?2)")?;
            for id in &change.deleted {
                if delete.execute([id])? > 0 {
                    applied.deleted += 1;
                    remember.execute(params![module, id])?;
                    log(id, true)?;
                }
            }
        }
        connection
            .prepare_cached("INSERT OR REPLACE INTO _vtql_modules (module, state) VALUES (?1, ?2)")?
            .execute(params![module, change.state])?;
        Ok(applied)
    }

    fn in_transaction<R>(&self, work: impl FnOnce() -> Result<R>) -> Result<R> {
        self.connection.execute_batch("BEGIN IMMEDIATE")?;
        match work() {
            Ok(outcome) => {
                self.connection.execute_batch("COMMIT")?;
                Ok(outcome)
            }
            Err(error) => {
                // The error that is told is the one that came first.
                let _ = self.connection.execute_batch("ROLLBACK");
                Err(error)
            }
        }
    }
}

impl Store for SqliteStore {
    fn states(&mut self) -> Result<BTreeMap<String, String>> {
        let mut statement = self.connection.prepare("SELECT module, state FROM _vtql_modules")?;
        let states = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(states.collect::<Result<_, _>>()?)
    }

    fn remember(&mut self, name: &str, text: &str) -> Result<()> {
        let keep = "INSERT OR REPLACE INTO _vtql_modules (module, state) VALUES (?1, ?2)";
        self.connection.execute(keep, params![name, text])?;
        Ok(())
    }

    fn forget(&mut self, modules: &[String]) -> Result<()> {
        self.in_transaction(|| {
            for module in modules {
                let view = quoted(&format!("{module}_labels"));
                let table = quoted(module);
                self.connection
                    .execute_batch(&format!("DROP VIEW IF EXISTS {view}; DROP TABLE IF EXISTS {table}"))?;
                for own in ["_vtql_modules", "_vtql_deleted", "_vtql_changes"] {
                    self.connection.execute(&format!("DELETE FROM {own} WHERE module = ?1"), [module])?;
                }
            }
            Ok(())
        })
    }

    fn prepare(&mut self, columns: &Columns) -> Result<Vec<String>> {
        self.in_transaction(|| prepare(&self.connection, columns))
    }

    fn apply(&mut self, change: &Change) -> Result<Applied> {
        self.in_transaction(|| self.change(change))
    }

    fn ids(
        &mut self,
        module: &str,
        range: (i64, i64),
        beside: &str,
    ) -> Result<Vec<(String, Option<String>)>> {
        let number = "CAST(substr(id, instr(id, 'x') + 1) AS INTEGER)";
        let text = format!(
            "SELECT id, CAST({} AS TEXT) FROM {} WHERE {number} > ?1 AND {number} <= ?2 ORDER BY {number}",
            quoted(beside),
            quoted(module)
        );
        let mut statement = self.connection.prepare_cached(&text)?;
        let ids = statement.query_map(range, |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(ids.collect::<Result<_, _>>()?)
    }

    fn present(&mut self, module: &str, ids: &[String]) -> Result<Vec<String>> {
        let mut statement =
            self.connection.prepare_cached(&format!("SELECT 1 FROM {} WHERE id = ?1", quoted(module)))?;
        let mut present = Vec::new();
        for id in ids {
            if statement.exists([id])? {
                present.push(id.clone());
            }
        }
        Ok(present)
    }

    fn mark(&mut self, module: &str) -> Result<(String, Option<String>)> {
        let text = format!(
            "SELECT concat_ws(' ', count(*), sum(CAST(substr(id, instr(id, 'x') + 1) AS INTEGER)), \
             sum(CAST(strftime('%s', modifiedtime) AS INTEGER))), max(modifiedtime) FROM {}",
            quoted(module)
        );
        Ok(self.connection.query_row(&text, [], |row| Ok((row.get(0)?, row.get(1)?)))?)
    }

    fn count(&mut self, module: &str) -> Result<u64> {
        let text = format!("SELECT count(*) FROM {}", quoted(module));
        let count: i64 = self.connection.query_row(&text, [], |row| row.get(0))?;
        Ok(count.unsigned_abs())
    }

    fn complete(&mut self, columns: &Columns) -> Result<()> {
        let table = quoted(columns.module());
        let index = quoted(&format!("{}.number", columns.module()));
        self.in_transaction(|| {
            create_views_and_indexes(&self.connection, columns)?;
            if !columns.names().any(|name| name == "id") {
                return Ok(());
            }
            let text = format!(
                "CREATE INDEX IF NOT EXISTS {index} ON {table} (CAST(substr(id, instr(id, 'x') + 1) AS INTEGER))"
            );
            Ok(self.connection.execute_batch(&text)?)
        })
    }

    fn close(&mut self) -> Result<()> {
        Ok(self.connection.execute_batch("PRAGMA journal_mode = DELETE")?)
    }

    fn publish(&mut self, folder: &Path) -> Result<()> {
        super::publish::publish(&self.connection, folder)
    }
}
