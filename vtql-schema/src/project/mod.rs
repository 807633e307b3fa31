//! Where a project has its settings and its snapshot: one answer for macros, the command line and editors.

mod error;
mod files;
mod lookup;

pub use error::ProjectError;
pub use lookup::Lookup;

use crate::rules::Levels;
use crate::settings::{FILE_NAME, Settings};
use files::{in_or_above, settings_in};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The environment variable that names the snapshot.
pub const SNAPSHOT_VARIABLE: &str = "VTQL_SNAPSHOT";

/// The name of a snapshot that nothing else points to.
pub const SNAPSHOT_NAME: &str = "vtql.snapshot.json";

/// The settings around a folder: the nearest `vtql.toml`, and what the nearest `Cargo.toml` says under
/// `[package.metadata.vtql]`. Files are read once, and again when they look different.
///
/// ```
/// use vtql_schema::project::Project;
///
/// # let folder = tempfile::tempdir()?;
/// # let folder = folder.path();
/// std::fs::create_dir_all(folder.join("crates/api/src"))?;
/// std::fs::write(folder.join("vtql.snapshot.json"), "")?;
/// std::fs::write(folder.join("vtql.toml"), "[levels]\nV301 = \"allow\"\n")?;
///
/// let project = Project::around(&folder.join("crates/api/src"))?;
/// assert_eq!(project.file(), Some(folder.join("vtql.toml").as_path()));
/// let located = project.snapshot(None)?.expect("a snapshot");
/// assert_eq!(located.path, folder.join("vtql.snapshot.json"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Project {
    folder: PathBuf,
    file: Option<PathBuf>,
    settings: Arc<Settings>,
}

/// A snapshot that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Located {
    /// The file, or the folder of describe answers.
    pub path: PathBuf,
    /// The files whose change can move it: settings and manifests.
    pub decided_by: Vec<PathBuf>,
}

impl Project {
    /// The project that a folder belongs to, by the nearest `vtql.toml` in it or in a folder around it.
    /// There need not be one.
    pub fn around(folder: &Path) -> Result<Self, ProjectError> {
        let folder = absolute(folder);
        let file = in_or_above(&folder, Path::new(FILE_NAME));
        Project::new(folder, file)
    }

    /// The same with the settings of this file, wherever it stands.
    pub fn with_file(folder: &Path, file: &Path) -> Result<Self, ProjectError> {
        Project::new(absolute(folder), Some(file.to_owned()))
    }

    fn new(folder: PathBuf, file: Option<PathBuf>) -> Result<Self, ProjectError> {
        let settings = file.as_deref().map_or_else(|| Ok(Arc::default()), settings_in)?;
        Ok(Project { folder, file, settings })
    }

    /// The settings file, if there is one.
    pub fn file(&self) -> Option<&Path> {
        self.file.as_deref()
    }

    /// What it says.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// A path of the settings file: relative ones are so to its folder.
    pub fn path(&self, path: &str) -> PathBuf {
        self.file.as_deref().map_or_else(|| self.folder.join(path), |file| file.with_file_name(path))
    }

    /// What becomes of the findings of each rule.
    pub fn levels(&self) -> Result<Levels, ProjectError> {
        self.settings.levels().map_err(|error| self.wrong(&error))
    }

    /// An error of the settings as one of the project.
    pub fn wrong(&self, error: &crate::settings::SettingsError) -> ProjectError {
        ProjectError::settings(self.file.as_deref().unwrap_or(Path::new(FILE_NAME)), error)
    }

    /// Where the snapshot is: what was `named` by an argument or by the variable [`SNAPSHOT_VARIABLE`], in
    /// the folder or in one around it; else what the nearest `Cargo.toml` names, in
    /// `package.metadata.vtql.snapshot`; else `snapshot` in the settings file; else the nearest
    /// [`SNAPSHOT_NAME`]. `None` when there is none of these; what is named has to be there.
    pub fn snapshot(&self, named: Option<&Path>) -> Result<Option<Located>, ProjectError> {
        let mut decided_by: Vec<PathBuf> = self.file.iter().cloned().collect();
        if let Some(named) = named {
            return match in_or_above(&self.folder, named) {
                Some(path) => Ok(Some(Located { path, decided_by })),
                None => Err(ProjectError::no_snapshot(SNAPSHOT_VARIABLE, named)),
            };
        }
        let manifest = self.manifest();
        decided_by.extend(manifest.clone());
        if let Some((path, by)) = self.named_by(manifest.as_deref())? {
            return if path.exists() {
                Ok(Some(Located { path, decided_by }))
            } else {
                Err(ProjectError::no_snapshot(&by, &path))
            };
        }
        let nearest = in_or_above(&self.folder, Path::new(SNAPSHOT_NAME));
        Ok(nearest.map(|path| Located { path, decided_by }))
    }

    /// Where a new snapshot belongs, whether or not it is there: the file that `Cargo.toml` or the settings file name, as
    /// [`Project::snapshot`] finds it; else [`SNAPSHOT_NAME`], relative to the folder. An error where the settings name
    /// what is no text.
    pub fn snapshot_to_write(&self) -> Result<PathBuf, ProjectError> {
        let named = self.named_by(self.manifest().as_deref())?;
        Ok(named.map_or_else(|| PathBuf::from(SNAPSHOT_NAME), |(path, _)| path))
    }

    fn manifest(&self) -> Option<PathBuf> {
        in_or_above(&self.folder, Path::new("Cargo.toml"))
    }

    /// The file that the manifest or the settings name, and what names it.
    fn named_by(&self, manifest: Option<&Path>) -> Result<Option<(PathBuf, String)>, ProjectError> {
        manifest.and_then(named_in).map_or_else(|| self.named_by_settings(), |it| Ok(Some(it)))
    }

    fn named_by_settings(&self) -> Result<Option<(PathBuf, String)>, ProjectError> {
        let named = self.settings.text("snapshot").map_err(|error| self.wrong(&error))?;
        Ok(named.map(|path| (self.path(path), format!("`snapshot` in {FILE_NAME}"))))
    }
}

/// What a manifest names as the snapshot, and how. Cargo has read it before: what cannot be read says nothing.
fn named_in(manifest: &Path) -> Option<(PathBuf, String)> {
    const KEY: &str = "package.metadata.vtql.snapshot";
    let settings = settings_in(manifest).ok()?;
    let named = settings.text(KEY).ok()??;
    Some((manifest.with_file_name(named), format!("`{KEY}` in {}", manifest.display())))
}

fn absolute(folder: &Path) -> PathBuf {
    std::path::absolute(folder).or_else(|_| std::env::current_dir()).unwrap_or_else(|_| folder.to_owned())
}

#[cfg(test)]
mod tests;
