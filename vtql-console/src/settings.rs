use crate::sandboxed::Sandboxed;
use crate::trace::Trace;
use secrecy::SecretString;
use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;
use vtql_client::Client;
use vtql_lsp::Instance;
use vtql_parser::Diagnostic;
use vtql_parser::ast::Query;
use vtql_parser::bind::Outcome;
use vtql_schema::rules::Levels;

/// Puts values in the place of the parameters of a query, by their names.
pub type Fill = fn(Query, &[(String, String)]) -> Result<Outcome, Vec<Diagnostic>>;

/// What a console is for, and what it may do. Its `Debug` shows no secret.
#[derive(Clone)]
#[non_exhaustive]
pub struct Settings {
    /// What asks the instance. [`Settings::trace`] has to be a hook of it.
    pub client: Client,
    /// What is told of every request.
    pub trace: Trace,
    /// What to call the instance: `admin at https://crm.example.com`.
    pub title: String,
    /// The access key, to keep texts that hold it out of the history.
    pub secret: Option<SecretString>,
    /// The folder whose settings hold.
    pub folder: PathBuf,
    /// The settings file, instead of the nearest `vtql.toml`.
    pub settings: Option<PathBuf>,
    /// The snapshot, if there is one.
    pub snapshot: Option<PathBuf>,
    /// What becomes of the findings of each rule.
    pub levels: Levels,
    /// What pulls a snapshot, when the user asks for it.
    pub instance: Option<Arc<dyn Instance>>,
    /// How parameters get their values.
    pub fill: Option<Fill>,
    /// Where history, saved queries and tabs are kept; without it, they are kept until the console ends.
    pub data: Option<PathBuf>,
    /// Whether records may be changed.
    pub allow_writes: bool,
    /// The sandbox that is asked, if it is one.
    pub sandbox: Option<Arc<dyn Sandboxed>>,
}

impl Settings {
    /// A console that reads with this client.
    pub fn new(client: Client, trace: Trace) -> Self {
        Settings {
            client,
            trace,
            title: String::new(),
            secret: None,
            folder: PathBuf::from("."),
            settings: None,
            snapshot: None,
            levels: Levels::default(),
            instance: None,
            fill: None,
            data: None,
            allow_writes: false,
            sandbox: None,
        }
    }
}

impl fmt::Debug for Settings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Settings")
            .field("title", &self.title)
            .field("folder", &self.folder)
            .field("snapshot", &self.snapshot)
            .field("data", &self.data)
            .field("allow_writes", &self.allow_writes)
            .finish_non_exhaustive()
    }
}
