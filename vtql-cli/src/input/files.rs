use crate::failure::Failure;
use ignore::WalkBuilder;
use ignore::gitignore::{Gitignore, GitignoreBuilder};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

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
#[derive(Debug)]
pub(crate) struct Selection {
    patterns: Gitignore,
}

impl Selection {
    /// All files but those of the patterns of `exclude`, which are written as in `.gitignore`; patterns of
    /// `include` take others back, also of the ones that are left out by default.
    pub(crate) fn new(exclude: &[String], include: &[String]) -> Result<Self, Failure> {
        let mut builder = GitignoreBuilder::new("");
        let defaults = DEFAULT_EXCLUDES.iter().map(|it| (*it).to_owned());
        let included = include.iter().map(|it| format!("!{it}"));
        for pattern in defaults.chain(exclude.iter().cloned()).chain(included) {
            builder
                .add_line(None, &pattern)
                .map_err(|error| Failure::new("CONFIG", format!("no pattern of files: {error}")))?;
        }
        let patterns = builder.build().map_err(|error| Failure::new("CONFIG", error.to_string()))?;
        Ok(Selection { patterns })
    }

    fn has(&self, path: &Path, is_folder: bool) -> bool {
        !self.patterns.matched(path, is_folder).is_ignore()
    }
}

/// The files that arguments name: a file as it is, a folder with every file in it that `wanted` is for,
/// in order of their names, without what the selection, `.gitignore` and `.ignore` leave out. Each file once.
pub(crate) fn files(
    arguments: &[PathBuf],
    selection: &Selection,
    mut wanted: impl FnMut(&Path) -> bool,
) -> Result<Vec<PathBuf>, Failure> {
    let mut found = Vec::new();
    for argument in arguments {
        if !argument.is_dir() {
            found.push(argument.clone());
            continue;
        }
        let root = argument.clone();
        let patterns = Selection { patterns: selection.patterns.clone() };
        let walk = WalkBuilder::new(argument)
            .require_git(false)
            .hidden(false)
            .sort_by_file_path(Path::cmp)
            .filter_entry(move |entry| {
                let path = entry.path();
                let below = path.strip_prefix(&root).unwrap_or(path);
                let is_folder = entry.file_type().is_some_and(|kind| kind.is_dir());
                below.as_os_str().is_empty() || patterns.has(below, is_folder)
            })
            .build();
        for entry in walk {
            let entry = entry.map_err(|error| Failure::new("READ", error.to_string()))?;
            let is_file = entry.file_type().is_some_and(|kind| kind.is_file());
            if is_file && wanted(entry.path()) {
                let path = entry.into_path();
                found.push(path.strip_prefix(".").map(Path::to_owned).unwrap_or(path));
            }
        }
    }
    let mut seen = std::collections::HashSet::new();
    found.retain(|path| seen.insert(path.clone()));
    Ok(found)
}

/// Whether all of a file's text is VTQL.
pub(crate) fn is_query_file(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("vtql"))
}

/// Does the same with every file, on all processors; results are in order of the files.
pub(crate) fn in_parallel<T: Send>(files: &[PathBuf], work: impl Fn(&Path) -> T + Sync) -> Vec<T> {
    let next = AtomicUsize::new(0);
    let worker = || {
        let mut done = Vec::new();
        while let Some((index, file)) =
            Some(next.fetch_add(1, Ordering::Relaxed)).and_then(|index| Some((index, files.get(index)?)))
        {
            done.push((index, work(file)));
        }
        done
    };
    let workers = thread::available_parallelism().map_or(1, usize::from).min(files.len()).max(1);
    let mut done: Vec<(usize, T)> = thread::scope(|scope| {
        let others: Vec<_> = (1..workers).map(|_| scope.spawn(worker)).collect();
        let mut done = worker();
        for other in others {
            match other.join() {
                Ok(results) => done.extend(results),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
        done
    });
    done.sort_by_key(|(index, _)| *index);
    done.into_iter().map(|(_, result)| result).collect()
}
