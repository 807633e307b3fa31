//! What is asked of all files: references and renaming.

use super::pending::{Failure, Wanted};
use super::world::World;
use crate::document::Document;
use crate::features::{View, definition, references};
use gen_lsp_types::{
    DocumentChange, Edit, Location, OptionalVersionedTextDocumentIdentifier, Position,
    PrepareRenamePlaceholder, PrepareRenameResult, Range, ReferenceParams, RenameParams, TextDocumentEdit,
    TextDocumentIdentifier, TextDocumentPositionParams, TextEdit, WorkspaceEdit,
};
use std::path::PathBuf;
use std::sync::Arc;
use vtql_parser::{LineIndex, Span};

/// Where the snapshot has a name.
pub(super) fn definition(world: &World, document: &Document, position: Position) -> Option<Location> {
    let view = View { document, encoding: world.encoding };
    let place = definition::definition(document, view.offset(position))?;
    let uri = crate::uri::of(&place.path)?;
    Some(Location { uri, range: range(world, &place.text, place.span) })
}

fn range(world: &World, text: &str, span: Span) -> Range {
    world.encoding.range(&LineIndex::new(text), span)
}

/// Every place of the workspace that names the same.
pub(super) fn references(
    world: &World,
    params: &ReferenceParams,
    wanted: &Wanted,
) -> Result<Option<Vec<Location>>, Failure> {
    let at = &params.text_document_position_params;
    let Some(found) = found(world, at, wanted)? else { return Ok(None) };
    let mut locations: Vec<Location> = Vec::new();
    if params.context.include_declaration
        && let Some(document) = world.document(&at.text_document.uri)
    {
        locations.extend(definition(world, &document, at.position));
    }
    for (document, places) in found.documents {
        let view = View { document: &document, encoding: world.encoding };
        let location = |span| Location { uri: document.uri.clone(), range: view.range(span) };
        locations.extend(places.into_iter().map(location));
    }
    Ok(Some(locations))
}

/// Whether what stands at a place can be renamed, and what it is called.
pub(super) fn prepare_rename(
    world: &World,
    at: &TextDocumentPositionParams,
) -> Result<Option<PrepareRenameResult>, Failure> {
    let Some(document) = world.document(&at.text_document.uri) else { return Ok(None) };
    let view = View { document: &document, encoding: world.encoding };
    let Some((wanted, span)) = references::wanted(&document, view.offset(at.position)) else {
        return Ok(None);
    };
    if let Some(why) = references::refuse(&wanted, "any_name") {
        return Err(Failure::new(why));
    }
    Ok(Some(PrepareRenameResult::PrepareRenamePlaceholder(PrepareRenamePlaceholder {
        range: view.range(span),
        placeholder: wanted.name,
    })))
}

/// The edits that call a field otherwise in every query of the workspace.
pub(super) fn rename(
    world: &World,
    params: &RenameParams,
    wanted: &Wanted,
) -> Result<Option<WorkspaceEdit>, Failure> {
    let Some(found) = found(world, &params.text_document_position_params, wanted)? else { return Ok(None) };
    if let Some(why) = references::refuse(&found.wanted, &params.new_name) {
        return Err(Failure::new(why));
    }
    let change = |(document, places): (Arc<Document>, Vec<Span>)| {
        let view = View { document: &document, encoding: world.encoding };
        let edit =
            |span| Edit::TextEdit(TextEdit { range: view.range(span), new_text: params.new_name.clone() });
        DocumentChange::TextDocumentEdit(TextDocumentEdit {
            text_document: OptionalVersionedTextDocumentIdentifier {
                version: document.version,
                text_document_identifier: TextDocumentIdentifier { uri: document.uri.clone() },
            },
            edits: places.into_iter().map(edit).collect(),
        })
    };
    let changes = found.documents.into_iter().map(change).collect();
    Ok(Some(WorkspaceEdit { changes: None, document_changes: Some(changes), change_annotations: None }))
}

/// Documents that name something, and where.
struct Found {
    wanted: references::Wanted,
    documents: Vec<(Arc<Document>, Vec<Span>)>,
}

fn found(world: &World, at: &TextDocumentPositionParams, wanted: &Wanted) -> Result<Option<Found>, Failure> {
    let Some(document) = world.document(&at.text_document.uri) else { return Ok(None) };
    let view = View { document: &document, encoding: world.encoding };
    let Some((name, _)) = references::wanted(&document, view.offset(at.position)) else { return Ok(None) };
    let mut documents: Vec<(Arc<Document>, Vec<Span>)> = Vec::new();
    // Another project has another instance, and its fields are others of the same name.
    let same = |other: &Document| other.project.source == document.project.source;
    let mut add = |other: Arc<Document>| {
        // No file that does not write the name can name it.
        if same(&other) && other.text.contains(&name.name) {
            let places = references::places(&other, &name);
            if !places.is_empty() && !documents.iter().any(|(known, _)| known.uri == other.uri) {
                documents.push((other, places));
            }
        }
    };
    add(Arc::clone(&document));
    world.documents().into_iter().for_each(&mut add);
    for file in files(world, &document)? {
        if !wanted.still() {
            return Err(Failure::cancelled());
        }
        if let Some(other) = world.file(&file) {
            add(other);
        }
    }
    documents.sort_by(|(a, _), (b, _)| a.uri.cmp(&b.uri));
    Ok(Some(Found { wanted: name, documents }))
}

/// The files of the workspace that `vtql check` looks at; without a workspace those of the document's project.
fn files(world: &World, document: &Document) -> Result<Vec<PathBuf>, Failure> {
    let mut folders = world.folders();
    if folders.is_empty() {
        folders.extend(document.path().map(|_| document.project.folder.clone()));
    }
    let selection = document.project.selection().map_err(|error| Failure::new(error.to_string()))?;
    vtql_hosts::files(&folders, &selection, vtql_hosts::is_known)
        .map_err(|error| Failure::new(error.to_string()))
}
