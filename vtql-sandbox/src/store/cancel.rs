use std::cell::RefCell;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

thread_local! {
    /// What the work of this thread is for.
    static CURRENT: RefCell<Option<Cancel>> = const { RefCell::new(None) };
}

/// Says to work on the database that nobody waits for it any more: its statements end with an error.
#[derive(Clone, Debug, Default)]
pub(crate) struct Cancel(Arc<AtomicBool>);

/// Cancels when it is dropped.
#[derive(Debug)]
pub(crate) struct CancelOnDrop(Cancel);

impl Cancel {
    pub(crate) fn on_drop(&self) -> CancelOnDrop {
        CancelOnDrop(self.clone())
    }

    /// Does `work` on this thread, as long as it is not cancelled.
    pub(crate) fn during<T>(&self, work: impl FnOnce() -> T) -> T {
        let before = CURRENT.replace(Some(self.clone()));
        let outcome = work();
        CURRENT.replace(before);
        outcome
    }

    /// Whether the work of this thread is cancelled: SQLite asks now and then.
    pub(super) fn is_due() -> bool {
        CURRENT.with_borrow(|current| {
            current.as_ref().is_some_and(|Cancel(cancelled)| cancelled.load(Ordering::Relaxed))
        })
    }
}

impl Drop for CancelOnDrop {
    fn drop(&mut self) {
        let Cancel(cancelled) = &self.0;
        cancelled.store(true, Ordering::Relaxed);
    }
}
