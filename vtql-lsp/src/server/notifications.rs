//! What the client tells.

use super::pool::Pool;
use super::publish::Publisher;
use super::world::World;
use crate::document::{Document, Kind, changed};
use gen_lsp_types::{
    CancelNotification, DidChangeTextDocumentNotification, DidChangeTextDocumentParams,
    DidChangeWatchedFilesNotification, DidChangeWatchedFilesParams, DidChangeWorkspaceFoldersNotification,
    DidChangeWorkspaceFoldersParams, DidCloseTextDocumentNotification, DidCloseTextDocumentParams,
    DidOpenTextDocumentNotification, DidOpenTextDocumentParams, Notification,
};
use lsp_server::RequestId;
use serde::de::DeserializeOwned;
use std::sync::Arc;

/// Takes a message that no answer belongs to. One that cannot be read is logged.
pub(super) fn take(
    world: &Arc<World>,
    pool: &Pool,
    publisher: &mut Publisher,
    message: lsp_server::Notification,
) {
    let method = message.method.clone();
    let is = |name: &str| method == name;
    if is(DidOpenTextDocumentNotification::METHOD.as_str()) {
        read(world, message, |params| open(world, pool, publisher, params));
    } else if is(DidChangeTextDocumentNotification::METHOD.as_str()) {
        read(world, message, |params| change(world, pool, publisher, params));
    } else if is(DidCloseTextDocumentNotification::METHOD.as_str()) {
        read(world, message, |params: DidCloseTextDocumentParams| {
            world.remove(&params.text_document.uri);
            publisher.closed(world, params.text_document.uri);
        });
    } else if is(DidChangeWatchedFilesNotification::METHOD.as_str()) {
        read(world, message, |_: DidChangeWatchedFilesParams| again(world, pool, publisher));
    } else if is(DidChangeWorkspaceFoldersNotification::METHOD.as_str()) {
        read(world, message, |params| change_folders(world, pool, publisher, params));
    } else if is(CancelNotification::METHOD.as_str()) {
        let id = message.params.get("id").cloned().unwrap_or_default();
        if let Ok(id) = serde_json::from_value::<RequestId>(id) {
            world.pending.cancel(&id);
        }
    }
}

fn read<P: DeserializeOwned>(world: &World, message: lsp_server::Notification, take: impl FnOnce(P)) {
    match serde_json::from_value(message.params) {
        Ok(params) => take(params),
        Err(error) => world.client.log(format!("`{}` cannot be read: {error}", message.method)),
    }
}

fn open(world: &Arc<World>, pool: &Pool, publisher: &mut Publisher, params: DidOpenTextDocumentParams) {
    let item = params.text_document;
    let path = crate::uri::path(&item.uri);
    let language = serde_json::to_value(&item.language_id).unwrap_or_default();
    let kind = Kind::of(path.as_deref(), language.as_str().unwrap_or_default());
    let project = world.project(path.as_deref());
    if let Some(problem) = &project.problem {
        world.client.warn(format!("vtql: {problem}"));
    }
    let document = Document::new(item.uri, kind, Some(item.version), item.text, project);
    publisher.changed(world, pool, world.put(document));
}

fn change(world: &Arc<World>, pool: &Pool, publisher: &mut Publisher, params: DidChangeTextDocumentParams) {
    let uri = &params.text_document.text_document_identifier.uri;
    let Some(before) = world.document(uri) else {
        world.client.log(format!("{uri} is changed and was not opened"));
        return;
    };
    let text = changed(&before.text, &before.lines, params.content_changes, world.encoding);
    let document = before.changed(Some(params.text_document.version), text);
    publisher.changed(world, pool, world.put(document));
}

fn change_folders(
    world: &Arc<World>,
    pool: &Pool,
    publisher: &mut Publisher,
    params: DidChangeWorkspaceFoldersParams,
) {
    let paths = |folders: Vec<gen_lsp_types::WorkspaceFolder>| -> Vec<_> {
        folders.iter().filter_map(|folder| crate::uri::path(&folder.uri)).collect()
    };
    world.change_folders(paths(params.event.added), &paths(params.event.removed));
    again(world, pool, publisher);
}

/// Settings or snapshots may be others now: everything is looked at again.
pub(super) fn again(world: &Arc<World>, pool: &Pool, publisher: &mut Publisher) {
    world.projects.clear();
    for document in world.documents() {
        let project = world.project(document.path());
        publisher.changed(world, pool, world.put(document.with_project(project)));
    }
    world.client.refresh();
}
