//! Everything out, once: modules or a query to files or a database.

mod beside;
mod checkpoint;
mod database;
mod file;
mod folder;
mod journal;
mod run;
mod tables;
mod totals;

use crate::error::{Error, Result};
use crate::format::{Format, FormatOptions};
use crate::manifest::{Manifest, Relations};
use crate::watch::Watch;
use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;
use vtql_arrow::Misfits;
use vtql_client::Client;

/// An export in the making.
///
/// ```no_run
/// use vtql_client::Client;
/// use vtql_mirror::format::Format;
/// use vtql_mirror::{Export, Watch};
///
/// # async fn run() -> Result<(), Box<dyn std::error::Error>> {
/// let watch = Watch::new();
/// let client = Client::builder().url("https://crm.example.com").user("me").access_key("…").hook(watch.clone());
/// let export = Export::new(client.build()?, watch, Format::Parquet, "crm").modules(["Contacts", "Accounts"]);
/// let manifest = export.run().await?;
/// println!("{} contacts", manifest.modules["Contacts"].rows);
/// # Ok(())
/// # }
/// ```
///
/// # What is promised
///
/// A record that is there all the time, with the same values, is in the table exactly once. Each page is written
/// down before the next is asked for: an export that was ended at any moment goes on with
/// [`resume`](Export::resume), asks again for at most the page that was under way, and comes to the same files. A
/// file gets its name when it is whole. Memory does not grow with the rows.
#[must_use = "nothing is done until it runs"]
pub struct Export {
    client: Client,
    watch: Watch,
    what: What,
    format: Format,
    out: PathBuf,
    options: FormatOptions,
    misfits: Misfits,
    resume: bool,
    jobs: usize,
    relations: Option<Relations>,
    files: Option<PathBuf>,
    counts: bool,
    totals: totals::Totals,
    report: Option<Report>,
}

/// What goes out.
#[derive(Clone, Debug, PartialEq, Eq)]
enum What {
    All,
    Modules(Vec<String>),
    Query(String),
}

type Report = Arc<dyn Fn(&Step) + Send + Sync>;

/// A page came, or a table is about to be read.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Step {
    /// The table.
    pub module: String,
    /// Its rows so far, those of an earlier run among them.
    pub rows: u64,
    /// The rows of its last page.
    pub page: u64,
    /// Whether it is complete.
    pub complete: bool,
    /// About how many rows it will have, where that is known without more requests than were asked for.
    pub total: Option<u64>,
    /// Of relations and files: how many records or lists of them have been asked for what they have, and about how
    /// many there are.
    pub asked: Option<(u64, u64)>,
}

/// So many modules are fetched at once.
const JOBS: usize = 3;

impl Export {
    /// An export of all modules to `out`: a folder, or the file of an SQLite database. The watch has to be a hook
    /// of the client.
    pub fn new(client: Client, watch: Watch, format: Format, out: impl Into<PathBuf>) -> Self {
        Export {
            client,
            watch,
            what: What::All,
            format,
            out: out.into(),
            options: FormatOptions::default(),
            misfits: Misfits::default(),
            resume: false,
            jobs: JOBS,
            relations: None,
            files: None,
            counts: false,
            totals: totals::Totals::default(),
            report: None,
        }
    }

    /// Only these modules.
    pub fn modules<M: Into<String>>(mut self, modules: impl IntoIterator<Item = M>) -> Self {
        self.what = What::Modules(modules.into_iter().map(Into::into).collect());
        self
    }

    /// The rows of a query, as a table with the name of its module.
    pub fn query(mut self, query: impl Into<String>) -> Self {
        self.what = What::Query(query.into());
        self
    }

    /// How files are written.
    pub fn options(mut self, options: FormatOptions) -> Self {
        self.options = options;
        self
    }

    /// What becomes of values that do not fit their type.
    pub fn misfits(mut self, misfits: Misfits) -> Self {
        self.misfits = misfits;
        self
    }

    /// Goes on with an export that was ended, if there is one.
    pub fn resume(mut self, resume: bool) -> Self {
        self.resume = resume;
        self
    }

    /// How many modules are fetched at once.
    pub fn jobs(mut self, jobs: usize) -> Self {
        self.jobs = jobs.max(1);
        self
    }

    /// Writes how the records are related, too: the table `_relations` of pairs.
    pub fn relations(mut self, relations: Relations) -> Self {
        self.relations = Some(relations);
        self
    }

    /// Writes the files of documents and the pictures of other records to this folder, too, and the table `_files`
    /// of them. A file is called `RECORD-FILE`, by its ids. It costs two requests a file.
    pub fn files(mut self, folder: impl Into<PathBuf>) -> Self {
        self.files = Some(folder.into());
        self
    }

    /// Asks for the number of rows first, one request a module, so that [`Step::total`] is known. Without this it
    /// is what an earlier export to the same folder came to, if there was one.
    pub fn count_first(mut self, counts: bool) -> Self {
        self.counts = counts;
        self
    }

    /// Is told of every page.
    pub fn on_step(mut self, report: impl Fn(&Step) + Send + Sync + 'static) -> Self {
        self.report = Some(Arc::new(report));
        self
    }

    /// Does it.
    ///
    /// # Errors
    ///
    /// [`Error::Locked`] when another export works there. After any other error the export can be
    /// [resumed](Export::resume).
    pub async fn run(self) -> Result<Manifest> {
        if matches!(&self.what, What::Modules(modules) if modules.is_empty()) {
            return Err(Error::refused("no module is named"));
        }
        if let What::Query(query) = &self.what
            && (self.relations.is_some() || self.files.is_some())
            && matches!(crate::table::parse(query)?.select, vtql_parser::ast::Select::Count(_))
        {
            return Err(Error::refused("a count has no records whose relations or files could be written"));
        }
        run::run(self).await
    }
}

impl fmt::Debug for Export {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Export { client, what, format, out, .. } = self;
        let mut debug = f.debug_struct("Export");
        debug.field("client", client).field("what", what).field("format", format).field("out", out);
        debug.finish_non_exhaustive()
    }
}
