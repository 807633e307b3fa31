//! The console beside the API of a sandbox.

use crate::commands::console::{self, Asked};
use crate::failure::Failure;
use crate::write::write_atomically;
use serde_json::{Value, json};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::{Arc, OnceLock};
use tempfile::TempDir;
use tokio::runtime::Handle;
use vtql_client::Client;
use vtql_console::{Console, Sandboxed, Settings, Trace};
use vtql_sandbox::{Faults, Inside, Profile, SandboxBuilder};

/// The page, which is made when it is known where the sandbox is.
pub(super) struct Page {
    /// The language server reads the modules from a file.
    folder: TempDir,
    made: Arc<OnceLock<Console>>,
}

impl Page {
    pub(super) fn new() -> Result<Self, Failure> {
        let folder = tempfile::tempdir().map_err(|error| Failure::write(&std::env::temp_dir(), &error))?;
        Ok(Page { folder, made: Arc::default() })
    }

    /// Serves it beside the API.
    pub(super) fn beside(&self, builder: SandboxBuilder, profile: Profile) -> SandboxBuilder {
        let (made, snapshot) = (Arc::clone(&self.made), self.folder.path().join("vtql.snapshot.json"));
        builder.pages(move |inside| match console(inside, profile, snapshot.clone()) {
            Some(console) => made.get_or_init(|| console).router(),
            None => axum::Router::new(),
        })
    }

    /// Its address, with the token.
    pub(super) fn url(&self, address: SocketAddr) -> Option<String> {
        self.made.get().map(|console| console.url(address))
    }
}

/// The console of a sandbox; it asks over HTTP as everybody does.
fn console(inside: &Inside, profile: Profile, snapshot: PathBuf) -> Option<Console> {
    let url = if profile == Profile::V8_4 { inside.webservice_url() } else { inside.url() };
    let trace = Trace::new();
    let client = Client::builder().url(&url).user(inside.user()).access_key(inside.access_key());
    let client = client.hook(trace.clone()).build().ok()?;
    write_atomically(&snapshot, &inside.snapshot().to_json()).ok()?;
    let mut settings = Settings::new(client.clone(), trace);
    settings.title = format!("sandbox: {} at {url}", inside.user());
    settings.secret = Some(inside.access_key().into());
    settings.instance = Some(Arc::new(Asked {
        client,
        runtime: Handle::current(),
        snapshot: snapshot.clone(),
        title: settings.title.clone(),
    }));
    settings.snapshot = Some(snapshot);
    settings.fill = Some(console::FILL);
    settings.data = console::data_folder("sandbox");
    // There is nothing to lose.
    settings.allow_writes = true;
    settings.sandbox = Some(Arc::new(Looked(inside.clone())));
    Console::new(settings).ok()
}

struct Looked(Inside);

impl Sandboxed for Looked {
    fn requests(&self, after: u64) -> Value {
        let requests = self.0.log().into_iter().filter(|it| it.number > after).map(|it| {
            json!({
                "number": it.number, "user": it.user, "operation": it.operation, "subject": it.subject,
                "status": it.status, "started": it.started.as_secs_f64() * 1e3, "took": it.took.as_secs_f64() * 1e3,
            })
        });
        requests.collect()
    }

    fn faults(&self) -> String {
        self.0.faults().to_json()
    }

    fn set_faults(&self, faults: &str) -> Result<(), String> {
        self.0.set_faults(Faults::from_json(faults).map_err(|error| error.to_string())?);
        Ok(())
    }

    fn modules(&self) -> Value {
        self.0
            .records()
            .into_iter()
            .map(|(name, records)| (name, records.into()))
            .collect::<serde_json::Map<_, _>>()
            .into()
    }
}
