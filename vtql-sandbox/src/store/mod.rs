//! The records of one sandbox: a SQLite table a module.

mod cancel;
mod files;
mod layout;
mod pool;
mod record;
mod schema;
mod sequence;
pub(crate) mod value;

pub(crate) use cancel::Cancel;
pub(crate) use record::Record;

use crate::catalog::{Catalog, Field, Module};
use crate::clock;
use crate::error::StartErrorKind;
use files::Files;
use pool::Pool;
use rusqlite::{Connection, OptionalExtension, Statement};
use sequence::Sequences;
use std::fs::{File, TryLockError};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::sleep;
use std::time::{Duration, Instant};

/// How many deleted records `sync` can tell: the latest.
const REMEMBERED_DELETIONS: i64 = 100_000;

/// The database of one sandbox. Calls block: use them where blocking is allowed.
#[derive(Debug)]
pub(crate) struct Store {
    pub(crate) catalog: Arc<Catalog>,
    /// The files of documents.
    pub(crate) files: Files,
    /// Held as long as the database is open.
    _lock: Option<File>,
    readers: Pool,
    writer: Mutex<Connection>,
    sequences: Mutex<Sequences>,
}

impl Store {
    /// A database of empty tables: in memory, or the file at `path`, whose records are kept.
    pub(crate) fn open(catalog: Arc<Catalog>, path: Option<&Path>) -> Result<Self, StartErrorKind> {
        let lock = path.map(lock_file).transpose()?;
        let readers = Pool::new(path);
        let mut writer = readers.connect()?;
        layout::settle(&mut writer, &catalog, path)?;
        let sequences = Sequences::read(&writer, &catalog)?;
        Ok(Store {
            catalog,
            files: Files::new(path),
            _lock: lock,
            readers,
            writer: Mutex::new(writer),
            sequences: Mutex::new(sequences),
        })
    }

    /// Runs `read` on a connection of its own.
    pub(crate) fn read<T>(
        &self,
        read: impl FnOnce(&Connection) -> rusqlite::Result<T>,
    ) -> rusqlite::Result<T> {
        self.readers.with(read)
    }

    /// Runs `write` in a transaction, which is rolled back when it fails. One write runs at a time.
    pub(crate) fn write<T, E: From<rusqlite::Error>>(
        &self,
        write: impl FnOnce(&Connection) -> Result<T, E>,
    ) -> Result<T, E> {
        let mut writer = lock(&self.writer);
        let transaction = writer.transaction()?;
        let result = write(&transaction)?;
        transaction.commit()?;
        Ok(result)
    }

    /// Whether there is no record in any module.
    pub(crate) fn is_empty(&self) -> rusqlite::Result<bool> {
        self.read(|connection| {
            for module in self.catalog.modules() {
                let sql = format!("SELECT EXISTS (SELECT 1 FROM {})", module.table);
                if connection.query_row(&sql, [], |row| row.get(0))? {
                    return Ok(false);
                }
            }
            Ok(true)
        })
    }

    /// The number of the user of that name.
    pub(crate) fn user_id(&self, name: &str) -> rusqlite::Result<Option<i64>> {
        let users = self.catalog.module("Users");
        let Some((users, field)) = users.and_then(|users| Some((users, users.field("user_name")?))) else {
            return Ok(None);
        };
        let sql = format!("SELECT id FROM {} WHERE {} = ?1 ORDER BY id", users.table, field.column);
        self.read(|connection| connection.query_row(&sql, [name], |row| row.get(0)).optional())
    }

    /// The number of the user of that name, who is made when the instance has none.
    pub(crate) fn ensure_user(&self, name: &str, is_admin: bool) -> rusqlite::Result<i64> {
        let Some(users) = self.catalog.module("Users") else { return Ok(1) };
        if let Some(id) = self.user_id(name)? {
            return Ok(id);
        }
        let id = self.next_id(users);
        let mut user = Record::blank(users, id);
        for (field, value) in [
            ("user_name", name),
            ("last_name", name),
            ("is_admin", if is_admin { "on" } else { "off" }),
            ("status", "Active"),
        ] {
            user.set(users, field, value);
        }
        self.insert_all(users, [user])?;
        Ok(id)
    }

    /// Adds the indexes: after the first load, which is faster without them.
    pub(crate) fn index(&self) -> rusqlite::Result<()> {
        self.write(|connection| schema::index(connection, &self.catalog))
    }

