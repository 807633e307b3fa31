//! What an export has done so far, in a file that is always whole.

use crate::error::{Error, Result};
use crate::format::{Mark, Written};
use crate::manifest::Order;
use crate::table::Table;
use crate::whole;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

/// How far one table has come.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct State {
    pub(crate) table: Table,
    /// What is in its file.
    #[serde(default)]
    pub(crate) mark: Mark,
    /// The query's progress that goes with the mark.
    #[serde(default)]
    pub(crate) progress: String,
    /// The volume of the journal that goes on from there.
    #[serde(default)]
    pub(crate) volume: u64,
    /// The file, once it is whole, and the values that did not fit.
    #[serde(default)]
    pub(crate) done: Option<Done>,
}

/// A table that is whole.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Done {
    pub(crate) written: Written,
    pub(crate) misfits: u64,
    pub(crate) first_misfits: Vec<[String; 3]>,
    pub(crate) missing: Vec<String>,
    #[serde(default)]
    pub(crate) unknown: Vec<String>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
struct Contents {
    order: Order,
    started: String,
    tables: BTreeMap<String, State>,
    /// The files of the folder that this export and earlier ones have written.
    #[serde(default)]
    own: BTreeSet<PathBuf>,
}

/// The file.
#[derive(Clone, Debug)]
pub(crate) struct Checkpoint {
    path: PathBuf,
    contents: Arc<Mutex<Contents>>,
}

impl Checkpoint {
    /// A new one.
    pub(crate) fn create(path: &Path, order: Order, started: String, own: BTreeSet<PathBuf>) -> Result<Self> {
        let contents = Contents { order, started, tables: BTreeMap::new(), own };
        let checkpoint = Checkpoint { path: path.to_owned(), contents: Arc::new(Mutex::new(contents)) };
        checkpoint.update(|_| ())?;
        Ok(checkpoint)
    }

    /// The one that an earlier export left; `None` when there is none.
    pub(crate) fn read(path: &Path) -> Result<Option<(Self, Order, String)>> {
        let text = match fs::read(path) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(Error::io(path)(error)),
        };
        let contents: Contents = serde_json::from_slice(&text)
            .map_err(|error| Error::State { path: path.to_owned(), message: error.to_string() })?;
        let (order, started) = (contents.order.clone(), contents.started.clone());
        let checkpoint = Checkpoint { path: path.to_owned(), contents: Arc::new(Mutex::new(contents)) };
        Ok(Some((checkpoint, order, started)))
    }

    /// What was asked for.
    pub(crate) fn order(&self) -> Order {
        self.contents.lock().unwrap_or_else(PoisonError::into_inner).order.clone()
    }

    /// How far a table has come.
    pub(crate) fn table(&self, module: &str) -> Option<State> {
        let contents = self.contents.lock().unwrap_or_else(PoisonError::into_inner);
        contents.tables.get(module).cloned()
    }

    /// The files of the folder that this export and earlier ones have written.
    pub(crate) fn own(&self) -> BTreeSet<PathBuf> {
        self.contents.lock().unwrap_or_else(PoisonError::into_inner).own.clone()
    }

    /// The tables that were begun.
    pub(crate) fn tables(&self) -> Vec<String> {
        let contents = self.contents.lock().unwrap_or_else(PoisonError::into_inner);
        contents.tables.keys().cloned().collect()
    }

    /// Changes what is known about a table.
    pub(crate) fn set(&self, state: State) -> Result<()> {
        self.update(|contents| {
            let file = state.done.as_ref().and_then(|done| done.written.path.file_name());
            contents.own.extend(file.map(PathBuf::from));
            contents.tables.insert(state.table.module.clone(), state);
        })
    }

    fn update(&self, change: impl FnOnce(&mut Contents)) -> Result<()> {
        let mut contents = self.contents.lock().unwrap_or_else(PoisonError::into_inner);
        change(&mut contents);
        let text = serde_json::to_vec(&*contents).map_err(|error| Error::io(&self.path)(error.into()))?;
        whole::write(&self.path, &text)
    }
}
