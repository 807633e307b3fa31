use super::{Keeper, PostgresStore, SqliteStore};
use crate::error::{Error, Result};
use crate::format::{Format, partial, remove_partial, resolved};
use crate::lock::Lock;
use crate::manifest;
use crate::postgres_url::Address;
use crate::replace::protect;
use crate::sqlite;
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};
use std::time::SystemTime;
use vtql_client::Client;

/// Whoever changes the files of a folder has this.
pub(crate) const FOLDER_LOCK: &str = ".vtql.lock";

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

/// Under this is kept where the rows are from. No module has a name that begins so.
const SOURCE: &str = "*source";

/// Where the rows of a mirror are from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Source {
    endpoint: String,
    user: String,
}

/// What a file is known by: it changes when the file does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct FileMark {
    bytes: u64,
    modified: u64,
    nanoseconds: u32,
}

impl Source {
    fn of(client: &Client) -> Self {
        Source { endpoint: client.endpoint().to_owned(), user: client.user().to_owned() }
    }

    /// Whether these rows may take the place of those.
    fn is_where(&self, there: &Source) -> Result<()> {
        if self.endpoint == there.endpoint {
            return Ok(());
        }
        Err(Error::refused(format!(
            "what is there is of {}, and not of {}: give another place, or say that the instance has moved \
             (`vtql sync --moved`)",
            there.endpoint, self.endpoint
        )))
    }
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
                let file = resolved(path);
                let lock = Lock::take(&lock_path(&file), path)?;
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
                let lock = Lock::take(&path.join(FOLDER_LOCK), path)?;
                let work = path.join(".vtql");
                if !work.exists() && path.join(manifest::FILE).exists() {
                    let message = format!("{} holds an export: give another folder", path.display());
                    return Err(Error::refused(message));
                }
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
                let path = &resolved(path);
                let lock = Lock::take(&lock_path(path), path)?;
                if sqlite::holds(path)? == sqlite::Holds::Rows {
                    let message = format!("{} holds the rows of a query: give another name", path.display());
                    return Err(Error::refused(message));
                }
                let file = partial(path);
                if !resume {
                    remove_partial(path);
                }
                // One that was completed is not filled again: it has all that was asked for.
                let is_complete = resume && !file.exists() && path.exists();
                let file = if is_complete { path.to_owned() } else { file };
                let to = path.to_owned();
                let open = move || {
                    let store = SqliteStore::open(&file, false)?;
                    if !is_complete {
                        protect(&file, &to).map_err(Error::io(&file))?;
                    }
                    Ok(store)
                };
                let keeper = Keeper::open(open).await?;
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

    /// Whether the rows of all tables but these are those of the client's server, and of its user where that counts.
    ///
    /// # Errors
    /// They are not: two servers give the same ids to different records.
    pub(crate) async fn is_of(&self, client: &Client, replaced: &[String], same_user: bool) -> Result<()> {
        let states = self.keeper.run(|store| store.states()).await?;
        let is_left = |name: &&String| !name.starts_with('*') && !replaced.contains(*name);
        let now = Source::of(client);
        let known: Option<Source> = states.get(SOURCE).and_then(|text| serde_json::from_str(text).ok());
        if let (Some(known), Some(_)) = (&known, states.keys().find(is_left)) {
            now.is_where(known)?;
            if same_user && known.user != now.user {
                return Err(Error::refused(format!(
                    "what is there was fetched by {}, who may see other records than {}: start anew without \
                     resuming",
                    known.user, now.user
                )));
            }
        }
        if let Some(path) = self.becomes.as_deref().filter(|path| path.exists())
            && let Some(replaced) = sqlite::state_of(path, SOURCE)?
        {
            // It is replaced as a whole, and may be the only copy.
            now.is_where(&serde_json::from_str(&replaced).unwrap_or_else(|_| now.clone()))?;
        }
        if known.as_ref() == Some(&now) { Ok(()) } else { self.set_source(client).await }
    }

    /// Whether the database is a file that will take its place when it is complete.
    pub(crate) fn is_to_be_completed(&self) -> bool {
        self.becomes.is_some()
    }

    /// The file whose place it will take, as it is now.
    pub(crate) fn replaces(&self) -> Option<FileMark> {
        // An empty file is none to SQLite.
        let file = std::fs::metadata(self.becomes.as_ref()?).ok().filter(|file| file.len() > 0)?;
        let since = file.modified().ok()?.duration_since(SystemTime::UNIX_EPOCH).ok()?;
        Some(FileMark { bytes: file.len(), modified: since.as_secs(), nanoseconds: since.subsec_nanos() })
    }

    /// Keeps where the rows are from.
    pub(crate) async fn set_source(&self, client: &Client) -> Result<()> {
        let text = serde_json::to_string(&Source::of(client)).unwrap_or_default();
        self.keeper.run(move |store| store.remember(SOURCE, &text)).await
    }

    /// Closes the database and gives it its name. Answers its path, if it is a file.
    pub(crate) async fn complete(self) -> Result<Option<PathBuf>> {
        let Some(path) = self.becomes.clone() else { return Ok(None) };
        self.keeper.run(|store| store.close()).await?;
        self.keeper.close().await;
        sqlite::replace(&partial(&path), &path)?;
        remove_partial(&path);
        Ok(Some(path))
    }

    /// Closes the database, with everything in its file.
    pub(crate) async fn close(self) {
        self.keeper.close().await;
    }

    /// Brings what others read up to date.
    pub(crate) async fn publish(&self) -> Result<()> {
        match self.published.clone() {
            Some(folder) => self.keeper.run(move |store| store.publish(&folder)).await,
            None => Ok(()),
        }
    }
}
