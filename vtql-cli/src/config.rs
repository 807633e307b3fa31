//! `vtql.toml`, the settings of a project.

use crate::analysis::{Embedding, SemicolonArg};
use crate::dialect::DialectArg;
use crate::failure::Failure;
use clap::ValueEnum;
use std::path::{Path, PathBuf};
use vtql_schema::rules::Levels;
use vtql_schema::settings::{FILE_NAME, Settings, SettingsError};

/// What `vtql.toml` holds. Paths in it are relative to its folder.
#[derive(Debug, Default)]
pub(crate) struct Config {
    /// The folder that the file stands in.
    folder: PathBuf,
    snapshot: Option<PathBuf>,
    pub(crate) connection: ConnectionConfig,
    pub(crate) fmt: FmtConfig,
    pub(crate) check: CheckConfig,
    pub(crate) levels: Levels,
}

#[derive(Debug, Default)]
pub(crate) struct ConnectionConfig {
    pub(crate) url: Option<String>,
    pub(crate) user: Option<String>,
    access_key_file: Option<PathBuf>,
}

#[derive(Debug, Default)]
pub(crate) struct CheckConfig {
    pub(crate) embedded: Option<Embedding>,
    pub(crate) dialect: Option<DialectArg>,
    pub(crate) semicolon: Option<SemicolonArg>,
    pub(crate) exclude: Vec<String>,
    pub(crate) include: Vec<String>,
}

#[derive(Debug, Default)]
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

/// Every setting that there is.
const KNOWN: &[&str] = &[
    "snapshot",
    "connection.url",
    "connection.user",
    "connection.access_key_file",
    "check.embedded",
    "check.dialect",
    "check.semicolon",
    "check.exclude",
    "check.include",
    "fmt.width",
    "fmt.indent",
    "fmt.keywords",
    "levels.*",
];

impl Config {
    /// The settings in `path`, or in the nearest `vtql.toml` upwards from here; none when there is none.
    pub(crate) fn load(path: Option<&Path>) -> Result<Self, Failure> {
        match path {
            Some(path) => Config::read(path),
            None => find_upwards(FILE_NAME).map_or_else(|| Ok(Config::default()), |path| Config::read(&path)),
        }
    }

    fn read(path: &Path) -> Result<Self, Failure> {
        let text = std::fs::read_to_string(path).map_err(|error| Failure::read(path, &error))?;
        let wrong = |error: SettingsError| {
            Failure::new("CONFIG", format!("{}:{}: {}", path.display(), error.line(), error.message()))
        };
        let settings = Settings::read(&text).map_err(wrong)?;
        if settings.has("connection.access_key") {
            let message = format!("{}: an access key does not belong into a settings file", path.display());
            return Err(Failure::new("CONFIG", message)
                .help("set `access_key_file` to a file that holds it, or the variable VTIGER_ACCESS_KEY"));
        }
        let folder = path.parent().unwrap_or(Path::new("")).to_owned();
        Config::from_settings(&settings, folder).map_err(wrong)
    }

    fn from_settings(settings: &Settings, folder: PathBuf) -> Result<Self, SettingsError> {
        settings.only(KNOWN)?;
        let text = |key| Ok(settings.text(key)?.map(str::to_owned));
        let path = |key| Ok(settings.text(key)?.map(PathBuf::from));
        // The reader of settings knows no lists: patterns are separated by commas.
        let patterns = |key| -> Result<Vec<String>, SettingsError> {
            let list = settings.text(key)?.unwrap_or_default();
            Ok(list.split(',').map(str::trim).filter(|it| !it.is_empty()).map(str::to_owned).collect())
        };
        Ok(Config {
            snapshot: path("snapshot")?,
            connection: ConnectionConfig {
                url: text("connection.url")?,
                user: text("connection.user")?,
                access_key_file: path("connection.access_key_file")?,
            },
            fmt: FmtConfig {
                width: settings.number("fmt.width")?,
                indent: settings.number("fmt.indent")?,
                keywords: choice(settings, "fmt.keywords")?,
            },
            check: CheckConfig {
                embedded: choice(settings, "check.embedded")?,
                dialect: choice(settings, "check.dialect")?,
                semicolon: choice(settings, "check.semicolon")?,
                exclude: patterns("check.exclude")?,
                include: patterns("check.include")?,
            },
            levels: settings.levels()?,
            folder,
        })
    }

    /// The snapshot that is set.
    pub(crate) fn snapshot(&self) -> Option<PathBuf> {
        self.snapshot.as_ref().map(|path| self.folder.join(path))
    }

    /// The file that holds the access key.
    pub(crate) fn access_key_file(&self) -> Option<PathBuf> {
        self.connection.access_key_file.as_ref().map(|path| self.folder.join(path))
    }
}

/// A setting that has the values of an argument.
fn choice<T: ValueEnum + Copy>(settings: &Settings, key: &str) -> Result<Option<T>, SettingsError> {
    let values = T::value_variants().iter().filter_map(|it| Some((it.to_possible_value()?, *it)));
    let values: Vec<_> = values.collect();
    let choices: Vec<(&str, T)> = values.iter().map(|(value, it)| (value.get_name(), *it)).collect();
    settings.choice(key, &choices)
}

/// The nearest file of that name, in this folder or one above it.
pub(crate) fn find_upwards(name: &str) -> Option<PathBuf> {
    let here = std::env::current_dir().ok()?;
    here.ancestors().map(|folder| folder.join(name)).find(|path| path.is_file())
}
