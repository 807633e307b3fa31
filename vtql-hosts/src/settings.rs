//! What the settings of a project say of its sources.

use crate::judge::Semicolon;
use crate::options::Embedding;
use crate::profile::Profile;
use vtql_parser::Dialect;
use vtql_schema::settings::{Settings, SettingsError};

/// What settings and arguments call each dialect, be it that of a fork.
pub const DIALECTS: &[(&str, (Dialect, Profile))] = &[
    ("wire", (Dialect::Wire, Profile::Vtiger)),
    ("surface", (Dialect::Surface, Profile::Vtiger)),
    ("corebos", (Dialect::Wire, Profile::CoreBos)),
    ("berlicrm", (Dialect::Wire, Profile::BerliCrm)),
];

/// The table `[check]` of `vtql.toml`: what is not set there is `None`, or empty.
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
    /// The server that texts are sent to, which the dialect can name: `corebos`, `berlicrm`.
    pub profile: Profile,
    /// Whether the semicolon is added by what sends a text.
    pub semicolon: Option<Semicolon>,
    /// Files and folders that are left out, as in `.gitignore`.
    pub exclude: Vec<String>,
    /// Those that are read though they are left out otherwise.
    pub include: Vec<String>,
    /// The file that keeps in which files nothing was found, from the folder of the settings.
    pub cache: Option<String>,
}

impl CheckSettings {
    /// Reads the table.
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
            profile: dialect.map(|it| it.1).unwrap_or_default(),
            semicolon: settings.choice("check.semicolon", Semicolon::WORDS)?,
            exclude: patterns("check.exclude")?,
            include: patterns("check.include")?,
            cache: settings.text("check.cache")?.map(str::to_owned),
        })
    }
}
