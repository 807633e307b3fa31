//! Checking again whenever a file changes.

use crate::failure::{Failure, Outcome};
use crate::input::{Selection, files};
use std::path::PathBuf;
use std::thread;
use std::time::{Duration, SystemTime};

/// How often files are looked at: watching by polling works on every file system, and in containers.
const PAUSE: Duration = Duration::from_millis(500);

/// Runs `check`, and again after every change of a file below `paths`, until the program is ended.
pub(super) fn watch(
    check: impl Fn() -> Result<Outcome, Failure>,
    paths: &[PathBuf],
    selection: &Selection,
) -> Result<Outcome, Failure> {
    let here = [PathBuf::from(".")];
    let paths = if paths.is_empty() { &here } else { paths };
    let mut before = None;
    loop {
        let now = state(paths, selection)?;
        if before.as_ref() != Some(&now) {
            check()?;
            before = Some(now);
        }
        thread::sleep(PAUSE);
    }
}

/// Each file, when it was changed, and its length.
type State = Vec<(PathBuf, Option<SystemTime>, u64)>;

fn state(paths: &[PathBuf], selection: &Selection) -> Result<State, Failure> {
    let files = files(paths, selection, |path| {
        crate::input::is_query_file(path) || vtql_hosts::Language::of(path).is_some()
    })?;
    let look = |path: PathBuf| {
        let metadata = std::fs::metadata(&path).ok();
        let changed = metadata.as_ref().and_then(|it| it.modified().ok());
        let length = metadata.map_or(0, |it| it.len());
        (path, changed, length)
    };
    Ok(files.into_iter().map(look).collect())
}
