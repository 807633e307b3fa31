use super::Snapshot;
use crate::error::{Kind, ReadError};
use crate::module::Module;
use std::path::{Path, PathBuf};

pub(super) fn any(path: &Path) -> Result<Snapshot, ReadError> {
    if path.is_dir() { folder(path) } else { Snapshot::from_json(&read(path)?).map_err(|e| e.in_file(path)) }
}

fn read(path: &Path) -> Result<String, ReadError> {
    std::fs::read_to_string(path).map_err(|error| ReadError::new(Kind::Io(error)).in_file(path))
}

/// Every `.json` file of a folder is one raw answer.
fn folder(path: &Path) -> Result<Snapshot, ReadError> {
    let mut snapshot = Snapshot::default();
    for file in json_files(path)? {
        let module = answer(&file).map_err(|error| error.in_file(&file))?;
        let name = module.name.clone();
        if snapshot.insert(module).is_some() {
            return Err(ReadError::new(Kind::Duplicate(name)).in_file(&file));
        }
    }
    if snapshot.modules().is_empty() {
        return Err(ReadError::new(Kind::EmptyFolder).in_file(path));
    }
    Ok(snapshot)
}

fn answer(file: &Path) -> Result<Module, ReadError> {
    crate::describe::from_json(&read(file)?)
}

fn json_files(path: &Path) -> Result<Vec<PathBuf>, ReadError> {
    let io = |error| ReadError::new(Kind::Io(error)).in_file(path);
    let mut files = Vec::new();
    for entry in std::fs::read_dir(path).map_err(io)? {
        let file = entry.map_err(io)?.path();
        if file.extension().is_some_and(|extension| extension == "json") && file.is_file() {
            files.push(file);
        }
    }
    files.sort();
    Ok(files)
}
