//! A text and everything that is wrong with it.

use crate::input::lines::Asked;
use crate::setup::{Setup, Setups};
use clap::ValueEnum;
use std::path::Path;
use vtql_hosts::{CheckedFile, Embedding, Found, NotRead, Profile, Semicolon};
use vtql_parser::ast::Query;
use vtql_parser::{Diagnostic, Dialect, Errors, parse, parse_query};

/// Which texts that look like queries are taken for VTQL, and not for the SQL of another database.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum EmbeddingArg {
    /// None: host files are not read
    Off,
    /// Those that are marked: vtql!, a comment `vtql` before the string, a fence ```vtql
    Marked,
    /// Those as well that something speaks for: a module and its fields, the call, the address
    #[default]
    Known,
    /// Every `select … from …`
    All,
}

/// The language of texts, and the server that takes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum CheckDialectArg {
    /// What the server accepts as it is: one flat statement with a semicolon
    Wire,
    /// What people write: parentheses, not, between, comments, parameters; compiled to wire
    Surface,
    /// What the server of coreBOS accepts
    Corebos,
    /// What the server of berliCRM accepts
    Berlicrm,
}

impl From<CheckDialectArg> for (Dialect, Profile) {
    fn from(dialect: CheckDialectArg) -> Self {
        match dialect {
            CheckDialectArg::Wire => (Dialect::Wire, Profile::Vtiger),
            CheckDialectArg::Surface => (Dialect::Surface, Profile::Vtiger),
            CheckDialectArg::Corebos => (Dialect::Wire, Profile::CoreBos),
            CheckDialectArg::Berlicrm => (Dialect::Wire, Profile::BerliCrm),
        }
    }
}

/// Whether texts that go to the server as they are need the semicolon.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum SemicolonArg {
    /// They are sent as they are
    Sent,
    /// What sends them adds it
    Added,
    /// In files of VTQL it is needed; in programs it is taken to be added, unless the address or the other
    /// queries of the file show otherwise
    #[default]
    Auto,
}

impl From<EmbeddingArg> for Embedding {
    fn from(embedding: EmbeddingArg) -> Self {
        match embedding {
            EmbeddingArg::Off => Embedding::Off,
            EmbeddingArg::Marked => Embedding::Marked,
            EmbeddingArg::Known => Embedding::Known,
            EmbeddingArg::All => Embedding::All,
        }
    }
}

impl From<SemicolonArg> for Semicolon {
    fn from(semicolon: SemicolonArg) -> Self {
        match semicolon {
            SemicolonArg::Sent => Semicolon::Sent,
            SemicolonArg::Added => Semicolon::Added,
            SemicolonArg::Auto => Semicolon::Auto,
        }
    }
}

/// What queries are checked against.
#[derive(Debug)]
pub(crate) struct Checker {
    pub(crate) setups: Setups,
}

/// What was read of a file, and what was found in it.
#[derive(Debug, Default)]
pub(crate) struct Checked {
    pub(crate) findings: Vec<Diagnostic>,
    pub(crate) strings: usize,
    pub(crate) queries: usize,
    pub(crate) skipped: Vec<vtql_hosts::Skipped>,
    /// How many texts that look like queries were left alone.
    pub(crate) left_alone: usize,
    pub(crate) not_read: Vec<NotRead>,
}

impl Checker {
    /// The checks of a text by the settings and the snapshot of the folder that the command runs in.
    fn checker(&self) -> vtql_schema::Checker<'_> {
        let Setup { check, snapshot } = self.setups.usual();
        vtql_schema::Checker::new(check.dialect.unwrap_or_default())
            .snapshot(snapshot.as_deref())
            .levels(&check.levels)
    }

    /// The findings about the query of a line.
    pub(crate) fn asked(&self, asked: &Asked<'_>) -> Vec<Diagnostic> {
        if asked.is_template() {
            return self.checker().template(&asked.text, &asked.holes, asked.open_end).diagnostics;
        }
        self.query(&asked.text)
    }

    /// The findings about a text that holds one query.
    fn query(&self, source: &str) -> Vec<Diagnostic> {
        let dialect = self.setups.usual().check.dialect.unwrap_or_default();
        let checked = self.checker().text(source);
        match (checked.is_ok(), checked.statements.len()) {
            // The rules know nothing of texts without a query, or with more than the one expected.
            (true, count) if count != 1 => {
                parse_query(source, dialect).map_or_else(Errors::into_vec, |_| Vec::new())
            }
            _ => checked.diagnostics,
        }
    }
}

impl Setup {
    /// Checks a file: all of its text, or the queries in it, by the end of its name.
    pub(crate) fn file(&self, path: Option<&Path>, source: &str) -> Checked {
        let CheckedFile { findings, queries, found, .. } = self.files().file(path, source);
        let Found { skipped, strings, not_read, .. } = found;
        Checked { findings, strings, queries, left_alone: skipped.len(), skipped, not_read }
    }
}

/// The query that a text holds, with the warnings about it; else everything that is wrong.
pub(crate) fn one_query(source: &str, dialect: Dialect) -> Result<(Query, Vec<Diagnostic>), Errors> {
    let mut parsed = parse(source, dialect);
    if parsed.is_ok() && parsed.statements.len() == 1 {
        Ok((parsed.statements.remove(0), parsed.diagnostics))
    } else {
        parse_query(source, dialect).map(|query| (query, Vec::new()))
    }
}
