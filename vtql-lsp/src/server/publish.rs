//! Sending findings, once typing rests.

use super::pool::Pool;
use super::world::World;
use crate::document::Document;
use crate::features::View;
use crate::features::diagnostics::diagnostics;
use gen_lsp_types::{PublishDiagnosticsNotification, PublishDiagnosticsParams, Uri};
use std::collections::HashMap;
use std::sync::{Arc, PoisonError};
use std::time::{Duration, Instant};

/// Which documents have changed, and when their findings are due.
#[derive(Debug)]
pub(super) struct Publisher {
    debounce: Duration,
    due: HashMap<Uri, Instant>,
}

impl Publisher {
    pub(super) fn new(debounce: Duration) -> Self {
        Publisher { debounce, due: HashMap::new() }
    }

    /// When something is due next.
    pub(super) fn next(&self) -> Option<Instant> {
        self.due.values().min().copied()
    }

    /// A document has changed. It is looked at right away, so that its findings are there when they are due.
    pub(super) fn changed(&mut self, world: &Arc<World>, pool: &Pool, document: Arc<Document>) {
        if !world.client.pulls {
            self.due.insert(document.uri.clone(), Instant::now() + self.debounce);
        }
        let world = Arc::clone(world);
        pool.spawn(move || {
            if world.is_current(&document) {
                document.findings();
            }
        });
    }

    /// Sends what is due.
    pub(super) fn publish(&mut self, world: &Arc<World>, pool: &Pool, now: Instant) {
        let due: Vec<Uri> =
            self.due.iter().filter(|(_, due)| **due <= now).map(|(uri, _)| uri.clone()).collect();
        for uri in due {
            self.due.remove(&uri);
            if let Some(document) = world.document(&uri) {
                let world = Arc::clone(world);
                pool.spawn(move || send(&world, &document));
            }
        }
    }

    /// A document was closed: nothing is wrong with what is not there.
    pub(super) fn closed(&mut self, world: &World, uri: Uri) {
        self.due.remove(&uri);
        if !world.client.pulls {
            let _one_at_a_time = world.publishing.lock().unwrap_or_else(PoisonError::into_inner);
            let params = PublishDiagnosticsParams { uri, version: None, diagnostics: Vec::new() };
            world.client.notify::<PublishDiagnosticsNotification>(params);
        }
    }
}

fn send(world: &World, document: &Arc<Document>) {
    let diagnostics = diagnostics(View { document, encoding: world.encoding });
    let _one_at_a_time = world.publishing.lock().unwrap_or_else(PoisonError::into_inner);
    if world.is_current(document) {
        let params =
            PublishDiagnosticsParams { uri: document.uri.clone(), version: document.version, diagnostics };
        world.client.notify::<PublishDiagnosticsNotification>(params);
    }
}
