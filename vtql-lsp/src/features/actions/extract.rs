//! A query of a program in a file of its own, or laid out where it is.

use super::{action, with_changes};
use crate::features::{View, format, lenses, touch};
use gen_lsp_types::OptionalVersionedTextDocumentIdentifier;
use gen_lsp_types::{
    CodeAction, CodeActionKind, CreateFile, CreateFileOptions, DocumentChange, Edit, Position, Range,
    TextDocumentEdit, TextDocumentIdentifier, TextEdit,
};
use vtql_parser::Span;
use vtql_parser::print::format as lay_out_text;

/// Writes a query of a program to a `.vtql` file beside it. What the program fills in becomes parameters. The
/// program stays as it is: how it reads the file is for its author to say.
pub(super) fn extract(view: View<'_>, part: Span) -> Option<CodeAction> {
    let document = view.document;
    let regions = document.regions().iter().filter(|it| !it.is_alternative() && it.host().is_some());
    let region = regions.into_iter().find(|region| touch(region.extent(), part))?;
    let query = region.parsed().statements.first()?;
    let text = lenses::whole(region, query)?;
    let text = lay_out_text(&text, vtql_parser::Dialect::Surface, document.project.style()).ok()?;
    let folder = document.path()?.parent()?;
    let stem = region.host()?.names().last().map_or_else(|| query.module.to_string(), Clone::clone);
    let stem: String = stem.chars().filter(|char| char.is_ascii_alphanumeric() || *char == '_').collect();
    let stem = if stem.is_empty() { "query".to_owned() } else { stem.to_ascii_lowercase() };
    let names =
        std::iter::once(format!("{stem}.vtql")).chain((2..100).map(|number| format!("{stem}_{number}.vtql")));
    let path = names.map(|name| folder.join(name)).find(|path| !path.exists())?;
    let uri = crate::uri::of(&path)?;
    let start = Position { line: 0, character: 0 };
    let changes = vec![
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
    ];
    let title = format!("Extract the query to {}", path.file_name()?.display());
    Some(with_changes(title, CodeActionKind::RefactorExtract, changes, None))
}

/// Lays a query of a program out, where its literal allows that.
pub(super) fn lay_out(view: View<'_>, part: Span) -> Option<CodeAction> {
    let edits = format::range(view.document, part, view.document.project.style());
    let title = "Lay the query out";
    (!edits.is_empty()).then(|| action(view, title, CodeActionKind::RefactorRewrite, &edits, None))
}
