//! Projects by folder, read once and again after a change.

use super::{Project, Source};
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use vtql_schema::Snapshot;
use vtql_schema::project::Lookup;

/// The projects of all folders.
#[derive(Debug, Default)]
pub(crate) struct Projects {
    /// What was named when the server was started.
    lookup: Lookup,
    known: Mutex<Known>,
}

#[derive(Debug, Default)]
struct Known {
    projects: HashMap<PathBuf, Arc<Project>>,
    snapshots: HashMap<PathBuf, (Source, Arc<Snapshot>)>,
}

impl Projects {
    pub(crate) fn new(named_snapshot: Option<PathBuf>, named_settings: Option<PathBuf>) -> Self {
        Projects { lookup: Lookup::new(named_settings, named_snapshot), known: Mutex::default() }
    }

    /// The project of a folder: settings and snapshot from it upwards, each else from the first of the
    /// `others` that has one.
    pub(crate) fn of(&self, folder: Option<&Path>, others: &[PathBuf]) -> Arc<Project> {
        let folder = folder.or(others.first().map(PathBuf::as_path)).unwrap_or(Path::new("."));
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(project) = known.projects.get(folder) {
            return Arc::clone(project);
        }
        let project = Arc::new(self.read(folder, others, &mut known));
        known.projects.insert(folder.to_owned(), Arc::clone(&project));
        project
    }

    /// Forgets everything: files have changed.
    pub(crate) fn clear(&self) {
        *self.known.lock().unwrap_or_else(PoisonError::into_inner) = Known::default();
    }

    fn read(&self, folder: &Path, others: &[PathBuf], known: &mut Known) -> Project {
        let mut project = Project { folder: folder.to_owned(), ..Project::default() };
        let all = || std::iter::once(folder).chain(others.iter().map(PathBuf::as_path));
        let settings = self.lookup.settings(all()).and_then(|found| {
            if let Some(folder) = found.file().and_then(Path::parent) {
                folder.clone_into(&mut project.folder);
            }
            project.configure(&found)
        });
        project.problem = settings.err().map(|error| error.to_string());
        match self.lookup.snapshot(all()) {
            Ok(Some(located)) => match snapshot(&located.path, known) {
                Ok((source, snapshot)) => {
                    (project.source, project.snapshot) = (Some(source), Some(snapshot));
                }
                Err(error) => project.problem = Some(error),
            },
            Err(error) => project.problem = Some(error.to_string()),
            Ok(None) => {}
        }
        project
    }
}

fn snapshot(path: &Path, known: &mut Known) -> Result<(Source, Arc<Snapshot>), String> {
    if let Some(read) = known.snapshots.get(path) {
        return Ok(read.clone());
    }
    let source = Source { path: path.to_owned(), written: Project::is_written(path) };
    let snapshot = Arc::new(Snapshot::load(path).map_err(|error| error.to_string())?);
    known.snapshots.insert(path.to_owned(), (source.clone(), Arc::clone(&snapshot)));
    Ok((source, snapshot))
}
