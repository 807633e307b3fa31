use super::{Cancel, lock};
use crate::mysql;
use rusqlite::{Connection, OpenFlags};
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// How many idle connections are kept.
const KEPT: usize = 8;
/// How long a connection waits for another one's write.
const PATIENCE: Duration = Duration::from_secs(30);

/// How many steps of its machine SQLite does before it asks whether anybody still waits.
const BETWEEN_LOOKS: i32 = 10_000;

static IN_MEMORY: AtomicU64 = AtomicU64::new(0);

/// Connections to one database, made when they are needed.
#[derive(Debug)]
pub(super) struct Pool {
    location: Location,
    idle: Mutex<Vec<Connection>>,
}

#[derive(Debug)]
enum Location {
    File(PathBuf),
    /// A name in SQLite's `memdb`, which connections of one process share. It is gone with the last.
    Memory(String),
}

impl Pool {
    pub(super) fn new(path: Option<&Path>) -> Self {
        let location = match path {
            Some(path) => Location::File(path.to_owned()),
            None => {
                let number = IN_MEMORY.fetch_add(1, Ordering::Relaxed);
                Location::Memory(format!("file:/vtql-sandbox-{number}?vfs=memdb"))
            }
        };
        Pool { location, idle: Mutex::new(Vec::new()) }
    }

    /// A new connection that knows the CRM's rules of comparison.
    pub(super) fn connect(&self) -> rusqlite::Result<Connection> {
        let mut connection = match &self.location {
            Location::File(path) => Connection::open(path)?,
            Location::Memory(uri) => {
                Connection::open_with_flags(uri, OpenFlags::default() | OpenFlags::SQLITE_OPEN_URI)?
            }
        };
        connection.busy_timeout(PATIENCE)?;
        connection.set_prepared_statement_cache_capacity(128);
        if matches!(self.location, Location::File(_)) {
            connection.pragma_update(None, "journal_mode", "wal")?;
            connection.pragma_update(None, "synchronous", "normal")?;
        }
        connection.progress_handler(BETWEEN_LOOKS, Some(Cancel::is_due))?;
        mysql::register(&connection)?;
        Ok(connection)
    }

    /// Runs `read` on an idle connection, or on a new one.
    pub(super) fn with<T>(
        &self,
        read: impl FnOnce(&Connection) -> rusqlite::Result<T>,
    ) -> rusqlite::Result<T> {
        let idle = lock(&self.idle).pop();
        let connection = match idle {
            Some(connection) => connection,
            None => self.connect()?,
        };
        let result = read(&connection);
        if result.is_err() && Cancel::is_due() {
            // What was interrupted is not gone on with.
            return result;
        }
        let mut idle = lock(&self.idle);
        if idle.len() < KEPT {
            idle.push(connection);
        }
        result
    }
}
