//! What survives a restart: history, saved queries, tabs. No text that holds the access key is kept.

use crate::answer::Problem;
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{SystemTime, UNIX_EPOCH};

/// So many queries are remembered.
const MOST: usize = 1000;
/// A longer text is not remembered.
const LONGEST: usize = 64 << 10;

/// A query that was run.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Ran {
    pub(crate) text: String,
    /// When, in milliseconds since 1970.
    pub(crate) at: u64,
    /// How many rows came; `None` when it failed.
    pub(crate) rows: Option<usize>,
    /// How many milliseconds it took.
    pub(crate) took: u64,
}

/// A query that was given a name.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Saved {
    name: String,
    text: String,
}

#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
struct Contents {
    /// The newest last.
    history: Vec<Ran>,
    saved: Vec<Saved>,
    /// The page's own: its tabs.
    tabs: Value,
}

/// A file in the user's folder of data.
#[derive(Debug)]
pub(crate) struct Kept {
    path: Option<PathBuf>,
    secret: Option<SecretString>,
    contents: Mutex<Contents>,
}

impl Kept {
    pub(crate) fn open(folder: Option<&Path>, secret: Option<SecretString>) -> io::Result<Self> {
        let path = folder
            .map(|folder| fs::create_dir_all(folder).map(|()| folder.join("console.json")))
            .transpose()?;
        let text = path.as_deref().and_then(|path| fs::read_to_string(path).ok());
        let contents = text.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default();
        Ok(Kept { path, secret, contents: Mutex::new(contents) })
    }

    /// A query was run.
    pub(crate) fn ran(&self, text: &str, rows: Option<usize>, took: u64) {
        if text.trim().is_empty() || text.len() > LONGEST || self.holds_secret(text) {
            return;
        }
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        let ran = Ran { text: text.to_owned(), at: u64::try_from(now.as_millis()).unwrap_or(0), rows, took };
        // What cannot be written is kept until the console ends.
        let _ = self.change(|contents| {
            contents.history.retain(|it| it.text != ran.text);
            contents.history.push(ran);
            let more = contents.history.len().saturating_sub(MOST);
            contents.history.drain(..more);
        });
    }

    /// The queries that hold all words, the newest first.
    pub(crate) fn history(&self, search: &str) -> Vec<Ran> {
        let words: Vec<String> = search.split_whitespace().map(str::to_lowercase).collect();
        let holds = |ran: &&Ran| {
            let text = ran.text.to_lowercase();
            words.iter().all(|word| text.contains(word))
        };
        self.lock().history.iter().rev().filter(holds).cloned().collect()
    }

    pub(crate) fn forget(&self) -> Result<(), Problem> {
        self.change(|contents| contents.history.clear())
    }

    pub(crate) fn saved(&self) -> Vec<Saved> {
        self.lock().saved.clone()
    }

    pub(crate) fn save(&self, saved: Vec<Saved>) -> Result<(), Problem> {
        saved.iter().try_for_each(|it| self.refuse_secret(&it.text))?;
        self.change(|contents| contents.saved = saved)
    }

    pub(crate) fn tabs(&self) -> Value {
        self.lock().tabs.clone()
    }

    pub(crate) fn keep_tabs(&self, tabs: Value) -> Result<(), Problem> {
        self.refuse_secret(&tabs.to_string())?;
        self.change(|contents| contents.tabs = tabs)
    }

    fn change(&self, change: impl FnOnce(&mut Contents)) -> Result<(), Problem> {
        let mut contents = self.lock();
        change(&mut contents);
        let Some(path) = &self.path else { return Ok(()) };
        let failed = |error: io::Error| {
            Problem::new("WRITE", format!("{} cannot be written: {error}", path.display()))
        };
        write(path, &serde_json::to_vec(&*contents).unwrap_or_default()).map_err(failed)
    }

    fn lock(&self) -> MutexGuard<'_, Contents> {
        self.contents.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn holds_secret(&self, text: &str) -> bool {
        let key = self.secret.as_ref().map(ExposeSecret::expose_secret);
        key.is_some_and(|key| !key.is_empty() && text.contains(key))
    }

    fn refuse_secret(&self, text: &str) -> Result<(), Problem> {
        let message = "it holds the access key, which is kept nowhere";
        if self.holds_secret(text) { Err(Problem::new("SECRET", message)) } else { Ok(()) }
    }
}

/// Replaces the file in one step. Nobody else can read it.
fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    let mut file: tempfile::NamedTempFile<File> = tempfile::NamedTempFile::new_in(folder)?;
    file.write_all(bytes)?;
    file.persist(path)?;
    Ok(())
}
