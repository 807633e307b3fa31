use crate::instance::Instance;
use std::path::PathBuf;
use std::sync::Arc;

/// How a server is started.
///
/// ```
/// use vtql_lsp::Options;
///
/// let options = Options::default().snapshot(Some("vtql.snapshot.json".into()));
/// assert!(options.instance.is_none(), "nothing can be run, and nothing goes to the network");
/// ```
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Options {
    /// The snapshot for all files, instead of the one that is found for each.
    pub snapshot: Option<PathBuf>,
    /// The settings file for all files, instead of the nearest `vtql.toml` of each.
    pub settings: Option<PathBuf>,
    /// What runs queries and pulls snapshots, when the user asks for it.
    pub instance: Option<Arc<dyn Instance>>,
}

impl Options {
    /// With this snapshot for all files.
    pub fn snapshot(mut self, path: Option<PathBuf>) -> Self {
        self.snapshot = path;
        self
    }

    /// With this settings file for all files.
    pub fn settings(mut self, path: Option<PathBuf>) -> Self {
        self.settings = path;
        self
    }

    /// With what runs queries and pulls snapshots.
    pub fn instance(mut self, instance: Arc<dyn Instance>) -> Self {
        self.instance = Some(instance);
        self
    }
}
