use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use tokio::task::AbortHandle;

/// So many connections there are at once.
const MOST: usize = 100;

/// The connections that are open. Whoever has not logged in makes room for the next.
#[derive(Debug, Default)]
pub(super) struct Seats(Vec<Seat>);

#[derive(Debug)]
struct Seat {
    task: AbortHandle,
    is_known: Arc<AtomicBool>,
}

impl Seats {
    /// Whether there is room for one more, if need be in the place of the oldest that has not logged in.
    pub(super) fn have_room(&mut self) -> bool {
        self.0.retain(|seat| !seat.task.is_finished());
        if self.0.len() < MOST {
            return true;
        }
        let stranger = self.0.iter().position(|seat| !seat.is_known.load(Ordering::Relaxed));
        stranger.map(|at| self.0.remove(at).task.abort()).is_some()
    }

    pub(super) fn take(&mut self, task: AbortHandle, is_known: Arc<AtomicBool>) {
        self.0.push(Seat { task, is_known });
    }
}
