//! A query of `vtql!`, and what reads the same query from a file.

use crate::document::{Document, Region};
use std::ops::Range;
use std::path::Path;

/// A call of `vtql!` in a program.
pub(super) struct Call {
    /// All of it, from the path of the macro to its last bracket.
    pub(super) range: Range<usize>,
    /// The path of the macro, without its last word: `vtql_client::`.
    before: String,
    /// The query as a file has it.
    pub(super) text: String,
}

impl Call {
    /// The call that a query stands in; `None` where another macro or a function takes the query.
    pub(super) fn around(document: &Document, region: &Region) -> Option<Self> {
        let source = &*document.text;
        let extent = region.extent().range();
        let (before, string) = opening(source.get(..extent.start)?.trim_end())?;
        let path = before.trim_end().strip_suffix(['(', '[', '{'])?.trim_end().strip_suffix('!')?.trim_end();
        let is_path = |char: char| char.is_alphanumeric() || char == '_' || char == ':';
        let name = &path[path.trim_end_matches(is_path).len()..];
        let before = name.strip_suffix("vtql").filter(|it| it.is_empty() || it.ends_with("::"))?;
        let behind = source.get(extent.end..)?;
        let mut rest = behind.strip_prefix(&*string)?.trim_start();
        rest = rest.strip_prefix(if string.is_empty() { ';' } else { ',' }).unwrap_or(rest).trim_start();
        let end = source.len() - rest.strip_prefix([')', ']', '}'])?.len();
        let text = text(source, region, string.is_empty())?;
        Some(Call { range: path.len() - name.len()..end, before: before.to_owned(), text })
    }

    /// What takes its place: the macro that reads a file, named from the folder of the crate.
    pub(super) fn of_file(&self, file: &Path, krate: &Path) -> Option<String> {
        let inside = file.strip_prefix(krate).ok()?.components();
        let parts: Option<Vec<&str>> = inside.map(|part| part.as_os_str().to_str()).collect();
        Some(format!("{}vtql_file!({:?})", self.before, parts?.join("/")))
    }
}

/// What stands before the literal that a query begins in, and what ends the literal; nothing ends a query that is
/// written in tokens.
fn opening(before: &str) -> Option<(&str, String)> {
    let Some(string) = before.strip_suffix('"') else { return Some((before, String::new())) };
    let without_hashes = string.trim_end_matches('#');
    let hashes = string.len() - without_hashes.len();
    let start = match without_hashes.strip_suffix('r') {
        Some(start) => start,
        None if hashes == 0 => without_hashes,
        None => return None,
    };
    Some((start, format!("\"{}", "#".repeat(hashes))))
}

/// The text of a query, each value that is filled in as the program writes it. `None` where a comment of Rust stands in
/// the query, which would be lost.
fn text(source: &str, region: &Region, is_tokens: bool) -> Option<String> {
    let query = region.host()?;
    let written = region.extent().slice(source);
    if is_tokens && (written.contains("//") || written.contains("/*")) {
        return None;
    }
    let mut text = region.text.to_string();
    for hole in query.holes().iter().rev() {
        let expression = source.get(query.host_range(hole.range.clone()))?;
        text.replace_range(hole.range.clone(), expression);
    }
    Some(text)
}
