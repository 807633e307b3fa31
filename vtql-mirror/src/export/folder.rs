//! Whose the files of a folder are: an export replaces those of earlier exports from the same instance, and nothing
//! else.

use super::Export;
use super::checkpoint::Checkpoint;
use crate::error::{Error, Result};
use crate::manifest::{self, KIND, Manifest};
use serde_json::Value;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// The files of the folder that exports have written, by what the last one said of them: the manifest of one that was
/// completed, and the checkpoint of one that was not.
///
/// # Errors
/// The folder is that of a mirror, another program or another instance.
pub(super) fn own_files(export: &Export, left: Option<&Checkpoint>) -> Result<BTreeSet<PathBuf>> {
    let mut own = BTreeSet::new();
    let mut endpoints = Vec::new();
    if let Some(manifest) = manifest_of(&export.out)? {
        own.extend(files_of(&manifest).cloned());
        own.extend(manifest.earlier_files);
        endpoints.push(manifest.endpoint);
    }
    if let Some(left) = left {
        own.extend(left.own());
        endpoints.push(left.order().endpoint);
    }
    let now = export.client.endpoint();
    if let Some(other) = endpoints.iter().find(|endpoint| *endpoint != now) {
        return Err(Error::refused(format!(
            "what is in {} is of {other}, and not of {now}: give another folder",
            export.out.display()
        )));
    }
    Ok(own)
}

/// The manifest of an earlier export.
fn manifest_of(folder: &Path) -> Result<Option<Manifest>> {
    let path = folder.join(manifest::FILE);
    let text = match std::fs::read(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(Error::io(&path)(error)),
    };
    let value: Value = serde_json::from_slice(&text).unwrap_or_default();
    match value.get("kind").and_then(Value::as_str) {
        Some(KIND) => {}
        Some(kind) if kind.starts_with("vtql-") => {
            let message = format!("{} is the folder of a {kind}: give another folder", folder.display());
            return Err(Error::refused(message));
        }
        _ => {
            let message = format!("{} is no manifest of vtql's: give another folder", path.display());
            return Err(Error::refused(message));
        }
    }
    let unreadable = |error: serde_json::Error| {
        Error::refused(format!("{} cannot be read: {error}: give another folder", path.display()))
    };
    serde_json::from_value(value).map(Some).map_err(unreadable)
}

/// The files of earlier exports that this one has left as they were.
pub(super) fn earlier_files(manifest: &Manifest, folder: &Path, own: BTreeSet<PathBuf>) -> BTreeSet<PathBuf> {
    let written: BTreeSet<&PathBuf> = files_of(manifest).collect();
    own.into_iter().filter(|path| !written.contains(path) && folder.join(path).exists()).collect()
}

fn files_of(manifest: &Manifest) -> impl Iterator<Item = &PathBuf> {
    let relations = manifest.relations.iter().map(|it| &it.table);
    let tables = manifest.modules.values().chain(relations).chain(manifest.files.iter().map(|it| &it.table));
    tables.flat_map(|table| &table.files).map(|file| &file.path)
}
