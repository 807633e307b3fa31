//! A text and everything that is wrong with it.

use crate::input::lines::Asked;
use clap::ValueEnum;
use std::path::Path;
use vtql_hosts::{Found, Judge, Language, NotRead, Options, Semicolon, scan};
use vtql_parser::ast::Query;
use vtql_parser::diagnostic::Safety;
use vtql_parser::{Diagnostic, Dialect, Errors, codes, parse, parse_query};
use vtql_schema::rules::Levels;
use vtql_schema::{Snapshot, fix};

/// Which texts that look like queries are taken for VTQL, and not for the SQL of another database.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Embedding {
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

/// What queries are checked against.
#[derive(Debug)]
pub(crate) struct Checker {
    /// The dialect of all texts; without it, surface, and in host files what their language writes.
    pub(crate) dialect: Option<Dialect>,
    pub(crate) snapshot: Option<Snapshot>,
    pub(crate) levels: Levels,
    pub(crate) embedding: Embedding,
    pub(crate) semicolon: SemicolonArg,
}

/// What was read of a file, and what was found in it.
#[derive(Debug, Default)]
pub(crate) struct Checked {
    pub(crate) findings: Vec<Diagnostic>,
    pub(crate) strings: usize,
    pub(crate) queries: usize,
    pub(crate) skipped: Vec<vtql_hosts::Skipped>,
    pub(crate) not_read: Vec<NotRead>,
}

impl Checker {
    fn checker(&self, dialect: Dialect) -> vtql_schema::Checker<'_> {
        vtql_schema::Checker::new(dialect).snapshot(self.snapshot.as_ref()).levels(&self.levels)
    }

    /// The findings about the query of a line.
    pub(crate) fn asked(&self, asked: &Asked<'_>) -> Vec<Diagnostic> {
        if asked.is_template() {
            let checker = self.checker(self.dialect.unwrap_or_default());
            return checker.template(&asked.text, &asked.holes, asked.open_end).diagnostics;
        }
        self.query(&asked.text)
    }

    /// The findings about a text that holds one query.
    fn query(&self, source: &str) -> Vec<Diagnostic> {
        let dialect = self.dialect.unwrap_or_default();
        let checked = self.checker(dialect).text(source);
        match (checked.is_ok(), checked.statements.len()) {
            // The rules know nothing of texts without a query, or with more than the one expected.
            (true, count) if count != 1 => {
                parse_query(source, dialect).map_or_else(Errors::into_vec, |_| Vec::new())
            }
            _ => checked.diagnostics,
        }
    }

    /// Checks a file: all of its text, or the queries in it, by the end of its name.
    pub(crate) fn file(&self, path: Option<&Path>, source: &str) -> Checked {
        match path.and_then(Language::of) {
            Some(language) => self.host(path, source, language),
            None => {
                let (findings, queries) = self.text(source);
                Checked { findings, queries, ..Checked::default() }
            }
        }
    }

    /// The text after its fixes, and how many findings were cured.
    pub(crate) fn fixed(&self, path: Option<&Path>, source: &str, safety: Safety) -> (String, usize) {
        match path.and_then(Language::of) {
            Some(language) => {
                let fixed = vtql_hosts::fix(source, language, &self.options(path), &self.judge(), safety);
                (fixed.text, fixed.cured)
            }
            None => {
                let fixed = fix::all(source, safety, |text| self.text(text).0);
                (fixed.text, fixed.applied)
            }
        }
    }

    /// The findings about a text of VTQL, and how many statements it has.
    fn text(&self, source: &str) -> (Vec<Diagnostic>, usize) {
        let dialect = self.dialect.unwrap_or_default();
        let check = |text: &str| self.checker(dialect).text(text);
        let checked = check(source);
        let misses = |finding: &Diagnostic| finding.code == codes::MISSING_SEMICOLON;
        if self.semicolon == SemicolonArg::Added && checked.diagnostics.iter().any(misses) {
            let checked = check(&format!("{};", source.trim_end()));
            return (checked.diagnostics, checked.statements.len());
        }
        (checked.diagnostics, checked.statements.len())
    }

    fn options<'a>(&'a self, path: Option<&'a Path>) -> Options<'a> {
        let embedding = match self.embedding {
            Embedding::Marked => vtql_hosts::Embedding::Marked,
            Embedding::Off | Embedding::Known => vtql_hosts::Embedding::Known,
            Embedding::All => vtql_hosts::Embedding::All,
        };
        Options::default().embedding(embedding).snapshot(self.snapshot.as_ref()).path(path)
    }

    fn judge(&self) -> Judge<'_> {
        let semicolon = match self.semicolon {
            SemicolonArg::Sent => Semicolon::Sent,
            SemicolonArg::Added => Semicolon::Added,
            SemicolonArg::Auto => Semicolon::Auto,
        };
        Judge::new(&self.levels).snapshot(self.snapshot.as_ref()).dialect(self.dialect).semicolon(semicolon)
    }

    fn host(&self, path: Option<&Path>, source: &str, language: Language) -> Checked {
        if self.embedding == Embedding::Off {
            return Checked::default();
        }
        let found = scan(source, language, &self.options(path));
        let findings = self.judge().file(source, language, &found);
        let Found { queries, skipped, strings, not_read, .. } = found;
        let queries = queries.iter().filter(|query| !query.is_alternative()).count();
        Checked { findings, strings, queries, skipped, not_read }
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
