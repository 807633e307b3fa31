//! One parse of the snapshot a compiler process, however many queries it checks.

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock, Mutex, PoisonError};
use std::time::SystemTime;
use vtql_schema::Snapshot;

/// A parsed snapshot and the files that it was read from.
#[derive(Debug, Clone)]
pub(crate) struct Loaded {
    pub(crate) snapshot: Arc<Snapshot>,
    pub(crate) files: Arc<[PathBuf]>,
}

/// What a set of files looks like from outside. An editor's macro server lives for hours and serves
/// many crates, so a parsed snapshot counts only as long as its files look the same.
type Look = Vec<(PathBuf, Option<SystemTime>, u64)>;

static CACHE: LazyLock<Mutex<HashMap<PathBuf, (Look, Loaded)>>> = LazyLock::new(Mutex::default);

/// The snapshot at `path`, which may be a folder of describe answers.
pub(crate) fn load(path: &Path) -> Result<Loaded, String> {
    let unreadable = |error: &dyn std::fmt::Display| format!("the snapshot cannot be read: {error}");
    let look = look(path).map_err(|error| unreadable(&format!("{}: {error}", path.display())))?;
    let mut cache = CACHE.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some((known, loaded)) = cache.get(path)
        && *known == look
    {
        return Ok(loaded.clone());
    }
    let snapshot = Arc::new(Snapshot::load(path).map_err(|error| unreadable(&error))?);
    let files = look.iter().map(|(file, ..)| file.clone()).collect();
    let loaded = Loaded { snapshot, files };
    cache.insert(path.to_owned(), (look, loaded.clone()));
    Ok(loaded)
}

fn look(path: &Path) -> std::io::Result<Look> {
    let mut files = vec![path.to_owned()];
    if path.is_dir() {
        files = fs::read_dir(path)?.map(|entry| Ok(entry?.path())).collect::<std::io::Result<_>>()?;
        files.retain(|file| file.extension().is_some_and(|extension| extension == "json"));
        files.sort();
    }
    files
        .into_iter()
        .map(|file| {
            let metadata = fs::metadata(&file)?;
            Ok((file, metadata.modified().ok(), metadata.len()))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const GROUPS: &str = r#"{"name": "Groups", "label": "Groups", "fields": []}"#;

    #[test]
    fn a_snapshot_is_read_again_only_when_it_changes() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("s.json");
        fs::write(&path, GROUPS).unwrap();
        let first = load(&path).unwrap();
        assert!(Arc::ptr_eq(&first.snapshot, &load(&path).unwrap().snapshot));
        fs::write(&path, GROUPS.replace("Groups", "Teams")).unwrap();
        assert_eq!(load(&path).unwrap().snapshot.modules()[0].name, "Teams");
    }

    #[test]
    fn a_folder_of_describe_answers_is_a_snapshot() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("Groups.json"), GROUPS).unwrap();
        fs::write(folder.path().join("notes.txt"), "not read").unwrap();
        let loaded = load(folder.path()).unwrap();
        assert_eq!(*loaded.files, [folder.path().join("Groups.json")]);
        assert_eq!(loaded.snapshot.modules().len(), 1);
    }

    #[test]
    fn an_unreadable_snapshot_is_an_error_that_names_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("s.json");
        fs::write(&path, "not JSON").unwrap();
        assert!(load(&path).unwrap_err().contains("s.json"));
    }
}
