//! `vtql.toml`, the settings of a project: one reader for all that look at them.

mod paths;
mod toml;

use crate::rules::{Level, Levels};
use std::fmt;
use toml::{Entry, Value};

/// The usual name of the file.
pub const FILE_NAME: &str = "vtql.toml";

/// Every setting that there is. `levels.*` stands for all keys there.
pub const KNOWN: &[&str] = &[
    "snapshot",
    "connection.url",
    "connection.user",
    "connection.access_key_file",
    "check.embedded",
    "check.dialect",
    "check.semicolon",
    "check.exclude",
    "check.include",
    "check.cache",
    "fmt.width",
    "fmt.indent",
    "fmt.keywords",
    "levels.*",
];

/// The settings of a project, by dotted keys. It also finds a text in any other TOML.
///
/// ```
/// use vtql_schema::rules::{Level, find};
/// use vtql_schema::settings::Settings;
///
/// let settings = Settings::read("snapshot = \"crm.json\"\n[levels]\nV3 = \"allow\"\nV301 = \"deny\"\n")?;
/// assert_eq!(settings.text("snapshot")?, Some("crm.json"));
/// let levels = settings.levels()?;
/// assert_eq!(levels.of(find("V301").unwrap()), Level::Deny);
/// assert_eq!(levels.of(find("V302").unwrap()), Level::Allow);
/// # Ok::<(), vtql_schema::settings::SettingsError>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Settings {
    entries: Vec<Entry>,
}

/// Why settings cannot be read. It never quotes a value, which may be a secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SettingsError {
    line: usize,
    message: String,
}

impl Settings {
    /// The settings in the text of a file.
    pub fn read(document: &str) -> Result<Self, SettingsError> {
        Ok(Settings { entries: toml::read(document)? })
    }

    /// An error for the first setting that is not among these. `levels.*` stands for all keys there.
    pub fn only(&self, known: &[&str]) -> Result<(), SettingsError> {
        let is_known = |entry: &&Entry| known.iter().any(|key| entry.is_at(key));
        let Some(entry) = self.entries.iter().find(|entry| !is_known(entry)) else { return Ok(()) };
        let near = crate::suggest::closest(&entry.key(), known.iter().copied());
        let near = near.map_or_else(String::new, |near| format!("; did you mean `{near}`?"));
        Err(entry.error(format!("there is no setting `{}`{near}", entry.key())))
    }

    /// Whether there is such a setting.
    pub fn has(&self, key: &str) -> bool {
        self.at(key).is_some()
    }

    /// A setting that is text.
    pub fn text(&self, key: &str) -> Result<Option<&str>, SettingsError> {
        self.at(key).map(Entry::text).transpose()
    }

    /// A setting that is a number of something.
    pub fn number(&self, key: &str) -> Result<Option<usize>, SettingsError> {
        let read = |entry: &Entry| match entry.value {
            Value::Number(number) => usize::try_from(number).ok(),
            _ => None,
        };
        let wrong = |entry: &Entry| entry.error(format!("`{key}` is not a number, 0 or more"));
        self.at(key).map(|entry| read(entry).ok_or_else(|| wrong(entry))).transpose()
    }

    /// A setting that is one of a few words.
    pub fn choice<T: Copy>(&self, key: &str, choices: &[(&str, T)]) -> Result<Option<T>, SettingsError> {
        self.at(key).map(|entry| entry.choice(choices)).transpose()
    }

    /// The levels of rules, under `levels`. Wider selectors count first, so that a rule can be taken out
    /// of its group.
    pub fn levels(&self) -> Result<Levels, SettingsError> {
        let mut entries: Vec<&Entry> = self.entries.iter().filter(|entry| entry.is_at("levels.*")).collect();
        entries.sort_by_key(|entry| width(entry.name()));
        let mut levels = Levels::default();
        for entry in entries {
            let level = entry.choice(&Level::ALL.map(|level| (level.as_str(), level)))?;
            levels.set(entry.name(), level).map_err(|unknown| entry.error(unknown.to_string()))?;
        }
        Ok(levels)
    }

    fn at(&self, key: &str) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.is_at(key))
    }
}

/// `all`, then groups, then rules.
fn width(selector: &str) -> u8 {
    match selector.trim() {
        all if all.eq_ignore_ascii_case("all") => 0,
        group if group.len() == 2 || group.to_ascii_lowercase().ends_with("xx") => 1,
        _ => 2,
    }
}

impl Entry {
    fn is_at(&self, key: &str) -> bool {
        let mut parts = key.split('.');
        self.path.iter().all(|part| parts.next().is_some_and(|it| it == part || it == "*"))
            && parts.next().is_none()
    }

    fn key(&self) -> String {
        self.path.join(".")
    }

    fn name(&self) -> &str {
        self.path.last().map_or("", String::as_str)
    }

    fn text(&self) -> Result<&str, SettingsError> {
        match &self.value {
            Value::Text(text) => Ok(text),
            _ => Err(self.error(format!("`{}` is not text, which stands in quotes", self.key()))),
        }
    }

    fn choice<T: Copy>(&self, choices: &[(&str, T)]) -> Result<T, SettingsError> {
        let text = self.text()?;
        let found = choices.iter().find(|(word, _)| *word == text).map(|(_, choice)| *choice);
        found.ok_or_else(|| {
            let words: Vec<String> = choices.iter().map(|(word, _)| format!("`{word}`")).collect();
            self.error(format!("`{}` is one of {}", self.key(), words.join(", ")))
        })
    }

    fn error(&self, message: String) -> SettingsError {
        SettingsError { line: self.line, message }
    }
}

impl SettingsError {
    /// The line of the file, counted from 1.
    pub fn line(&self) -> usize {
        self.line
    }

    /// What is wrong there.
    pub fn message(&self) -> &str {
        &self.message
    }
}

impl fmt::Display for SettingsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}", self.line, self.message)
    }
}

impl std::error::Error for SettingsError {}

#[cfg(test)]
mod tests;
