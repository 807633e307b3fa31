//! How many requests may still be sent.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use vtql_client::{Error, RequestHook, Result, Sending};

/// Counts the requests of a client, and refuses those beyond the budget before they are sent. Clones share the count.
#[derive(Clone, Debug)]
pub struct Budget(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    most: Option<u64>,
    sent: AtomicU64,
}

impl Budget {
    pub(crate) fn new(most: Option<u64>) -> Self {
        Budget(Arc::new(Inner { most, sent: AtomicU64::new(0) }))
    }

    /// How many requests were sent.
    pub(crate) fn sent(&self) -> u64 {
        self.0.sent.load(Ordering::Relaxed)
    }
}

impl RequestHook for Budget {
    async fn before(&self, _: &mut Sending<'_>) -> Result<()> {
        let Inner { most, sent } = &*self.0;
        let most = most.unwrap_or(u64::MAX);
        let spend = |sent| (sent < most).then_some(sent + 1);
        let spent = sent.fetch_update(Ordering::Relaxed, Ordering::Relaxed, spend);
        spent.map(drop).map_err(|_| {
            Error::hook(format!("the budget of {most} requests is used up, and nothing more is sent"))
        })
    }
}
