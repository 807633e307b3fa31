//! Settings and snapshots of files in many folders.

use super::{Located, Project, ProjectError};
use std::path::{Path, PathBuf};

/// How the project of a file is found: by its folder, and by others when that one has none. What is named when a
/// program starts goes before what stands in folders. `vtql check` and the language server both ask it, so that
/// the same file has the same levels and the same snapshot in either.
///
/// ```
/// use vtql_schema::project::Lookup;
///
/// # let folder = tempfile::tempdir()?;
/// # let folder = folder.path();
/// let (inside, outside) = (folder.join("app/src"), folder.join("other"));
/// std::fs::create_dir_all(&inside)?;
/// std::fs::write(folder.join("app/vtql.toml"), "[levels]\nV301 = \"allow\"\n")?;
///
/// let lookup = Lookup::default();
/// assert_eq!(lookup.settings([&*inside, folder])?.file(), Some(folder.join("app/vtql.toml").as_path()));
/// assert_eq!(lookup.settings([&*outside, &inside])?.file(), Some(folder.join("app/vtql.toml").as_path()));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct Lookup {
    settings: Option<PathBuf>,
    snapshot: Option<PathBuf>,
}

impl Lookup {
    /// With this settings file for all folders, and this snapshot.
    pub fn new(settings: Option<PathBuf>, snapshot: Option<PathBuf>) -> Self {
        Lookup { settings, snapshot }
    }

    /// The project of the first of these folders that has a settings file, in it or above it; without settings
    /// when none has.
    pub fn settings<'a>(&self, folders: impl IntoIterator<Item = &'a Path>) -> Result<Project, ProjectError> {
        let mut first = None;
        for folder in folders {
            let project = self.around(folder)?;
            if project.file().is_some() {
                return Ok(project);
            }
            first.get_or_insert(project);
        }
        first.map_or_else(|| self.around(Path::new(".")), Ok)
    }

    /// The snapshot of the first of these folders that has one, as [`Project::snapshot`] finds it.
    pub fn snapshot<'a>(
        &self,
        folders: impl IntoIterator<Item = &'a Path>,
    ) -> Result<Option<Located>, ProjectError> {
        let located = |folder| self.around(folder)?.snapshot(self.snapshot.as_deref());
        folders.into_iter().map(located).find(|it| !matches!(it, Ok(None))).unwrap_or(Ok(None))
    }

    fn around(&self, folder: &Path) -> Result<Project, ProjectError> {
        match &self.settings {
            Some(file) => Project::with_file(folder, file),
            None => Project::around(folder),
        }
    }
}
