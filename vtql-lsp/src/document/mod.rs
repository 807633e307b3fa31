//! A text in the editor.

mod analysis;
mod change;
mod names;
mod region;

use analysis::Contents;

pub(crate) use change::changed;
pub(crate) use names::{Named, Role};
pub(crate) use region::Region;

use crate::project::Project;
use gen_lsp_types::Uri;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use vtql_hosts::{Language, Memory};
use vtql_parser::{Diagnostic, LineIndex, Span};

/// A text at one moment. What is known of it is found out when it is asked for first.
#[derive(Debug)]
pub(crate) struct Document {
    pub(crate) uri: Uri,
    pub(crate) kind: Kind,
    pub(crate) version: Option<i32>,
    pub(crate) text: Arc<str>,
    pub(crate) lines: LineIndex,
    pub(crate) project: Arc<Project>,
    /// No other document of this process has the same.
    pub(crate) serial: u64,
    path: Option<PathBuf>,
    /// What is known from earlier versions of it, in the same project.
    memory: Arc<Mutex<Memory>>,
    contents: OnceLock<Contents>,
    findings: OnceLock<Vec<Diagnostic>>,
}

/// What kind of text it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// All of it is VTQL.
    Queries,
    /// The source of a program.
    Host(Language),
    /// Nothing that has queries.
    Other,
}

impl Kind {
    /// By the end of the name, as `vtql check` sees it; for all others by what the editor calls it.
    pub(crate) fn of(path: Option<&Path>, language: &str) -> Self {
        let is_vtql = |path: &Path| path.extension().is_some_and(|end| end.eq_ignore_ascii_case("vtql"));
        if path.is_some_and(is_vtql) {
            return Kind::Queries;
        }
        match path.and_then(Language::of) {
            Some(language) => Kind::Host(language),
            None if language.eq_ignore_ascii_case("vtql") => Kind::Queries,
            None => Language::named(language).map_or(Kind::Other, Kind::Host),
        }
    }
}

/// The serial of the next document.
static NEXT: AtomicU64 = AtomicU64::new(1);

impl Document {
    pub(crate) fn new(
        uri: Uri,
        kind: Kind,
        version: Option<i32>,
        text: impl Into<Arc<str>>,
        project: Arc<Project>,
    ) -> Self {
        let text = text.into();
        let lines = LineIndex::new(&text);
        let path = crate::uri::path(&uri);
        let serial = NEXT.fetch_add(1, Ordering::Relaxed);
        Document {
            serial,
            uri,
            kind,
            version,
            text,
            lines,
            project,
            path,
            memory: Arc::default(),
            contents: OnceLock::new(),
            findings: OnceLock::new(),
        }
    }

    /// The document after a change.
    pub(crate) fn changed(&self, version: Option<i32>, text: impl Into<Arc<str>>) -> Self {
        let next = Document::new(self.uri.clone(), self.kind, version, text, Arc::clone(&self.project));
        Document { memory: Arc::clone(&self.memory), ..next }
    }

    /// The same text in another project, or in the same one after a change of it.
    pub(crate) fn with_project(&self, project: Arc<Project>) -> Self {
        Document::new(self.uri.clone(), self.kind, self.version, Arc::clone(&self.text), project)
    }

    /// Its file; the document need not be there.
    pub(crate) fn path(&self) -> Option<&Path> {
        self.path.as_deref()
    }

    /// The queries.
    pub(crate) fn regions(&self) -> &[Region] {
        &self.contents().regions
    }

    /// Everything that is wrong, as `vtql check` says it, in bytes of the document.
    pub(crate) fn findings(&self) -> &[Diagnostic] {
        self.findings.get_or_init(|| analysis::findings(self))
    }

    fn contents(&self) -> &Contents {
        self.contents.get_or_init(|| analysis::contents(self))
    }

    /// The query at a place, and the byte of its text there.
    pub(crate) fn region_at(&self, offset: usize) -> Option<(&Region, usize)> {
        self.regions().iter().find_map(|region| Some((region, region.offset(offset)?)))
    }

    /// The query that is being written at a place, though nothing says yet that it is one.
    pub(crate) fn written_at(&self, offset: usize) -> Option<Region> {
        let Kind::Host(language) = self.kind else { return None };
        let checker = self.project.checker();
        let found = {
            let mut memory = self.memory();
            checker.found_again(&mut memory, self.path(), &self.text, language, Some(offset))
        };
        let mut regions = found.queries.into_iter().map(|it| Region::of_host(it, checker.judge.dialect));
        regions.find(|region| region.offset(offset).is_some())
    }

    fn memory(&self) -> MutexGuard<'_, Memory> {
        self.memory.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The part of the text.
    pub(crate) fn slice(&self, span: Span) -> &str {
        span.slice(&self.text)
    }
}