    /// Adds records, in one transaction.
    pub(crate) fn insert_all(
        &self,
        module: &Module,
        records: impl IntoIterator<Item = Record>,
    ) -> rusqlite::Result<()> {
        self.write(|connection| {
            let mut sequences = lock(&self.sequences);
            let mut statement = connection.prepare_cached(&schema::insert_statement(module))?;
            for record in records {
                sequences.seen(module, &record);
                bind_and_run(&mut statement, module, &record)?;
            }
            Ok(())
        })
    }

    /// The number of the next record of a module.
    pub(crate) fn next_id(&self, module: &Module) -> i64 {
        lock(&self.sequences).next_id(module)
    }

    /// The text of the next number that the CRM gives to a record in this field: `CON17`.
    pub(crate) fn next_number(&self, module: &Module, field: &Field) -> Option<String> {
        lock(&self.sequences).next_number(module, field)
    }

    /// The record of that number.
    pub(crate) fn find(&self, module: &Module, id: i64) -> rusqlite::Result<Option<Record>> {
        self.read(|connection| find(connection, module, id))
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// How long to wait for a sandbox of the same process that is about to close its file.
const LOCK_PATIENCE: Duration = Duration::from_secs(2);

/// Makes sure that nobody else serves the database at `path`: by a lock on a file beside it, since closing the
/// database's own file a second time would drop SQLite's locks.
fn lock_file(path: &Path) -> Result<File, StartErrorKind> {
    // By whatever link it is reached.
    let mut beside = path.canonicalize().unwrap_or_else(|_| path.to_owned()).into_os_string();
    beside.push("-lock");
    let beside = PathBuf::from(beside);
    let unwritable = |source| StartErrorKind::Write { path: beside.clone(), source };
    let file = File::options().create(true).truncate(false).write(true).open(&beside).map_err(unwritable)?;
    let started = Instant::now();
    loop {
        match file.try_lock() {
            Ok(()) => return Ok(file),
            Err(TryLockError::WouldBlock) if started.elapsed() < LOCK_PATIENCE => {
                sleep(Duration::from_millis(20));
            }
            Err(TryLockError::WouldBlock) => return Err(StartErrorKind::InUse(path.to_owned())),
            Err(TryLockError::Error(source)) => return Err(unwritable(source)),
        }
    }
}

/// Adds a record, whose number must be new.
pub(crate) fn insert(connection: &Connection, module: &Module, record: &Record) -> rusqlite::Result<()> {
    let mut statement = connection.prepare_cached(&schema::insert_statement(module))?;
    bind_and_run(&mut statement, module, record)
}

/// Stores a record in place of the one with its number.
pub(crate) fn save(connection: &Connection, module: &Module, record: &Record) -> rusqlite::Result<()> {
    let mut statement = connection.prepare_cached(&schema::update_statement(module))?;
    bind_and_run(&mut statement, module, record)
}

fn bind_and_run(statement: &mut Statement<'_>, module: &Module, record: &Record) -> rusqlite::Result<()> {
    statement.raw_bind_parameter(1, record.id)?;
    let stored = module.fields().iter().zip(&record.values).filter(|(field, _)| field.column != "id");
    for (position, (_, value)) in stored.enumerate() {
        statement.raw_bind_parameter(position + 2, value.as_deref())?;
    }
    statement.raw_execute()?;
    Ok(())
}

/// The record of that number.
pub(crate) fn find(connection: &Connection, module: &Module, id: i64) -> rusqlite::Result<Option<Record>> {
    let mut statement = connection.prepare_cached(&schema::find_statement(module))?;
    statement.query_row([id], |row| Record::from_row(module, row)).optional()
}

/// Every record of a module: for those of settings, which are few.
pub(crate) fn all(connection: &Connection, module: &Module) -> rusqlite::Result<Vec<Record>> {
    let mut statement = connection.prepare_cached(&schema::all_statement(module))?;
    statement.query_map([], |row| Record::from_row(module, row))?.collect()
}

/// Removes a record and what is known of it; `sync` tells that it was there.
pub(crate) fn delete(connection: &Connection, module: &Module, id: i64) -> rusqlite::Result<()> {
    let sql = format!("DELETE FROM {} WHERE id = ?1", module.table);
    connection.prepare_cached(&sql)?.execute([id])?;
    let id = module.id(id);
    connection.execute("DELETE FROM relations WHERE source = ?1 OR target = ?1", [&id])?;
    connection.execute("DELETE FROM tags WHERE record = ?1", [&id])?;
    connection.execute(
        "INSERT INTO deleted (module, id, time) VALUES (?1, ?2, ?3)",
        [&module.name, &id, &clock::now()],
    )?;
    let oldest = connection.last_insert_rowid() - REMEMBERED_DELETIONS;
    connection.execute("DELETE FROM deleted WHERE rowid <= ?1", [oldest])?;
    Ok(())
}
