use super::{Keeper, PostgresStore, SqliteStore};
use crate::error::{Error, Result};
use crate::format::{Format, partial, remove_partial};
use crate::lock::Lock;
use crate::postgres_url::Address;
use std::path::{Path, PathBuf};

/// A mirror that this process alone works on.
#[derive(Debug)]
pub(crate) struct Mirror {
    pub(crate) keeper: Keeper,
    _lock: Option<Lock>,
    /// The database file that gets its name when it is complete.
    becomes: Option<PathBuf>,
    /// The folder of files that are made of the database.
    published: Option<PathBuf>,
}

fn lock_path(path: &Path) -> PathBuf {
    let mut name = std::ffi::OsString::from(".");
    name.push(path.file_name().unwrap_or_default());
    name.push(".lock");
    path.with_file_name(name)
}

impl Mirror {
    /// Opens a mirror, or makes one.
    pub(crate) async fn open(format: Format, path: &Path) -> Result<Self> {
        match format {
            Format::Sqlite => {
                let lock = Lock::take(&lock_path(path), path)?;
                let file = path.to_owned();
                let keeper = Keeper::open(move || SqliteStore::open(&file, false)).await?;
                Ok(Mirror { keeper, _lock: Some(lock), becomes: None, published: None })
            }
            Format::Postgres => {
                let address: Address = path.to_str().unwrap_or_default().parse()?;
                let keeper = Keeper::open(move || PostgresStore::open(&address)).await?;
                Ok(Mirror { keeper, _lock: None, becomes: None, published: None })
            }
            Format::Parquet => {
                std::fs::create_dir_all(path).map_err(Error::io(path))?;
                let lock = Lock::take(&path.join(".vtql-sync.lock"), path)?;
                let work = path.join(".vtql");
                std::fs::create_dir_all(&work).map_err(Error::io(&work))?;
                let keeper =
                    Keeper::open(move || SqliteStore::open(&work.join("mirror.sqlite"), true)).await?;
                Ok(Mirror { keeper, _lock: Some(lock), becomes: None, published: Some(path.to_owned()) })
            }
            _ => {
                Err(Error::refused(format!("a mirror cannot be {format}: give sqlite, postgres or parquet")))
            }
        }
    }

    /// A database that is to be filled: a new one, or the one that was begun.
    pub(crate) async fn begin(format: Format, path: &Path, resume: bool) -> Result<Self> {
        match format {
            Format::Sqlite => {
                let lock = Lock::take(&lock_path(path), path)?;
                let file = partial(path);
                if !resume {
                    remove_partial(path);
                }
                // One that was completed is not filled again: it has all that was asked for.
                let is_complete = resume && !file.exists() && path.exists();
                let file = if is_complete { path.to_owned() } else { file };
                let keeper = Keeper::open(move || SqliteStore::open(&file, false)).await?;
                let becomes = (!is_complete).then(|| path.to_owned());
                Ok(Mirror { keeper, _lock: Some(lock), becomes, published: None })
            }
            Format::Postgres => {
                let address: Address = path.to_str().unwrap_or_default().parse()?;
                let keeper = Keeper::open(move || PostgresStore::open(&address)).await?;
                Ok(Mirror { keeper, _lock: None, becomes: None, published: None })
            }
            _ => Err(Error::refused(format!("{format} is no database"))),
        }
    }

    /// Closes the database and gives it its name. Answers its path, if it is a file.
    pub(crate) async fn complete(self) -> Result<Option<PathBuf>> {
        let Some(path) = self.becomes.clone() else { return Ok(None) };
        self.keeper.run(|store| store.close()).await?;
        let partial = partial(&path);
        std::fs::rename(&partial, &path).map_err(Error::io(&path))?;
        remove_partial(&path);
        Ok(Some(path))
    }

    /// Brings what others read up to date.
    pub(crate) async fn publish(&self) -> Result<()> {
        match self.published.clone() {
            Some(folder) => self.keeper.run(move |store| store.publish(&folder)).await,
            None => Ok(()),
        }
    }
}
