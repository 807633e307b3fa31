use crate::failure::Failure;
use ignore::WalkBuilder;
use std::path::{Path, PathBuf};

/// The files that arguments name: a file as it is, a folder with every file in it that `wanted` is for,
/// in order of their names, without what `.gitignore` and `.ignore` leave out. Each file once.
pub(crate) fn files(arguments: &[PathBuf], wanted: impl Fn(&Path) -> bool) -> Result<Vec<PathBuf>, Failure> {
    let mut found = Vec::new();
    for argument in arguments {
        if !argument.is_dir() {
            found.push(argument.clone());
            continue;
        }
        let walk = WalkBuilder::new(argument).require_git(false).sort_by_file_path(Path::cmp).build();
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
