//! `vtql.toml`, the settings of a project.

use crate::failure::Failure;
use clap::ValueEnum;
use std::ops::Deref;
use std::path::{Path, PathBuf};
use vtql_command::project_config::ProjectConfig;
use vtql_hosts::CheckSettings;
use vtql_schema::settings::{Settings, SettingsError};

/// What `vtql.toml` holds: what every program reads in it, and how this one checks and formats.
#[derive(Clone, Debug)]
pub(crate) struct Config {
    common: ProjectConfig,
    pub(crate) fmt: FmtConfig,
    pub(crate) check: CheckSettings,
}

impl Deref for Config {
    type Target = ProjectConfig;

    fn deref(&self) -> &ProjectConfig {
        &self.common
    }
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
        let common = ProjectConfig::of(here, path)?;
        let project = &common.project;
        let check = CheckSettings::of(project)?;
        let wrong = |error: SettingsError| Failure::from(project.wrong(&error));
        let number = |key| project.settings().number(key).map_err(wrong);
        let fmt = FmtConfig {
            width: number("fmt.width")?,
            indent: number("fmt.indent")?,
            keywords: choice(project.settings(), "fmt.keywords").map_err(wrong)?,
        };
        Ok(Config { common, fmt, check })
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
