//! Where a name is defined: its place in the snapshot.

use crate::document::{Document, Named, Role};
use std::path::{Path, PathBuf};
use vtql_parser::Span;

/// A part of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) path: PathBuf,
    pub(crate) span: Span,
    pub(crate) text: String,
}

pub(crate) fn definition(document: &Document, offset: usize) -> Option<Place> {
    let (region, at) = document.region_at(offset)?;
    let named = region.name_at(at)?;
    let module = document.project.snapshot()?.module(named.module?)?;
    if named.role == Role::Field {
        module.field(named.name)?;
    }
    let source = document.project.source.as_ref()?;
    // A folder has an answer of describe for each module.
    let path = if source.path.is_dir() { file_of(&source.path, &module.name)? } else { source.path.clone() };
    let text = std::fs::read_to_string(&path).ok()?;
    let span = place(&text, &named)?;
    Some(Place { path, span, text })
}

/// The file of a module among raw answers.
fn file_of(folder: &Path, module: &str) -> Option<PathBuf> {
    let files = std::fs::read_dir(folder).ok()?.filter_map(|entry| Some(entry.ok()?.path()));
    let json = files.filter(|path| path.extension().is_some_and(|end| end == "json"));
    let named = |path: &PathBuf| {
        let text = std::fs::read_to_string(path).unwrap_or_default();
        vtql_schema::Snapshot::from_json(&text).is_ok_and(|snapshot| snapshot.module(module).is_some())
    };
    let mut json: Vec<PathBuf> = json.collect();
    json.sort_by_key(|path| path.file_stem().is_none_or(|stem| stem != module));
    json.into_iter().find(named)
}

/// Where a name stands in the text of a snapshot or of an answer of describe.
fn place(text: &str, named: &Named<'_>) -> Option<Span> {
    let word = |key: &str, from: usize| {
        let quoted = format!("\"{key}\"");
        let at = from + text.get(from..)?.find(&quoted)?;
        Some(Span::new(at + 1, at + 1 + key.len()))
    };
    let is_snapshot = text.contains("\"vtql-snapshot\"");
    let module = named.module?;
    let start = if is_snapshot { key(text, module, 0)?.start as usize } else { 0 };
    match named.role {
        Role::Module if is_snapshot => key(text, module, 0),
        Role::Module => word(module, 0),
        Role::Field if is_snapshot => key(text, named.name.as_str(), start),
        Role::Field => word(named.name.as_str(), start),
    }
}

/// Where a key of an object stands that begins a line, as in the snapshot's own layout; else anywhere.
fn key(text: &str, key: &str, from: usize) -> Option<Span> {
    let quoted = format!("\"{key}\":");
    let rest = text.get(from..)?;
    let begins_line = |at: &usize| {
        let line = &rest[..*at];
        line.rsplit('\n').next().is_some_and(|before| before.trim().is_empty())
    };
    let mut places = rest.match_indices(&quoted).map(|(at, _)| at);
    let at = places.clone().find(begins_line).or_else(|| places.next())?;
    Some(Span::new(from + at + 1, from + at + 1 + key.len()))
}
