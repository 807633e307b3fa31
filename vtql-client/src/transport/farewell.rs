//! Ending the sessions of a client that was dropped.

use super::pool::Pool;
use super::web_service::WebService;
use futures::future::join_all;
use std::sync::Arc;
use std::thread;
use std::time::Duration;
use tokio::runtime::{Builder, Handle};
use tokio::time::timeout;

/// How long the server may take. A session that is not ended in this time ends by itself some day.
const LONGEST: Duration = Duration::from_secs(5);

/// Ends all sessions without waiting for it: as a task of the runtime that this is called in, or as a thread
/// where there is none.
pub(super) fn log_out(service: &Arc<WebService>, pool: &Pool) {
    let sessions: Vec<_> = std::iter::from_fn(|| pool.last()).collect();
    if sessions.is_empty() {
        return;
    }
    let all = |service: Arc<WebService>| async move {
        let ends = sessions.iter().map(|session| service.end(session));
        if timeout(LONGEST, join_all(ends)).await.is_err() {
            tracing::debug!("sessions were not ended in time");
        }
    };
    if let Ok(runtime) = Handle::try_current() {
        runtime.spawn(all(Arc::clone(service)));
        return;
    }
    // The connections at hand belong to a runtime that may have ended.
    let Ok(service) = service.afresh().map(Arc::new) else { return };
    let work = move || {
        if let Ok(runtime) = Builder::new_current_thread().enable_all().build() {
            runtime.block_on(all(service));
        }
    };
    if let Err(error) = thread::Builder::new().name("vtql-logout".to_owned()).spawn(work) {
        tracing::debug!(%error, "sessions are not ended: there is no thread for it");
    }
}
