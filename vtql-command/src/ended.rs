//! Whether the process is told to end.

use crate::failure::Failure;
use std::io::{self, Write};
use std::time::Duration;
use tokio::sync::oneshot;
use tokio::time::timeout;

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

/// As long as this is kept, the process ends soon after it is told to, also when its thread does not come to look: a
/// write to a pipe that nobody reads blocks it.
#[derive(Debug)]
pub struct EndsWhenBlocked {
    /// Dropped, it ends the watch.
    _kept: oneshot::Sender<()>,
}

impl EndsWhenBlocked {
    /// Watches from now on.
    pub fn new() -> Result<Self, Failure> {
        let (kept, dropped) = oneshot::channel::<()>();
        let failed =
            |error: std::io::Error| Failure::new("RUNTIME", format!("cannot watch for signals: {error}"));
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(failed)?;
        let watch = async move {
            let Ok(mut ended) = Ended::new() else { return };
            let blocked = async {
                ended.told().await;
                // Told twice, it is in a hurry.
                let _ = timeout(GRACE, ended.told()).await;
            };
            tokio::select! {
                _ = dropped => {}
                () = blocked => {
                    let _ = writeln!(io::stderr(), "error[{INTERRUPTED}]: {TOLD}, and could not write its rows: they may end in the middle of one");
                    std::process::exit(2);
                }
            }
        };
        std::thread::Builder::new().spawn(move || runtime.block_on(watch)).map_err(failed)?;
        Ok(EndsWhenBlocked { _kept: kept })
    }
}

/// How long a command that was told to end may take to do so: its farewell to the server takes at most two seconds.
const GRACE: Duration = Duration::from_millis(2_500);

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
    Failure::new(INTERRUPTED, TOLD)
}

const TOLD: &str = "the command was told to end";

/// The code of [`interrupted`].
pub const INTERRUPTED: &str = "INTERRUPTED";
