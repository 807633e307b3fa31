//! Projects by folder, read once and again after a change.

use super::{Project, Source};
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use vtql_schema::Snapshot;
use vtql_schema::project::{Located, Project as Found, ProjectError};

/// The projects of all folders.
#[derive(Debug, Default)]
pub(crate) struct Projects {
    /// A snapshot that was named when the server was started.
    named_snapshot: Option<PathBuf>,
    /// A settings file that was.
    named_settings: Option<PathBuf>,
    known: Mutex<Known>,
}

#[derive(Debug, Default)]
struct Known {
    projects: HashMap<PathBuf, Arc<Project>>,
    snapshots: HashMap<PathBuf, (Source, Arc<Snapshot>)>,
}

impl Projects {
    pub(crate) fn new(named_snapshot: Option<PathBuf>, named_settings: Option<PathBuf>) -> Self {
        Projects { named_snapshot, named_settings, known: Mutex::default() }
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
        let settings = all().map(|folder| self.around(folder)).find(|it| match it {
            Ok(found) => found.file().is_some(),
            Err(_) => true,
        });
        if let Some(settings) = settings {
            let settings = settings.and_then(|found| {
                if let Some(folder) = found.file().and_then(Path::parent) {
                    folder.clone_into(&mut project.folder);
                }
                project.configure(&found)
            });
            project.problem = settings.err().map(|error| error.to_string());
        }
        let located = all().map(|folder| self.locate(folder)).find(|it| !matches!(it, Ok(None)));
        match located {
            Some(Ok(Some(located))) => match snapshot(&located.path, known) {
                Ok((source, snapshot)) => {
                    (project.source, project.snapshot) = (Some(source), Some(snapshot));
                }
                Err(error) => project.problem = Some(error),
            },
            Some(Err(error)) => project.problem = Some(error.to_string()),
            Some(Ok(None)) | None => {}
        }
        project
    }

    fn around(&self, folder: &Path) -> Result<Found, ProjectError> {
        match &self.named_settings {
            Some(file) => Found::with_file(folder, file),
            None => Found::around(folder),
        }
    }

    fn locate(&self, folder: &Path) -> Result<Option<Located>, ProjectError> {
        self.around(folder)?.snapshot(self.named_snapshot.as_deref())
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
