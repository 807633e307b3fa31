//! Whether the process is told to end.

use crate::failure::Failure;

/// What tells the process to end: Ctrl-C, or SIGTERM.
#[cfg(unix)]
#[derive(Debug)]
pub struct Ended {
    interrupt: tokio::signal::unix::Signal,
    terminate: tokio::signal::unix::Signal,
}

#[cfg(unix)]
impl Ended {
    /// Listens from now on.
    pub fn new() -> Result<Self, Failure> {
        use tokio::signal::unix::{SignalKind, signal};
        let listen = |kind| {
            signal(kind)
                .map_err(|error| Failure::new("RUNTIME", format!("cannot listen for signals: {error}")))
        };
        Ok(Ended { interrupt: listen(SignalKind::interrupt())?, terminate: listen(SignalKind::terminate())? })
    }

    /// Waits until the process is told to end, once more than before.
    pub async fn told(&mut self) {
        tokio::select! {
            _ = self.interrupt.recv() => {}
            _ = self.terminate.recv() => {}
        }
    }
}

/// What tells the process to end: Ctrl-C.
#[cfg(not(unix))]
#[derive(Debug)]
pub struct Ended;

#[cfg(not(unix))]
impl Ended {
    /// Listens from now on.
    pub fn new() -> Result<Self, Failure> {
        Ok(Ended)
    }

    /// Waits until the process is told to end.
    pub async fn told(&mut self) {
        // Without a console there is no Ctrl-C to wait for.
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending().await
        }
    }
}

/// Does work, or stops in the middle of it when the process is told to end.
pub async fn unless_told<T>(work: impl Future<Output = Result<T, Failure>>) -> Result<T, Failure> {
    let mut ended = Ended::new()?;
    tokio::select! {
        outcome = work => outcome,
        () = ended.told() => Err(interrupted()),
    }
}

/// How a command fails that is told to end.
pub fn interrupted() -> Failure {
    Failure::new(INTERRUPTED, "the command was told to end")
}

/// The code of [`interrupted`].
pub const INTERRUPTED: &str = "INTERRUPTED";
