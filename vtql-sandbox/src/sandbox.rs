use crate::error::{StartError, StartErrorKind};
use crate::faults::Faults;
use crate::inside::{Inside, Pages};
use crate::journal::LoggedRequest;
use crate::jsonl::dump_dir;
use crate::routes;
use crate::server;
use crate::state::Shared;
use std::fmt;
use std::net::SocketAddr;
use std::path::PathBuf;
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

/// A running server. It stops when this is dropped.
///
/// ```
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let sandbox = vtql_sandbox::Sandbox::builder().rows("Contacts", 120).seed(7).start().await?;
/// assert!(sandbox.url().starts_with("http://127.0.0.1:"));
/// sandbox.shutdown().await;
/// # Ok(()) }
/// ```
pub struct Sandbox {
    address: SocketAddr,
    state: Shared,
    stop: Option<oneshot::Sender<()>>,
    server: Option<JoinHandle<()>>,
}

impl fmt::Debug for Sandbox {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sandbox")
            .field("url", &self.url())
            .field("user", &self.user())
            .finish_non_exhaustive()
    }
}

impl Sandbox {
    /// Where the REST operations are: `http://127.0.0.1:<port>/restapi/v1/vtiger/default`.
    pub fn url(&self) -> String {
        format!("http://{}{}", self.address, routes::BASE)
    }

    /// Where the endpoint with sessions is: `http://127.0.0.1:<port>/webservice.php`.
    pub fn webservice_url(&self) -> String {
        format!("http://{}{}", self.address, routes::WEBSERVICE)
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The name of the user.
    pub fn user(&self) -> &str {
        &self.state.user.name
    }

    /// The access key of the user.
    pub fn access_key(&self) -> &str {
        &self.state.user.access_key
    }

    /// What of the loaded records is left out, since no field is called so: a sentence for each key of each file,
    /// with the line where it came first.
    pub fn left_out(&self) -> &[String] {
        &self.state.left_out
    }

    /// How many API requests it has had, refused ones included.
    pub fn requests(&self) -> u64 {
        self.state.journal.count()
    }

    /// How many of them were under way at once, at most.
    pub fn peak_concurrency(&self) -> u64 {
        self.state.journal.peak()
    }

    /// The latest requests that it has answered, at most 10,000, in the order of the answers.
    pub fn log(&self) -> Vec<LoggedRequest> {
        self.state.journal.entries()
    }

    /// Forgets the requests: their log, their number and their peak.
    pub fn clear_log(&self) {
        self.state.journal.clear();
    }

    /// Changes what goes wrong from now on.
    pub fn set_faults(&self, faults: Faults) {
        self.state.set_faults(faults);
    }

    /// Writes all records to a folder, as JSON lines that [`load_dir`](crate::SandboxBuilder::load_dir) reads; answers how
    /// many there are.
    pub async fn dump_dir(&self, dir: impl Into<PathBuf>) -> Result<usize, StartError> {
        let (state, dir) = (self.state.clone(), dir.into());
        let dumped = tokio::task::spawn_blocking(move || dump_dir(&state.store, &dir)).await;
        Ok(dumped.map_err(|_| StartErrorKind::Interrupted)??)
    }

    /// Stops to accept requests, and waits until those under way are answered.
    pub async fn shutdown(mut self) {
        self.signal();
        if let Some(server) = self.server.take() {
            let _ = server.await;
        }
    }

    fn signal(&mut self) {
        if let Some(stop) = self.stop.take() {
            // The server may have ended by itself.
            let _ = stop.send(());
        }
    }
}

impl Drop for Sandbox {
    fn drop(&mut self) {
        self.signal();
        if let Some(server) = self.server.take() {
            server.abort();
        }
    }
}

/// Serves until told to stop.
pub(crate) async fn serve(
    state: Shared,
    address: SocketAddr,
    pages: Option<Pages>,
) -> Result<Sandbox, StartErrorKind> {
    let bind = |source| StartErrorKind::Bind { address, source };
    let listener = TcpListener::bind(address).await.map_err(bind)?;
    let address = listener.local_addr().map_err(bind)?;
    let pages = pages.map(|Pages(make)| make(&Inside::new(address, state.clone()))).unwrap_or_default();
    let router = routes::router(state.clone(), pages);
    let (stop, stopped) = oneshot::channel::<()>();
    let server = tokio::spawn(async move {
        let until = async {
            // A dropped sender means the same as a sent word.
            let _ = stopped.await;
        };
        server::serve(listener, router, until).await;
    });
    tracing::info!(%address, "the sandbox serves");
    Ok(Sandbox { address, state, stop: Some(stop), server: Some(server) })
}
