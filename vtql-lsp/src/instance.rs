//! What needs the instance, and so the network: only ever done when the user asks for it.

use serde_json::Value;
use std::fmt;
use std::path::{Path, PathBuf};

/// Does what needs the instance that a folder's settings name. The key stays with it: the editor never sees it.
pub trait Instance: fmt::Debug + Send + Sync {
    /// Which instance it is, as people know it: its address and user. `None` when nothing is set up.
    fn status(&self, folder: &Path) -> Option<String>;

    /// Runs a query, which only reads, with values for its parameters by name. `progress` is told how many rows
    /// are there, and says whether to go on.
    fn run(
        &self,
        folder: &Path,
        query: &str,
        params: &[(String, Value)],
        progress: &dyn Fn(usize) -> bool,
    ) -> Result<Ran, String>;

    /// How a query without parameters would be run, in a few words: `keyset, 3 requests`. Nothing goes to the network
    /// for it. `None` where that is not known.
    fn plan(&self, query: &str) -> Option<String> {
        let _ = query;
        None
    }

    /// Writes a new snapshot of the instance. `progress` is told the module that is read, and says whether to
    /// go on.
    fn pull(&self, folder: &Path, progress: &dyn Fn(&str) -> bool) -> Result<Pulled, String>;
}

/// What a query brought.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Ran {
    /// The names of the columns, in order.
    pub columns: Vec<String>,
    /// The rows: a value for each column.
    pub rows: Vec<Vec<Value>>,
    /// Whether there are more rows than were fetched.
    pub is_cut: bool,
}

/// What became of a pull.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pulled {
    /// The file that was written.
    pub path: PathBuf,
    /// How many modules are in it.
    pub modules: usize,
}
