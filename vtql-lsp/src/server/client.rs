//! What the client can do, and what it is told.

use gen_lsp_types::{
    ClientCapabilities, InitializeParams, LogMessageNotification, LogMessageParams, MessageType,
    Notification, Request, ShowMessageNotification, ShowMessageParams,
};
use lsp_server::{Message, RequestId};
use serde_json::{Value, json};
use std::fmt;
use std::sync::Mutex;
use std::sync::atomic::{AtomicI32, Ordering};

/// The other side.
#[expect(clippy::struct_excessive_bools, reason = "each is something that a client can do or not")]
pub(super) struct Client {
    out: Out,
    next: AtomicI32,
    /// It asks for diagnostics itself.
    pub(super) pulls: bool,
    /// It shows progress that the server begins.
    pub(super) shows_progress: bool,
    /// It takes completion with places to be written.
    pub(super) snippets: bool,
    /// It shows actions that cannot be done, and why.
    pub(super) shows_disabled: bool,
    watches_files: bool,
    refreshes: Vec<&'static str>,
}

type Out = Mutex<Box<dyn Fn(Message) + Send>>;

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client").field("pulls", &self.pulls).finish_non_exhaustive()
    }
}

impl Client {
    /// The client that said `params` and takes messages by `out`.
    pub(super) fn new(out: impl Fn(Message) + Send + 'static, params: &InitializeParams) -> Self {
        let capabilities = &params.capabilities;
        let workspace = capabilities.workspace.as_ref();
        let document = capabilities.text_document.as_ref();
        let watched = workspace.and_then(|it| it.did_change_watched_files.as_ref());
        Client {
            out: Mutex::new(Box::new(out)),
            next: AtomicI32::new(1),
            pulls: document.is_some_and(|it| it.diagnostic.is_some()),
            shows_progress: capabilities.window.as_ref().and_then(|it| it.work_done_progress) == Some(true),
            snippets: document
                .and_then(|it| it.completion.as_ref()?.completion_item.as_ref()?.snippet_support)
                .unwrap_or_default(),
            shows_disabled: document.and_then(|it| it.code_action.as_ref()?.disabled_support) == Some(true),
            watches_files: watched.and_then(|it| it.dynamic_registration) == Some(true),
            refreshes: refreshes(capabilities),
        }
    }

    pub(super) fn send(&self, message: impl Into<Message>) {
        let out = self.out.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        out(message.into());
    }

    pub(super) fn notify<N: Notification>(&self, params: N::Params) {
        self.send(lsp_server::Notification::new(N::METHOD.as_str().to_owned(), params));
    }

    /// Asks for something whose answer does not matter.
    pub(super) fn request<R: Request>(&self, params: R::Params) {
        self.ask(R::METHOD.as_str(), serde_json::to_value(params).unwrap_or_default());
    }

    fn ask(&self, method: &str, params: Value) {
        let id = RequestId::from(format!("vtql-{}", self.next.fetch_add(1, Ordering::Relaxed)));
        self.send(lsp_server::Request { id, method: method.to_owned(), params });
    }

    pub(super) fn log(&self, message: impl Into<String>) {
        self.notify::<LogMessageNotification>(LogMessageParams {
            kind: MessageType::Info,
            message: message.into(),
        });
    }

    pub(super) fn warn(&self, message: impl Into<String>) {
        let params = ShowMessageParams { kind: MessageType::Warning, message: message.into() };
        self.notify::<ShowMessageNotification>(params);
    }

    /// Asks to be told when settings and snapshots change.
    pub(super) fn watch_files(&self) {
        if !self.watches_files {
            return;
        }
        let watchers: Vec<Value> = ["**/vtql.toml", "**/*.snapshot.json", "**/Cargo.toml"]
            .iter()
            .map(|pattern| json!({ "globPattern": pattern }))
            .collect();
        let registration = json!({
            "id": "vtql-files",
            "method": "workspace/didChangeWatchedFiles",
            "registerOptions": { "watchers": watchers },
        });
        self.ask("client/registerCapability", json!({ "registrations": [registration] }));
    }

    /// Says that what was asked for before may be another now.
    pub(super) fn refresh(&self) {
        for method in &self.refreshes {
            self.ask(method, Value::Null);
        }
    }
}

/// What the client asks for again when it is told to.
fn refreshes(capabilities: &ClientCapabilities) -> Vec<&'static str> {
    let Some(workspace) = &capabilities.workspace else { return Vec::new() };
    let all = [
        (workspace.diagnostics.as_ref().and_then(|it| it.refresh_support), "workspace/diagnostic/refresh"),
        (workspace.inlay_hint.as_ref().and_then(|it| it.refresh_support), "workspace/inlayHint/refresh"),
        (workspace.code_lens.as_ref().and_then(|it| it.refresh_support), "workspace/codeLens/refresh"),
        (
            workspace.semantic_tokens.as_ref().map(|it| it.refresh_support == Some(true)),
            "workspace/semanticTokens/refresh",
        ),
    ];
    all.into_iter().filter(|(can, _)| *can == Some(true)).map(|(_, method)| method).collect()
}
