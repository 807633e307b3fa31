use super::Store;
use crate::error::{Error, Result};
use std::sync::mpsc;
use std::thread;
use tokio::sync::oneshot;

type Job = Box<dyn FnOnce(&mut dyn Store) + Send>;

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
                for job in queue {
                    job(&mut store);
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
        let job: Job = Box::new(move |store| {
            // Nobody waits any more when the task was dropped.
            let _ = done.send(job(store));
        });
        self.jobs.send(job).map_err(|_| gone())?;
        outcome.await.map_err(|_| gone())?
    }
}

fn gone() -> Error {
    Error::refused("the work on the database was ended before it was done")
}
