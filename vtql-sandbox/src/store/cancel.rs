use std::cell::RefCell;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

thread_local! {
    /// What the work of this thread is for.
    static CURRENT: RefCell<Option<Cancel>> = const { RefCell::new(None) };
}

/// Says to work on the database that nobody waits for it any more, or that its time is over: its statements end
/// with an error.
#[derive(Clone, Debug, Default)]
pub(crate) struct Cancel {
    cancelled: Arc<AtomicBool>,
    /// The time that work may take.
    time: Option<Duration>,
    ends: Option<Instant>,
}

/// Cancels when it is dropped.
#[derive(Debug)]
pub(crate) struct CancelOnDrop(Cancel);

impl Cancel {
    pub(crate) fn on_drop(&self) -> CancelOnDrop {
        CancelOnDrop(self.clone())
    }

    /// Cancels work that takes longer than that as well.
    pub(crate) fn after(self, time: Duration) -> Self {
        Cancel { time: Some(time), ..self }
    }

    /// Does `work` on this thread, as long as it is not cancelled. Tells whether it is cancelled at the end.
    pub(crate) fn during<T>(self, work: impl FnOnce() -> T) -> (T, bool) {
        let ends = self.time.and_then(|time| Instant::now().checked_add(time));
        let before = CURRENT.replace(Some(Cancel { ends, ..self }));
        let outcome = work();
        let is_due = Cancel::is_due();
        CURRENT.replace(before);
        (outcome, is_due)
    }

    /// Whether the work of this thread is cancelled: SQLite asks now and then.
    pub(super) fn is_due() -> bool {
        CURRENT.with_borrow(|current| {
            current.as_ref().is_some_and(|Cancel { cancelled, ends, .. }| {
                cancelled.load(Ordering::Relaxed) || ends.is_some_and(|ends| Instant::now() >= ends)
            })
        })
    }
}

impl Drop for CancelOnDrop {
    fn drop(&mut self) {
        self.0.cancelled.store(true, Ordering::Relaxed);
    }
}
