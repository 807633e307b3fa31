//! Work that takes a while, as the client shows it.

use super::client::Client;
use gen_lsp_types::{
    ProgressNotification, ProgressParams, ProgressToken, WorkDoneProgressCreateParams,
    WorkDoneProgressCreateRequest,
};
use serde_json::{Value, json};

/// Tells how far some work has come, until it is dropped.
pub(super) struct Progress<'a> {
    client: &'a Client,
    token: Option<ProgressToken>,
}

impl<'a> Progress<'a> {
    /// Begins. The client names a token, or is asked to show one of ours, if it does that.
    pub(super) fn begin(client: &'a Client, token: Option<ProgressToken>, title: &str) -> Self {
        let own = || {
            client.shows_progress.then(|| {
                let token = ProgressToken::from(format!("vtql/{title}"));
                let params = WorkDoneProgressCreateParams { token: token.clone() };
                client.request::<WorkDoneProgressCreateRequest>(params);
                token
            })
        };
        let progress = Progress { client, token: token.or_else(own) };
        progress.send(json!({ "kind": "begin", "title": title, "cancellable": true }));
        progress
    }

    pub(super) fn report(&self, message: &str) {
        self.send(json!({ "kind": "report", "message": message }));
    }

    fn send(&self, value: Value) {
        if let Some(token) = &self.token {
            let params = ProgressParams { token: token.clone(), value };
            self.client.notify::<ProgressNotification>(params);
        }
    }
}

impl Drop for Progress<'_> {
    fn drop(&mut self) {
        self.send(json!({ "kind": "end" }));
    }
}
