//! The file of a database: whose it is, and how another takes its place.

use crate::error::{Error, Result};
use rusqlite::{Connection, OpenFlags, OptionalExtension};
use std::ffi::OsString;
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// `vtql`: SQLite keeps this number for the program that a file belongs to.
const APPLICATION: i32 = 0x7674_716c;
/// What each SQLite database begins with.
const HEADER: &[u8] = b"SQLite format 3\0";

/// What a path holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Holds {
    Nothing,
    /// The rows of a query.
    Rows,
    /// Tables of modules with what is known about each.
    Mirror,
}

/// Says whose a new database is.
pub(crate) fn mark(connection: &Connection) -> Result<()> {
    Ok(connection.pragma_update(None, "application_id", APPLICATION)?)
}

/// What a path holds.
///
/// # Errors
/// It is a file of another program, which nothing may happen to.
pub(crate) fn holds(path: &Path) -> Result<Holds> {
    let of_others =
        || Error::refused(format!("{} is no database of vtql's: give another name", path.display()));
    let mut start = Vec::new();
    match fs::File::open(path) {
        Ok(file) => file.take(HEADER.len() as u64).read_to_end(&mut start).map_err(Error::io(path))?,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Holds::Nothing),
        Err(error) => return Err(Error::io(path)(error)),
    };
    if start.is_empty() {
        return Ok(Holds::Nothing);
    }
    if start != HEADER {
        return Err(of_others());
    }
    let connection = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    connection.busy_timeout(PATIENCE)?;
    let tables = |condition: &str| -> Result<i64> {
        let text = format!("SELECT count(*) FROM sqlite_master WHERE {condition}");
        Ok(connection.query_row(&text, [], |row| row.get(0))?)
    };
    let application: i32 = connection.query_row("PRAGMA application_id", [], |row| row.get(0))?;
    Ok(if tables("name = '_vtql_modules'")? > 0 {
        Holds::Mirror
    } else if application == APPLICATION {
        Holds::Rows
    } else if tables("TRUE")? == 0 {
        Holds::Nothing
    } else {
        return Err(of_others());
    })
}

/// What a mirror or an export keeps under a name.
pub(crate) fn state_of(path: &Path, name: &str) -> Result<Option<String>> {
    if holds(path)? != Holds::Mirror {
        return Ok(None);
    }
    let connection = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    connection.busy_timeout(PATIENCE)?;
    let text = "SELECT state FROM _vtql_modules WHERE module = ?1";
    Ok(connection.query_row(text, [name], |row| row.get(0)).optional()?)
}

/// Puts a database that is whole in the place of another. What SQLite keeps beside the old one would else be taken for
/// the new one's.
pub(crate) fn replace(new: &Path, path: &Path) -> Result<()> {
    if path.exists() && beside(path).iter().any(|it| it.exists()) {
        let connection = Connection::open(path)?;
        connection.busy_timeout(PATIENCE)?;
        let mode = connection.query_row("PRAGMA journal_mode = DELETE", [], |row| row.get::<_, String>(0));
        if mode.ok().as_deref() != Some("delete") {
            let message = format!("{} is open in another program: close it there", path.display());
            return Err(Error::refused(message));
        }
    }
    beside(path).iter().for_each(|it| drop(fs::remove_file(it)));
    crate::replace::replace(new, path)
}

/// What SQLite keeps beside a database.
pub(crate) fn beside(path: &Path) -> [PathBuf; 3] {
    ["-wal", "-shm", "-journal"].map(|suffix| {
        let mut name = OsString::from(path);
        name.push(suffix);
        name.into()
    })
}

/// So long is waited for others.
const PATIENCE: Duration = Duration::from_secs(5);
