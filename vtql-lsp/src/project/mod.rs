//! What the queries of a folder are checked against: its settings and its snapshot.

mod cache;

pub(crate) use cache::Projects;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;
use vtql_hosts::{CheckSettings, FileChecker, PatternError, Selection};
use vtql_parser::print::{Case, Style};
use vtql_schema::Snapshot;
use vtql_schema::project::ProjectError;

/// Settings and snapshot, read once.
#[derive(Debug, Default)]
pub(crate) struct Project {
    /// The folder of the settings file, else the one that was asked for.
    pub(crate) folder: PathBuf,
    check: CheckSettings,
    style: Style,
    snapshot: Option<Arc<Snapshot>>,
    /// Where the snapshot is, and when it was written.
    pub(crate) source: Option<Source>,
    /// Why something of it is not as set.
    pub(crate) problem: Option<String>,
}

/// The file of a snapshot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Source {
    pub(crate) path: PathBuf,
    pub(crate) written: Option<SystemTime>,
}

impl Project {
    /// What files are checked against: as `vtql check` does.
    pub(crate) fn checker(&self) -> FileChecker<'_> {
        self.check.checker(self.snapshot.as_deref())
    }

    pub(crate) fn snapshot(&self) -> Option<&Snapshot> {
        self.snapshot.as_deref()
    }

    /// Which files of its folders are read.
    pub(crate) fn selection(&self) -> Result<Selection, PatternError> {
        Selection::new(&self.check.exclude, &self.check.include)
    }

    /// How texts are laid out, as `vtql fmt` does.
    pub(crate) fn style(&self) -> &Style {
        &self.style
    }

    /// Takes over what the settings say.
    fn configure(&mut self, found: &vtql_schema::project::Project) -> Result<(), ProjectError> {
        let settings = found.settings();
        let wrong = |error| found.wrong(&error);
        self.check = CheckSettings::of(found)?;
        let style = &mut self.style;
        style.width = settings.number("fmt.width").map_err(wrong)?.unwrap_or(style.width);
        style.indent = settings.number("fmt.indent").map_err(wrong)?.unwrap_or(style.indent);
        let cases = [("lower", Case::Lower), ("upper", Case::Upper)];
        style.keywords = settings.choice("fmt.keywords", &cases).map_err(wrong)?.unwrap_or(style.keywords);
        Ok(())
    }

    fn is_written(path: &Path) -> Option<SystemTime> {
        std::fs::metadata(path).ok()?.modified().ok()
    }
}
