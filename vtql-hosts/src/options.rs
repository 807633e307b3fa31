//! How a file is read.

use std::path::Path;
use vtql_schema::Snapshot;

/// Which texts that look like queries are taken for VTQL, and not for the SQL of another database.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Embedding {
    /// None: a file has no queries.
    Off,
    /// Those that are marked: `vtql!`, a comment `vtql` before the string, a fence ` ```vtql `.
    Marked,
    /// Those as well that something speaks for: the module and its fields, the call, the address.
    #[default]
    Known,
    /// Every `select … from …`.
    All,
}

impl Embedding {
    /// What settings and arguments call each.
    pub const WORDS: &[(&str, Embedding)] = &[
        ("off", Embedding::Off),
        ("marked", Embedding::Marked),
        ("known", Embedding::Known),
        ("all", Embedding::All),
    ];
}

/// How a file is read.
#[derive(Clone, Copy, Debug, Default)]
#[non_exhaustive]
pub struct Options<'a> {
    /// Which texts are taken for VTQL.
    pub embedding: Embedding,
    /// The modules of the instance; those that every Vtiger has are known without it.
    pub snapshot: Option<&'a Snapshot>,
    /// The name of the file, which can speak of Vtiger.
    pub path: Option<&'a Path>,
    /// Where someone writes: what begins as a query there is one, though it is not finished and nothing speaks
    /// for it yet.
    pub cursor: Option<usize>,
}

impl<'a> Options<'a> {
    /// With these texts taken for VTQL.
    pub fn embedding(mut self, embedding: Embedding) -> Self {
        self.embedding = embedding;
        self
    }

    /// With the modules of an instance.
    pub fn snapshot(mut self, snapshot: Option<&'a Snapshot>) -> Self {
        self.snapshot = snapshot;
        self
    }

    /// With the byte of the file where someone writes.
    ///
    /// ```
    /// use vtql_hosts::{Language, Options, scan};
    ///
    /// let file = "q = 'select id, na'";
    /// assert!(scan(file, Language::Python, &Options::default()).queries.is_empty());
    /// let options = Options::default().cursor(Some(17));
    /// assert_eq!(scan(file, Language::Python, &options).queries[0].text(), "select id, na");
    /// ```
    pub fn cursor(mut self, offset: Option<usize>) -> Self {
        self.cursor = offset;
        self
    }

    /// With the name of the file.
    pub fn path(mut self, path: Option<&'a Path>) -> Self {
        self.path = path;
        self
    }
}
