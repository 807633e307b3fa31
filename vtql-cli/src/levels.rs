//! How bad the findings of a rule are: set in `vtql.toml`, then by flags.

use crate::failure::Failure;
use clap::Args;
use vtql_schema::rules::{Level, Levels};

#[derive(Clone, Debug, Default, Args)]
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

impl LevelArgs {
    /// The levels of all rules: those of a settings file, then of the flags, of which `--deny` goes before
    /// `--warn` before `--allow`.
    pub(crate) fn over(&self, mut levels: Levels) -> Result<Levels, Failure> {
        let flags = [(&self.allow, Level::Allow), (&self.warn, Level::Warn), (&self.deny, Level::Deny)];
        for (selector, level) in
            flags.into_iter().flat_map(|(list, level)| list.iter().map(move |it| (it, level)))
        {
            levels.set(selector, level).map_err(|unknown| {
                Failure::new("CONFIG", unknown.to_string()).help("`vtql explain` lists all rules")
            })?;
        }
        Ok(levels)
    }
}
