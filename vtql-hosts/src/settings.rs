//! What the settings of a project say of its sources.

use crate::file_checker::FileChecker;
use crate::judge::{Judge, Semicolon};
use crate::options::Embedding;
use crate::profile::Profile;
use vtql_parser::Dialect;
use vtql_schema::Snapshot;
use vtql_schema::project::{Project, ProjectError};
use vtql_schema::rules::Levels;
use vtql_schema::settings::{KNOWN, Settings, SettingsError};

/// What settings and arguments call each dialect, be it that of a fork.
pub const DIALECTS: &[(&str, (Dialect, Profile))] = &[
    ("wire", (Dialect::Wire, Profile::Vtiger)),
    ("surface", (Dialect::Surface, Profile::Vtiger)),
    ("corebos", (Dialect::Wire, Profile::CoreBos)),
    ("berlicrm", (Dialect::Wire, Profile::BerliCrm)),
];

/// The tables `[check]` and `[levels]` of `vtql.toml`: what is not set there is `None`, or empty, or usual.
///
/// ```
/// use vtql_hosts::{CheckSettings, Semicolon};
/// use vtql_schema::settings::Settings;
///
/// let file = "[check]\nsemicolon = \"sent\"\nexclude = \"old/, *.gen.js\"\n";
/// let check = CheckSettings::read(&Settings::read(file)?)?;
/// assert_eq!(check.semicolon, Some(Semicolon::Sent));
/// assert_eq!(check.exclude, ["old/", "*.gen.js"]);
/// # Ok::<(), vtql_schema::settings::SettingsError>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct CheckSettings {
    /// Which texts are taken for VTQL.
    pub embedding: Option<Embedding>,
    /// The dialect of all texts whose program does not say which it is.
    pub dialect: Option<Dialect>,
    /// The server that texts are sent to, which the dialect names: `corebos`, `berlicrm`.
    pub profile: Option<Profile>,
    /// Whether the semicolon is added by what sends a text.
    pub semicolon: Option<Semicolon>,
    /// Files and folders that are left out, as in `.gitignore`.
    pub exclude: Vec<String>,
    /// Those that are read though they are left out otherwise.
    pub include: Vec<String>,
    /// The file that keeps in which files nothing was found, from the folder of the settings.
    pub cache: Option<String>,
    /// What becomes of the findings of each rule.
    pub levels: Levels,
}

impl CheckSettings {
    /// Those of a project, all of whose settings have to be known.
    pub fn of(project: &Project) -> Result<Self, ProjectError> {
        let settings = project.settings();
        settings
            .only(KNOWN)
            .and_then(|()| CheckSettings::read(settings))
            .map_err(|error| project.wrong(&error))
    }

    /// What files are checked against by them.
    pub fn checker<'a>(&'a self, snapshot: Option<&'a Snapshot>) -> FileChecker<'a> {
        let judge = Judge::new(&self.levels)
            .dialect(self.dialect)
            .profile(self.profile)
            .snapshot(snapshot)
            .semicolon(self.semicolon.unwrap_or_default());
        FileChecker::new(judge).embedding(self.embedding.unwrap_or_default())
    }

    /// Reads the tables.
    pub fn read(settings: &Settings) -> Result<Self, SettingsError> {
        // The reader of settings knows no lists: patterns are separated by commas.
        let patterns = |key| -> Result<Vec<String>, SettingsError> {
            let list = settings.text(key)?.unwrap_or_default();
            Ok(list.split(',').map(str::trim).filter(|it| !it.is_empty()).map(str::to_owned).collect())
        };
        let dialect = settings.choice("check.dialect", DIALECTS)?;
        Ok(CheckSettings {
            embedding: settings.choice("check.embedded", Embedding::WORDS)?,
            dialect: dialect.map(|it| it.0),
            profile: dialect.map(|it| it.1),
            semicolon: settings.choice("check.semicolon", Semicolon::WORDS)?,
            exclude: patterns("check.exclude")?,
            include: patterns("check.include")?,
            cache: settings.text("check.cache")?.map(str::to_owned),
            levels: settings.levels()?,
        })
    }
}
