//! A mirror that is kept fresh.

mod changes;
mod due;
mod first;
mod hinted;
mod items;
mod module;
mod reread;
mod run;
mod schema;
mod server;
mod summary;
mod sweep;

pub use due::{Due, period};
pub use summary::{Failed, Summary, Synced};

#[cfg(test)]
pub(crate) use module::stamp_text;
pub(crate) use module::{Module, now};
pub(crate) use server::patience;

use crate::error::Result;
use crate::format::Format;
use crate::watch::Watch;
use changes::Asked;
use std::collections::BTreeSet;
use std::fmt;
use std::path::PathBuf;
use tokio::sync::Mutex;
use vtql_arrow::Misfits;
use vtql_client::{Client, RecordId};

/// Brings a mirror up to date; made by [`Sync::new`].
///
/// ```no_run
/// use vtql_client::Client;
/// use vtql_mirror::format::Format;
/// use vtql_mirror::{Sync, Watch};
///
/// # async fn run() -> Result<(), Box<dyn std::error::Error>> {
/// let watch = Watch::new();
/// let client = Client::builder().url("https://crm.example.com").user("me").access_key("…").hook(watch.clone());
/// let sync = Sync::new(client.build()?, watch, Format::Sqlite, "crm.sqlite").modules(["Contacts"]);
/// let summary = sync.run().await?;
/// println!("{} changed", summary.modules["Contacts"].updated);
/// # Ok(())
/// # }
/// ```
///
/// # What is promised
///
/// After a run each row equals its record at some moment between the run's start and its end. Three things the server
/// does not tell everywhere: *deletions*, where its sync operation does not work, and *changes that are committed long
/// after they are stamped* are those of the latest [sweep](Sync::sweep); *changes that leave `modifiedtime` as it is*
/// are those of the latest [reading again](Sync::reread). Rows and what is known about them change in one transaction, so a run can end at
/// any moment.
#[must_use = "nothing is done until it runs"]
pub struct Sync {
    client: Client,
    watch: Watch,
    format: Format,
    mirror: PathBuf,
    modules: Vec<String>,
    sweep: Due,
    reread: Due,
    misfits: Misfits,
    jobs: usize,
    hinted: BTreeSet<RecordId>,
    moved: bool,
    report: Option<Report>,
    asked: Mutex<Asked>,
}

/// Is told of a page of a first reading: the module, its rows so far, and those of the page.
type Report = Box<dyn Fn(&str, u64, u64) + Send + std::marker::Sync>;

/// So many modules are brought up to date at once.
const JOBS: usize = 3;

impl Sync {
    /// A run for the mirror at a path or address. The watch has to be a hook of the client.
    pub fn new(client: Client, watch: Watch, format: Format, mirror: impl Into<PathBuf>) -> Self {
        Sync {
            client,
            watch,
            format,
            mirror: mirror.into(),
            modules: Vec::new(),
            sweep: Due::Auto,
            reread: Due::Auto,
            misfits: Misfits::default(),
            jobs: JOBS,
            hinted: BTreeSet::new(),
            moved: false,
            report: None,
            asked: Mutex::default(),
        }
    }

    /// These modules; without any, those that the mirror has, or all when it is new.
    pub fn modules<M: Into<String>>(mut self, modules: impl IntoIterator<Item = M>) -> Self {
        self.modules = modules.into_iter().map(Into::into).collect();
        self
    }

    /// When ids and times of change are compared, so that deletions are found that the server does not tell, and
    /// changes that came late.
    pub fn sweep(mut self, due: Due) -> Self {
        self.sweep = due;
        self
    }

    /// When rows are read again whose `modifiedtime` is as it was, a part of them a run.
    pub fn reread(mut self, due: Due) -> Self {
        self.reread = due;
        self
    }

    /// What becomes of values that do not fit their type. It counts for modules that are new to the mirror.
    pub fn misfits(mut self, misfits: Misfits) -> Self {
        self.misfits = misfits;
        self
    }

    /// How many modules are brought up to date at once.
    pub fn jobs(mut self, jobs: usize) -> Self {
        self.jobs = jobs.max(1);
        self
    }

    /// Reads these records again, whatever their `modifiedtime` is: those of the run's modules.
    pub fn hinted(mut self, ids: impl IntoIterator<Item = RecordId>) -> Self {
        self.hinted = ids.into_iter().collect();
        self
    }

    /// The instance has another address than before. Without this a mirror of one address takes no rows of another,
    /// since two instances give the same ids to different records.
    pub fn moved(mut self, moved: bool) -> Self {
        self.moved = moved;
        self
    }

    /// Is told of each page of a first reading.
    pub(crate) fn on_page(
        mut self,
        report: impl Fn(&str, u64, u64) + Send + std::marker::Sync + 'static,
    ) -> Self {
        self.report = Some(Box::new(report));
        self
    }

    /// Does it. A module that the server refuses is told in [`Summary::failed`], and keeps no other from being
    /// brought up to date.
    ///
    /// # Errors
    ///
    /// [`Error::Locked`](crate::Error::Locked) when another run is at work there. What was done until any other
    /// error stays, and the next run goes on from there.
    pub async fn run(self) -> Result<Summary> {
        run::run(self).await
    }
}

impl fmt::Debug for Sync {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Sync { client, format, mirror, modules, .. } = self;
        let mut debug = f.debug_struct("Sync");
        debug
            .field("client", client)
            .field("format", format)
            .field("mirror", mirror)
            .field("modules", modules);
        debug.finish_non_exhaustive()
    }
}
