//! The two dialects, as an argument and as a setting.

use clap::ValueEnum;
use vtql_parser::Dialect;

/// The language of a text, as an argument.
#[derive(Clone, Copy, Debug, Default, ValueEnum)]
pub(crate) enum DialectArg {
    /// What the server accepts as it is: one flat statement with a semicolon
    Wire,
    /// What people write: parentheses, not, between, comments, parameters; compiled to wire
    #[default]
    Surface,
}

impl From<DialectArg> for Dialect {
    fn from(dialect: DialectArg) -> Self {
        match dialect {
            DialectArg::Wire => Dialect::Wire,
            DialectArg::Surface => Dialect::Surface,
        }
    }
}
