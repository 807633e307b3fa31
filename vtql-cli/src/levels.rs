//! How bad the findings of a rule are: set in `vtql.toml`, then by flags.

use crate::config::Config;
use crate::failure::Failure;
use clap::Args;
use serde::Deserialize;
use vtql_schema::rules::{Level, Levels};

#[derive(Debug, Args)]
#[command(next_help_heading = "Levels")]
pub(crate) struct LevelArgs {
    /// Report findings of these rules as errors: codes (V301), names, groups (V3xx), or all
    #[arg(long, value_name = "RULES", value_delimiter = ',')]
    deny: Vec<String>,
    /// Report findings of these rules as warnings
    #[arg(long, value_name = "RULES", value_delimiter = ',')]
    warn: Vec<String>,
    /// Do not report findings of these rules
    #[arg(long, value_name = "RULES", value_delimiter = ',')]
    allow: Vec<String>,
}

/// A level in `vtql.toml`.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum LevelName {
    Allow,
    Note,
    Warn,
    Deny,
}

impl From<LevelName> for Level {
    fn from(name: LevelName) -> Self {
        match name {
            LevelName::Allow => Level::Allow,
            LevelName::Note => Level::Note,
            LevelName::Warn => Level::Warn,
            LevelName::Deny => Level::Deny,
        }
    }
}

impl LevelArgs {
    /// The levels of all rules. Of the settings file the wider selectors count first, so that a rule
    /// can be taken out of its group; flags go before it, `--deny` before `--warn` before `--allow`.
    pub(crate) fn levels(&self, config: &Config) -> Result<Levels, Failure> {
        let mut levels = Levels::default();
        let mut settings: Vec<_> = config.levels.iter().collect();
        settings.sort_by_key(|(selector, _)| width(selector));
        let settings = settings.into_iter().map(|(selector, level)| (selector, Level::from(*level)));
        let flags = [(&self.allow, Level::Allow), (&self.warn, Level::Warn), (&self.deny, Level::Deny)];
        let flags = flags.into_iter().flat_map(|(list, level)| list.iter().map(move |it| (it, level)));
        for (selector, level) in settings.chain(flags) {
            levels.set(selector, level).map_err(|unknown| {
                Failure::new("CONFIG", unknown.to_string()).help("`vtql explain` lists all rules")
            })?;
        }
        Ok(levels)
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
