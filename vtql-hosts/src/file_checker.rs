//! A file and everything that is wrong with it, be all of it VTQL or the source of a program.

use crate::fix::fix;
use crate::found::Found;
use crate::judge::{Judge, Semicolon};
use crate::languages::Language;
use crate::memory::Memory;
use crate::options::{Embedding, Options};
use crate::output::NotRead;
use crate::scan::{scan, scan_again};
use std::path::Path;
use vtql_parser::diagnostic::Safety;
use vtql_parser::{Diagnostic, codes};
use vtql_schema::{Checked, Checker};

/// The largest text of queries that is checked, in bytes: its tree and its findings take up to 80 bytes for each of
/// these.
const MAX_TEXT: usize = 1_000_000;

/// What files are checked against. The command line and the language server both ask it, so that they
/// say the same.
///
/// ```
/// use std::path::Path;
/// use vtql_hosts::{FileChecker, Judge};
/// use vtql_schema::rules::Levels;
///
/// let levels = Levels::default();
/// let checker = FileChecker::new(Judge::new(&levels));
/// let found = checker.file(Some(Path::new("a.py")), "q = 'select id, lastname from Contacts orderby lastname limit 5;'").findings;
/// assert_eq!(found[0].code.as_str(), "V313");
/// let found = checker.file(Some(Path::new("a.vtql")), "select id frm Contacts").findings;
/// assert_eq!(found[0].span.range(), 10..13);
/// ```
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct FileChecker<'a> {
    /// What queries are checked against. Texts that are all VTQL are surface unless it has a dialect.
    pub judge: Judge<'a>,
    /// Which texts of host files are taken for VTQL.
    pub embedding: Embedding,
}

/// What was read of a file, and what was found in it.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct CheckedFile {
    /// Everything that is wrong, in order of the file.
    pub findings: Vec<Diagnostic>,
    /// How many queries were checked.
    pub queries: usize,
    /// What a host file holds; nothing for a text that is all VTQL.
    pub found: Found,
}

impl<'a> FileChecker<'a> {
    /// Checks by these, what is known to be VTQL.
    pub fn new(judge: Judge<'a>) -> Self {
        FileChecker { judge, embedding: Embedding::default() }
    }

    /// With these texts of host files taken for VTQL.
    pub fn embedding(mut self, embedding: Embedding) -> Self {
        self.embedding = embedding;
        self
    }

    /// Checks a file: all of its text, or the queries in it, by the end of its name.
    pub fn file(&self, path: Option<&Path>, source: &str) -> CheckedFile {
        match path.and_then(Language::of) {
            Some(language) => self.host(path, source, language),
            None if source.len() > MAX_TEXT => {
                let found = Found { not_read: vec![NotRead::TooLarge], ..Found::default() };
                CheckedFile { found, ..CheckedFile::default() }
            }
            None => {
                let checked = self.text(source);
                let queries = checked.statements.len();
                CheckedFile { findings: checked.diagnostics, queries, ..CheckedFile::default() }
            }
        }
    }

    /// The text after its fixes, and how many findings were cured.
    pub fn fixed(&self, path: Option<&Path>, source: &str, safety: Safety) -> (String, usize) {
        self.fixed_as(path.and_then(Language::of), path, source, safety)
    }

    /// The same for a text in this language; `None`: all of it is VTQL.
    pub fn fixed_as(
        &self,
        language: Option<Language>,
        path: Option<&Path>,
        source: &str,
        safety: Safety,
    ) -> (String, usize) {
        match language {
            Some(language) => {
                let fixed = fix(source, language, &self.options(path), &self.judge, safety);
                (fixed.text, fixed.cured)
            }
            None if source.len() > MAX_TEXT => (source.to_owned(), 0),
            None => {
                let fixed = vtql_schema::fix::all(source, safety, |text| self.text(text).diagnostics);
                (fixed.text, fixed.applied)
            }
        }
    }

    /// Checks a text that is all VTQL.
    pub fn text(&self, source: &str) -> Checked {
        let Judge { dialect, snapshot, levels, semicolon, profile } = self.judge;
        let checker = Checker::new(dialect.unwrap_or_default()).snapshot(snapshot).levels(levels);
        let mut checked = checker.text(source);
        let misses = |finding: &Diagnostic| finding.code == codes::MISSING_SEMICOLON;
        if semicolon == Semicolon::Added && checked.diagnostics.iter().any(misses) {
            checked = checker.text(&format!("{};", source.trim_end()));
        }
        profile.unwrap_or_default().keep(source, &mut checked.diagnostics);
        checked
    }

    /// Checks the queries in the source of a program.
    pub fn host(&self, path: Option<&Path>, source: &str, language: Language) -> CheckedFile {
        let found = self.found(path, source, language, None);
        let findings = self.judged(source, language, &found);
        let queries = found.queries.iter().filter(|query| !query.is_alternative()).count();
        CheckedFile { findings, queries, found }
    }

    /// The queries in the source of a program, which someone may be writing at a byte of it.
    pub fn found(
        &self,
        path: Option<&Path>,
        source: &str,
        language: Language,
        cursor: Option<usize>,
    ) -> Found {
        scan(source, language, &self.options(path).cursor(cursor))
    }

    /// The same for a file that changes: `memory` keeps what need not be found out anew.
    ///
    /// ```
    /// use vtql_hosts::{FileChecker, Judge, Language, Memory};
    /// use vtql_schema::rules::Levels;
    ///
    /// let levels = Levels::default();
    /// let checker = FileChecker::new(Judge::new(&levels));
    /// let mut memory = Memory::default();
    /// for file in ["q = 'select id, lastname from Leads limit 5;'", "q = 'select id, lastname from Leads limit 50;'"] {
    ///     let again = checker.found_again(&mut memory, None, file, Language::Python, None);
    ///     let anew = checker.found(None, file, Language::Python, None);
    ///     assert_eq!(again.queries[0].text(), anew.queries[0].text());
    /// }
    /// ```
    pub fn found_again(
        &self,
        memory: &mut Memory,
        path: Option<&Path>,
        source: &str,
        language: Language,
        cursor: Option<usize>,
    ) -> Found {
        scan_again(source, language, &self.options(path).cursor(cursor), memory)
    }

    /// Everything that is wrong with these queries, where `memory` is of this checker.
    pub fn judged_again(
        &self,
        memory: &mut Memory,
        source: &str,
        language: Language,
        found: &Found,
    ) -> Vec<Diagnostic> {
        self.judge.file_again(source, language, found, &mut memory.known)
    }

    /// Everything that is wrong with these queries, in order of the file.
    pub fn judged(&self, source: &str, language: Language, found: &Found) -> Vec<Diagnostic> {
        self.judge.file(source, language, found)
    }

    fn options<'p>(&'p self, path: Option<&'p Path>) -> Options<'p> {
        Options::default().embedding(self.embedding).snapshot(self.judge.snapshot).path(path)
    }
}
