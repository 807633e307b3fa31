//! Threads that do what the main thread must not wait for.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

type Job = Box<dyn FnOnce() + Send>;

/// A few threads and what they have to do. They end with the pool.
#[derive(Debug)]
pub(super) struct Pool {
    jobs: Sender<Job>,
}

impl Pool {
    pub(super) fn new() -> Self {
        let (jobs, todo) = channel::<Job>();
        let todo = Arc::new(Mutex::new(todo));
        let threads = thread::available_parallelism().map_or(2, usize::from).clamp(2, 4);
        for _ in 0..threads {
            let todo = Arc::clone(&todo);
            thread::spawn(move || work(&todo));
        }
        Pool { jobs }
    }

    pub(super) fn spawn(&self, job: impl FnOnce() + Send + 'static) {
        // The threads outlive the sending half.
        let _ = self.jobs.send(Box::new(job));
    }
}

fn work(todo: &Mutex<Receiver<Job>>) {
    loop {
        let job = todo.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok(job) = job else { return };
        // What panics is told where it is known what was asked; the thread goes on.
        let _ = catch_unwind(AssertUnwindSafe(job));
    }
}
