//! Requests that wait for an answer, and why some get none.

use lsp_server::{ErrorCode, RequestId};
use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

/// Why a request has no answer.
#[derive(Debug)]
pub(super) struct Failure {
    pub(super) code: i32,
    pub(super) message: String,
}

impl Failure {
    pub(super) fn new(message: impl Into<String>) -> Self {
        Failure { code: ErrorCode::RequestFailed as i32, message: message.into() }
    }

    pub(super) fn invalid(message: impl Into<String>) -> Self {
        Failure { code: ErrorCode::InvalidParams as i32, message: message.into() }
    }

    pub(super) fn cancelled() -> Self {
        Failure { code: ErrorCode::RequestCanceled as i32, message: "canceled by the client".to_owned() }
    }
}

/// Whether the answer is still wanted.
#[derive(Clone, Debug, Default)]
pub(super) struct Wanted(Arc<AtomicBool>);

impl Wanted {
    pub(super) fn still(&self) -> bool {
        !self.0.load(Ordering::Relaxed)
    }
}

/// Requests that are not answered yet.
#[derive(Debug, Default)]
pub(super) struct Pending(Mutex<HashMap<RequestId, Wanted>>);

impl Pending {
    pub(super) fn begin(&self, id: &RequestId) -> Wanted {
        let wanted = Wanted::default();
        let mut pending = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        pending.insert(id.clone(), wanted.clone());
        wanted
    }

    pub(super) fn end(&self, id: &RequestId) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(id);
    }

    pub(super) fn cancel(&self, id: &RequestId) {
        let pending = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(wanted) = pending.get(id) {
            wanted.0.store(true, Ordering::Relaxed);
        }
    }
}
