//! A query of a program in a file of its own, or laid out where it is.

use super::rust_macro::Call;
use super::{action, edits_of, with_changes};
use crate::document::{Document, Kind, Region};
use crate::features::{View, format, lenses, touch};
use gen_lsp_types::{
    CodeAction, CodeActionDisabled, CodeActionKind, CreateFile, CreateFileOptions, DocumentChange, Edit,
    OptionalVersionedTextDocumentIdentifier, Position, Range, TextDocumentEdit, TextDocumentIdentifier,
    TextEdit, Uri,
};
use std::path::{Path, PathBuf};
use vtql_hosts::Language;
use vtql_parser::print::format as lay_out_text;
use vtql_parser::{Dialect, Span};

/// A query of a program in a `.vtql` file. Where the language can read it from there, the file takes the place of the
/// query; where it cannot, a copy is offered, and `can_refuse` says whether the client shows why nothing more is.
pub(super) fn extract(view: View<'_>, part: Span, can_refuse: bool) -> Vec<CodeAction> {
    let document = view.document;
    let regions = document.regions().iter().filter(|it| !it.is_alternative() && it.host().is_some());
    let Some(region) = regions.into_iter().find(|region| touch(region.extent(), part)) else {
        return Vec::new();
    };
    match replaced(view, region) {
        Ok(action) => vec![action],
        Err(why) => {
            let refused = can_refuse.then(|| refusal(why));
            copied(view, region).into_iter().chain(refused).collect()
        }
    }
}

/// The query of `vtql!` in a file, and `vtql_file!` in its place; else why not.
fn replaced(view: View<'_>, region: &Region) -> Result<CodeAction, String> {
    let document = view.document;
    let Kind::Host(language) = document.kind else { return Err(String::new()) };
    if language != Language::Rust {
        return Err(format!(
            "{} has nothing that reads a query from a `.vtql` file: the query can be copied to one, and its program stays as it is",
            language.name()
        ));
    }
    let call = Call::around(document, region).ok_or(
        "`vtql_file!` takes the place of `vtql!` alone, without comments among its tokens: this query stays where it is",
    )?;
    let path = document.path().ok_or("a document that is no file belongs to no crate")?;
    let krate = path.ancestors().skip(1).find(|folder| folder.join("Cargo.toml").is_file());
    let krate = krate.ok_or(
        "`vtql_file!` finds files from the folder of `Cargo.toml`, and there is none above this file",
    )?;
    let text = lay_out_text(&call.text, Dialect::Surface, document.project.style())
        .map_err(|_| "the query has mistakes: cure these first")?;
    let file = unused(document, region).ok_or("there is no name left for a file beside this one")?;
    let call_of_file = call.of_file(&file, krate).ok_or("the path of the file cannot be written in Rust")?;
    let uri = crate::uri::of(&file).ok_or("the path of the file cannot be written as an address")?;
    let mut changes = written(uri, text);
    let edit = vtql_parser::diagnostic::Edit {
        span: Span::new(call.range.start, call.range.end),
        text: call_of_file,
    };
    changes.push(edits_of(view, &[edit]));
    let title = format!("Extract the query to {}", name(&file));
    Ok(with_changes(title, CodeActionKind::RefactorExtract, changes, None))
}

/// A copy of a query in a file. What the program fills in becomes parameters, and the program stays as it is: how it
/// reads the file is for its author to say.
fn copied(view: View<'_>, region: &Region) -> Option<CodeAction> {
    let document = view.document;
    let query = region.parsed().statements.first()?;
    let text = lenses::whole(region, query)?;
    let text = lay_out_text(&text, Dialect::Surface, document.project.style()).ok()?;
    let file = unused(document, region)?;
    let changes = written(crate::uri::of(&file)?, text);
    let title = format!("Copy the query to {}, and leave the program as it is", name(&file));
    Some(with_changes(title, CodeActionKind::RefactorExtract, changes, None))
}

/// An action that cannot be done, and why.
fn refusal(reason: String) -> CodeAction {
    CodeAction {
        edit: None,
        disabled: Some(CodeActionDisabled { reason }),
        ..with_changes("Extract the query to a file", CodeActionKind::RefactorExtract, Vec::new(), None)
    }
}

fn name(file: &Path) -> String {
    file.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

/// A file beside the document that is not there yet, called as the query is, or as its module.
fn unused(document: &Document, region: &Region) -> Option<PathBuf> {
    let folder = document.path()?.parent()?;
    let is_macro = |name: &str| name.rsplit("::").next() == Some("vtql");
    let module = || Some(region.parsed().statements.first()?.module.to_string());
    let stem = region.host()?.names().iter().rfind(|name| !is_macro(name)).cloned().or_else(module)?;
    let stem: String = stem.chars().filter(|char| char.is_ascii_alphanumeric() || *char == '_').collect();
    let stem = if stem.is_empty() { "query".to_owned() } else { stem.to_ascii_lowercase() };
    let names =
        std::iter::once(format!("{stem}.vtql")).chain((2..100).map(|number| format!("{stem}_{number}.vtql")));
    names.map(|name| folder.join(name)).find(|path| !path.exists())
}

/// A new file with a text.
fn written(uri: Uri, text: String) -> Vec<DocumentChange> {
    let start = Position { line: 0, character: 0 };
    vec![
        DocumentChange::CreateFile(CreateFile {
            uri: uri.clone(),
            options: Some(CreateFileOptions { overwrite: Some(false), ignore_if_exists: Some(false) }),
            annotation_id: None,
        }),
        DocumentChange::TextDocumentEdit(TextDocumentEdit {
            text_document: OptionalVersionedTextDocumentIdentifier {
                version: None,
                text_document_identifier: TextDocumentIdentifier { uri },
            },
            edits: vec![Edit::TextEdit(TextEdit { range: Range { start, end: start }, new_text: text })],
        }),
    ]
}

/// Lays a query of a program out, where its literal allows that.
pub(super) fn lay_out(view: View<'_>, part: Span) -> Option<CodeAction> {
    let edits = format::range(view.document, part, view.document.project.style());
    let title = "Lay the query out";
    (!edits.is_empty()).then(|| action(view, title, CodeActionKind::RefactorRewrite, &edits, None))
}
