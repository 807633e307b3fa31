//! The ways to have queries in a program.

mod by_hand;
mod graphql_client;
mod plain;
mod sqlx;
mod vtql;

use crate::queries::Query;

/// A way to have queries in a program.
pub(crate) struct Subject {
    pub(crate) name: &'static str,
    /// Lines for `[dependencies]`; `REPOSITORY` stands for the folder of this workspace.
    pub(crate) dependencies: &'static str,
    /// Files beside the source, each with its path.
    pub(crate) files: fn() -> Vec<(String, String)>,
    /// The program.
    pub(crate) source: fn(&[Query]) -> String,
}

/// All of them, the baseline first.
pub(crate) fn all() -> Vec<Subject> {
    vec![
        plain::SUBJECT,
        by_hand::SUBJECT,
        vtql::TEXT,
        vtql::TOKENS,
        vtql::WRITE,
        graphql_client::SUBJECT,
        sqlx::SUBJECT,
    ]
}
