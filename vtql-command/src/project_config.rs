//! `vtql.toml`, the settings of a project that every command knows.

use crate::failure::Failure;
use std::path::{Path, PathBuf};
use vtql_schema::project::Project;
use vtql_schema::settings::{FILE_NAME, KNOWN, SettingsError};

/// Where a project is, and how its instance is reached.
#[derive(Clone, Debug)]
pub struct ProjectConfig {
    /// Where the settings stand, and where the snapshot is.
    pub project: Project,
    /// The settings file that was named.
    pub named: Option<PathBuf>,
    /// Which instance, as whom.
    pub connection: ConnectionConfig,
}

/// Which instance, as whom.
#[derive(Clone, Debug, Default)]
pub struct ConnectionConfig {
    /// The address.
    pub url: Option<String>,
    /// The user.
    pub user: Option<String>,
    /// The file that holds the access key.
    pub access_key_file: Option<PathBuf>,
}

impl ProjectConfig {
    /// The settings in `path`, or in the nearest `vtql.toml` upwards from here; none when there is none.
    pub fn load(path: Option<&Path>) -> Result<Self, Failure> {
        ProjectConfig::of(Path::new("."), path)
    }

    /// The same for a folder.
    pub fn of(here: &Path, path: Option<&Path>) -> Result<Self, Failure> {
        let project = match path {
            Some(path) => Project::with_file(here, path),
            None => Project::around(here),
        };
        let project = project.map_err(Failure::from)?;
        let wrong = |error: SettingsError| Failure::from(project.wrong(&error));
        let settings = project.settings();
        if settings.has("connection.access_key") {
            let file = project.file().unwrap_or(Path::new(FILE_NAME)).display();
            let message = format!("{file}: an access key does not belong into a settings file");
            return Err(Failure::new("CONFIG", message)
                .help("set `access_key_file` to a file that holds it, or the variable VTIGER_ACCESS_KEY"));
        }
        settings.only(KNOWN).map_err(wrong)?;
        let text = |key| settings.text(key).map(|text| text.map(str::to_owned)).map_err(wrong);
        let key_file = settings.text("connection.access_key_file").map_err(wrong)?;
        let connection = ConnectionConfig {
            url: text("connection.url")?,
            user: text("connection.user")?,
            access_key_file: key_file.map(|path| project.path(path)),
        };
        Ok(ProjectConfig { project, named: path.map(Path::to_owned), connection })
    }
}
