//! `vtql.toml`, the settings of a project.

use crate::cli::DialectArg;
use crate::failure::Failure;
use crate::host::Embedding;
use crate::levels::LevelName;
use serde::Deserialize;
use serde::de::IgnoredAny;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use vtql_parser::diagnostic::line_column;

const FILE_NAME: &str = "vtql.toml";

/// What `vtql.toml` holds. Paths in it are relative to its folder.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Config {
    /// The folder that the file stands in.
    #[serde(skip)]
    folder: PathBuf,
    snapshot: Option<PathBuf>,
    #[serde(default)]
    pub(crate) connection: ConnectionConfig,
    #[serde(default)]
    pub(crate) fmt: FmtConfig,
    #[serde(default)]
    pub(crate) check: CheckConfig,
    /// By code, name or group of rules.
    #[serde(default)]
    pub(crate) levels: BTreeMap<String, LevelName>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ConnectionConfig {
    pub(crate) url: Option<String>,
    pub(crate) user: Option<String>,
    access_key_file: Option<PathBuf>,
    /// Known so that it can be refused with a reason.
    access_key: Option<IgnoredAny>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct CheckConfig {
    pub(crate) embedded: Option<Embedding>,
    pub(crate) dialect: Option<DialectArg>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct FmtConfig {
    pub(crate) width: Option<usize>,
    pub(crate) indent: Option<usize>,
    pub(crate) keywords: Option<Keywords>,
}

/// How keywords are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, clap::ValueEnum)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Keywords {
    /// select
    Lower,
    /// SELECT
    Upper,
}

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
        let mut config: Config = toml::from_str(&text).map_err(|error| {
            // The error's own `Display` quotes the line, and a key may stand in it.
            let start = error.span().map_or(0, |span| span.start);
            let (line, _) = line_column(&text, start);
            Failure::new("CONFIG", format!("{}:{line}: {}", path.display(), error.message()))
        })?;
        if config.connection.access_key.is_some() {
            let message = format!("{}: an access key does not belong into a settings file", path.display());
            return Err(Failure::new("CONFIG", message)
                .help("set `access_key_file` to a file that holds it, or the variable VTIGER_ACCESS_KEY"));
        }
        path.parent().unwrap_or(Path::new("")).clone_into(&mut config.folder);
        Ok(config)
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

/// The nearest file of that name, in this folder or one above it.
pub(crate) fn find_upwards(name: &str) -> Option<PathBuf> {
    let here = std::env::current_dir().ok()?;
    here.ancestors().map(|folder| folder.join(name)).find(|path| path.is_file())
}
