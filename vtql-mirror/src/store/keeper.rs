use super::Store;
use crate::error::{Error, Result};
use std::sync::mpsc;
use std::thread;
use tokio::sync::oneshot;

type Work = Box<dyn FnOnce(&mut dyn Store) + Send>;

enum Job {
    Do(Work),
    /// Closes the database, and says so.
    Close(oneshot::Sender<()>),
}

/// A database on a thread of its own: its clients block, and must not do so among asynchronous tasks.
#[derive(Clone, Debug)]
pub(crate) struct Keeper {
    jobs: mpsc::Sender<Job>,
}

impl Keeper {
    /// Opens the database on its thread.
    pub(crate) async fn open<S: Store + 'static>(
        open: impl FnOnce() -> Result<S> + Send + 'static,
    ) -> Result<Self> {
        let (jobs, queue) = mpsc::channel::<Job>();
        let (opened, is_open) = oneshot::channel();
        thread::spawn(move || match open() {
            Ok(mut store) => {
                let _ = opened.send(Ok(()));
                while let Ok(job) = queue.recv() {
                    match job {
                        Job::Do(job) => job(&mut store),
                        Job::Close(done) => {
                            drop(store);
                            let _ = done.send(());
                            return;
                        }
                    }
                }
            }
            Err(error) => {
                let _ = opened.send(Err(error));
            }
        });
        is_open.await.map_err(|_| gone())??;
        Ok(Keeper { jobs })
    }

    /// Does something with the database.
    pub(crate) async fn run<R: Send + 'static>(
        &self,
        job: impl FnOnce(&mut dyn Store) -> Result<R> + Send + 'static,
    ) -> Result<R> {
        let (done, outcome) = oneshot::channel();
        let job = Box::new(move |store: &mut dyn Store| {
            // Nobody waits any more when the task was dropped.
            let _ = done.send(job(store));
        });
        self.jobs.send(Job::Do(job)).map_err(|_| gone())?;
        outcome.await.map_err(|_| gone())?
    }

    /// Closes the database: what is kept beside its file comes into it.
    pub(crate) async fn close(&self) {
        let (done, closed) = oneshot::channel();
        if self.jobs.send(Job::Close(done)).is_ok() {
            let _ = closed.await;
        }
    }
}

fn gone() -> Error {
    Error::refused("the work on the database was ended before it was done")
}
