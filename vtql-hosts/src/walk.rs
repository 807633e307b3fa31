//! Which files of a folder are read.

use crate::languages::Language;
use ignore::WalkBuilder;
use ignore::gitignore::{Gitignore, GitignoreBuilder};
use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::{fmt, io};

/// What folders hold that nobody there wrote: packages of others, what is built, caches. Folders that begin
/// with a dot are left out but for those of workflows.
const DEFAULT_EXCLUDES: &[&str] = &[
    "node_modules/",
    "bower_components/",
    "vendor/",
    "target/",
    "dist/",
    "venv/",
    "site-packages/",
    "__pycache__/",
    "Pods/",
    "*.min.js",
    "*.min.mjs",
    "*.bundle.js",
    "*.snapshot.json",
    "package-lock.json",
    ".*/",
    "!.github/",
    "!.circleci/",
    "!.gitlab/",
];

/// Which files of a folder are read.
///
/// ```
/// use vtql_hosts::{Selection, files, is_known};
///
/// # let folder = std::env::temp_dir().join(format!("vtql-walk-{}", std::process::id()));
/// # std::fs::create_dir_all(folder.join("vendor"))?;
/// std::fs::write(folder.join("a.vtql"), "select id from Contacts")?;
/// std::fs::write(folder.join("vendor/b.php"), "")?;
/// std::fs::write(folder.join("old.py"), "")?;
/// let selection = Selection::new(&["old*".to_owned()], &[])?;
/// assert_eq!(files(std::slice::from_ref(&folder), &selection, is_known)?, [folder.join("a.vtql")]);
/// # std::fs::remove_dir_all(&folder)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Selection {
    patterns: Gitignore,
}

/// A pattern of files that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PatternError(String);

impl fmt::Display for PatternError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "no pattern of files: {}", self.0)
    }
}

impl std::error::Error for PatternError {}

impl Selection {
    /// All files but those of the patterns of `exclude`, which are written as in `.gitignore`; patterns of
    /// `include` take others back, also of the ones that are left out by default.
    pub fn new(exclude: &[String], include: &[String]) -> Result<Self, PatternError> {
        let wrong = |error: ignore::Error| PatternError(error.to_string());
        let mut builder = GitignoreBuilder::new("");
        let defaults = DEFAULT_EXCLUDES.iter().map(|it| (*it).to_owned());
        let included = include.iter().map(|it| format!("!{it}"));
        for pattern in defaults.chain(exclude.iter().cloned()).chain(included) {
            builder.add_line(None, &pattern).map_err(wrong)?;
        }
        Ok(Selection { patterns: builder.build().map_err(wrong)? })
    }

    fn has(&self, path: &Path, is_folder: bool) -> bool {
        !self.patterns.matched(path, is_folder).is_ignore()
    }
}

/// The files that `arguments` name: a file as it is, a folder with every file in it that `wanted` is for,
/// in order of their names, without what the selection, `.gitignore` and `.ignore` leave out. Each file once.
pub fn files(
    arguments: &[PathBuf],
    selection: &Selection,
    mut wanted: impl FnMut(&Path) -> bool,
) -> io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for argument in arguments {
        if !argument.is_dir() {
            found.push(argument.clone());
            continue;
        }
        let root = argument.clone();
        let is_here = root == Path::new(".");
        let patterns = selection.clone();
        let walk = WalkBuilder::new(argument)
            .require_git(false)
            .hidden(false)
            // Of one folder: their paths differ by their names, which would have to be looked for in each.
            .sort_by_file_path(|one, other| one.as_os_str().cmp(other.as_os_str()))
            .filter_entry(move |entry| {
                let path = entry.path();
                let below = path.strip_prefix(&root).unwrap_or(path);
                let is_folder = entry.file_type().is_some_and(|kind| kind.is_dir());
                below.as_os_str().is_empty() || patterns.has(below, is_folder)
            })
            .build();
        for entry in walk {
            let entry = entry.map_err(io::Error::other)?;
            let is_file = entry.file_type().is_some_and(|kind| kind.is_file());
            if is_file && wanted(entry.path()) {
                let path = entry.into_path();
                let below = if is_here { path.strip_prefix(".").ok().map(Path::to_owned) } else { None };
                found.push(below.unwrap_or(path));
            }
        }
    }
    if arguments.len() > 1 {
        let mut seen = HashSet::new();
        found.retain(|path| seen.insert(path.clone()));
    }
    Ok(found)
}

/// Whether all of a file's text is VTQL.
pub fn is_query_file(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("vtql"))
}

/// Whether a file may have queries, by the end of its name.
pub fn is_known(path: &Path) -> bool {
    is_query_file(path) || Language::of(path).is_some()
}
