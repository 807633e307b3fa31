use super::limits;
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::Notify;

/// The open connections. When every place is taken, a new one gets the place of the oldest that has no
/// request under way of somebody known: strangers who send nothing keep nobody out.
#[derive(Debug, Default)]
pub(super) struct Seats(Mutex<Open>);

#[derive(Debug, Default)]
struct Open {
    next: u64,
    seats: BTreeMap<u64, Arc<Seat>>,
}

/// The place of one connection, among the extensions of its requests.
#[derive(Debug, Default)]
pub(crate) struct Seat {
    serving: AtomicUsize,
    leave: Notify,
}

/// A request of somebody known, under way.
#[derive(Debug)]
pub(crate) struct Serving(Arc<Seat>);

/// An open connection; its place is free when this is dropped.
#[derive(Debug)]
pub(super) struct Seated {
    seats: Arc<Seats>,
    number: u64,
    pub(super) seat: Arc<Seat>,
}

impl Seats {
    /// A place for a new connection; none when everybody is known and has a request under way.
    pub(super) fn take(self: &Arc<Self>) -> Option<Seated> {
        let mut open = self.lock();
        if open.seats.len() >= limits::CONNECTIONS {
            let idle = |seat: &Seat| seat.serving.load(Ordering::Acquire) == 0;
            let oldest = open.seats.iter().find(|(_, seat)| idle(seat)).map(|(number, _)| *number)?;
            if let Some(seat) = open.seats.remove(&oldest) {
                seat.leave.notify_one();
            }
        }
        let number = open.next;
        open.next += 1;
        let seat = Arc::new(Seat::default());
        open.seats.insert(number, seat.clone());
        Some(Seated { seats: self.clone(), number, seat })
    }

    fn lock(&self) -> MutexGuard<'_, Open> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Seat {
    /// Somebody known is served until the answer is dropped.
    pub(crate) fn serve(self: &Arc<Self>) -> Serving {
        self.serving.fetch_add(1, Ordering::AcqRel);
        Serving(self.clone())
    }

    /// Waits until the place is given to another.
    pub(super) async fn given_away(&self) {
        self.leave.notified().await;
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        self.0.serving.fetch_sub(1, Ordering::AcqRel);
    }
}

impl Drop for Seated {
    fn drop(&mut self) {
        self.seats.lock().seats.remove(&self.number);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_oldest_stranger_makes_room_and_the_known_stay() {
        let seats = Arc::new(Seats::default());
        let mut open: Vec<Seated> = (0..limits::CONNECTIONS).map(|_| seats.take().unwrap()).collect();
        let serving = open[0].seat.serve();
        open.push(seats.take().unwrap());
        let places = seats.lock().seats.keys().copied().collect::<Vec<_>>();
        assert_eq!((places.len(), &places[..2]), (limits::CONNECTIONS, &[0, 2][..]));
        let all: Vec<Serving> = open.iter().map(|seated| seated.seat.serve()).collect();
        assert!(seats.take().is_none());
        drop((serving, all));
        open.pop();
        assert_eq!(seats.lock().seats.len(), limits::CONNECTIONS - 1);
    }
}
