//! `vtql.toml`, the settings of a project.

use crate::failure::Failure;
use clap::ValueEnum;
use std::path::{Path, PathBuf};
use vtql_hosts::CheckSettings;
use vtql_schema::project::Project;
use vtql_schema::settings::{FILE_NAME, Settings, SettingsError};

/// What `vtql.toml` holds.
#[derive(Clone, Debug)]
pub(crate) struct Config {
    /// Where it stands, and where the snapshot is.
    pub(crate) project: Project,
    /// The settings file that was named.
    pub(crate) named: Option<PathBuf>,
    pub(crate) connection: ConnectionConfig,
    pub(crate) fmt: FmtConfig,
    pub(crate) check: CheckSettings,
}

#[derive(Clone, Debug, Default)]
pub(crate) struct ConnectionConfig {
    pub(crate) url: Option<String>,
    pub(crate) user: Option<String>,
    /// The file that holds the access key.
    pub(crate) access_key_file: Option<PathBuf>,
}

#[derive(Clone, Debug, Default)]
pub(crate) struct FmtConfig {
    pub(crate) width: Option<usize>,
    pub(crate) indent: Option<usize>,
    pub(crate) keywords: Option<Keywords>,
}

/// How keywords are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Keywords {
    /// select
    Lower,
    /// SELECT
    Upper,
}

impl Config {
    /// The settings in `path`, or in the nearest `vtql.toml` upwards from here; none when there is none.
    pub(crate) fn load(path: Option<&Path>) -> Result<Self, Failure> {
        Config::of(Path::new("."), path)
    }

    /// The same for a folder.
    pub(crate) fn of(here: &Path, path: Option<&Path>) -> Result<Self, Failure> {
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
        let check = CheckSettings::of(&project)?;
        let text = |key| settings.text(key).map(|text| text.map(str::to_owned)).map_err(wrong);
        let number = |key| settings.number(key).map_err(wrong);
        let key_file = settings.text("connection.access_key_file").map_err(wrong)?;
        Ok(Config {
            connection: ConnectionConfig {
                url: text("connection.url")?,
                user: text("connection.user")?,
                access_key_file: key_file.map(|path| project.path(path)),
            },
            fmt: FmtConfig {
                width: number("fmt.width")?,
                indent: number("fmt.indent")?,
                keywords: choice(settings, "fmt.keywords").map_err(wrong)?,
            },
            check,
            project,
            named: path.map(Path::to_owned),
        })
    }

    /// The file of the snapshot, unless it is a folder of answers.
    pub(crate) fn snapshot_file(&self) -> Result<Option<PathBuf>, Failure> {
        let located = self.project.snapshot(None)?;
        Ok(located.map(|located| located.path).filter(|path| path.is_file()))
    }
}

/// A setting that has the values of an argument.
fn choice<T: ValueEnum + Copy>(settings: &Settings, key: &str) -> Result<Option<T>, SettingsError> {
    let values = T::value_variants().iter().filter_map(|it| Some((it.to_possible_value()?, *it)));
    let values: Vec<_> = values.collect();
    let choices: Vec<(&str, T)> = values.iter().map(|(value, it)| (value.get_name(), *it)).collect();
    settings.choice(key, &choices)
}
