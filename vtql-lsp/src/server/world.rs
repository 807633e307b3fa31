//! What is known of the client's documents and folders.

use super::client::Client;
use super::options::Options;
use crate::document::{Document, Kind};
use crate::encoding::Encoding;
use crate::instance::Instance;
use crate::project::{Project, Projects};
use gen_lsp_types::{InitializeParams, Uri, WorkspaceFolders};
use serde::Deserialize;
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::Duration;

/// Shared by all threads. Documents are replaced, never changed, so that whoever has one has it whole.
#[derive(Debug)]
pub(super) struct World {
    pub(super) client: Client,
    pub(super) encoding: Encoding,
    pub(super) debounce: Duration,
    pub(super) projects: Projects,
    pub(super) instance: Option<Arc<dyn Instance>>,
    /// Held while diagnostics are sent, so that older ones never follow newer ones.
    pub(super) publishing: Mutex<()>,
    /// Requests that are not answered yet, and whether they are still wanted.
    pub(super) pending: super::pending::Pending,
    folders: RwLock<Vec<PathBuf>>,
    documents: RwLock<HashMap<Uri, Arc<Document>>>,
}

/// What the client may set in `initializationOptions`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Settings {
    /// How long typing has to rest before findings are sent, in milliseconds: at most 1000.
    debounce: u64,
}

impl Default for Settings {
    fn default() -> Self {
        Settings { debounce: 50 }
    }
}

impl World {
    pub(super) fn new(client: Client, options: Options, params: &InitializeParams) -> Self {
        let general = params.capabilities.general.as_ref();
        let offered = general.and_then(|it| it.position_encodings.as_deref()).unwrap_or_default();
        let settings = params.initialization_options.clone();
        let settings: Settings = settings.and_then(|it| serde_json::from_value(it).ok()).unwrap_or_default();
        World {
            client,
            encoding: Encoding::negotiate(offered),
            debounce: Duration::from_millis(settings.debounce.min(1000)),
            projects: Projects::new(options.snapshot, options.settings),
            instance: options.instance,
            publishing: Mutex::default(),
            pending: super::pending::Pending::default(),
            folders: RwLock::new(folders(params)),
            documents: RwLock::default(),
        }
    }

    pub(super) fn folders(&self) -> Vec<PathBuf> {
        self.folders.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(super) fn change_folders(&self, added: Vec<PathBuf>, removed: &[PathBuf]) {
        let mut folders = self.folders.write().unwrap_or_else(PoisonError::into_inner);
        folders.retain(|folder| !removed.contains(folder));
        folders.extend(added);
    }

    /// The document as it is now.
    pub(super) fn document(&self, uri: &Uri) -> Option<Arc<Document>> {
        self.documents.read().unwrap_or_else(PoisonError::into_inner).get(uri).cloned()
    }

    pub(super) fn documents(&self) -> Vec<Arc<Document>> {
        self.documents.read().unwrap_or_else(PoisonError::into_inner).values().cloned().collect()
    }

    pub(super) fn put(&self, document: Document) -> Arc<Document> {
        let document = Arc::new(document);
        let mut documents = self.documents.write().unwrap_or_else(PoisonError::into_inner);
        documents.insert(document.uri.clone(), Arc::clone(&document));
        document
    }

    pub(super) fn remove(&self, uri: &Uri) {
        self.documents.write().unwrap_or_else(PoisonError::into_inner).remove(uri);
    }

    /// Whether a document has not been changed since.
    pub(super) fn is_current(&self, document: &Arc<Document>) -> bool {
        self.document(&document.uri).is_some_and(|current| Arc::ptr_eq(&current, document))
    }

    /// What the queries of a file are checked against.
    pub(super) fn project(&self, path: Option<&Path>) -> Arc<Project> {
        self.projects.of(path.and_then(Path::parent), &self.folders())
    }

    /// A file as the editor has it, else as it is on the disk.
    pub(super) fn file(&self, path: &Path) -> Option<Arc<Document>> {
        let uri = crate::uri::of(path)?;
        if let Some(document) = self.document(&uri) {
            return Some(document);
        }
        let kind = Kind::of(Some(path), "");
        let text = std::fs::read_to_string(path).ok()?;
        Some(Arc::new(Document::new(uri, kind, None, text, self.project(Some(path)))))
    }
}

/// The folders of the workspace, as old and new clients name them.
fn folders(params: &InitializeParams) -> Vec<PathBuf> {
    let listed = match &params.workspace_folders_initialize_params.workspace_folders {
        Some(WorkspaceFolders::WorkspaceFolderList(folders)) => folders.as_slice(),
        _ => &[],
    };
    let mut folders: Vec<PathBuf> = listed.iter().filter_map(|it| crate::uri::path(&it.uri)).collect();
    #[expect(deprecated, reason = "what clients of before say")]
    folders.extend(params.root_uri.as_ref().and_then(crate::uri::path));
    folders.dedup();
    folders
}
