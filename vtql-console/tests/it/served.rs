//! A console that is served, and its user.

use reqwest::header::{AUTHORIZATION, HeaderMap};
use reqwest::{Client, RequestBuilder};
use serde_json::Value;
use std::net::SocketAddr;
use std::path::Path;
use vtql_client::Client as Vtiger;
use vtql_console::{Console, Settings, Trace};
use vtql_sandbox::Sandbox;

pub(crate) struct Served {
    pub(crate) sandbox: Sandbox,
    pub(crate) address: SocketAddr,
    pub(crate) token: String,
    pub(crate) http: Client,
}

impl Served {
    pub(crate) async fn new() -> Self {
        Served::with(|_| {}).await
    }

    pub(crate) async fn with(change: impl FnOnce(&mut Settings)) -> Self {
        let sandbox = Sandbox::builder().rows("Contacts", 250).seed(7).start().await.unwrap();
        let trace = Trace::new();
        let client =
            Vtiger::builder().url(sandbox.url()).user(sandbox.user()).access_key(sandbox.access_key());
        let mut settings = Settings::new(client.hook(trace.clone()).build().unwrap(), trace);
        settings.secret = Some(sandbox.access_key().into());
        let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("../vtql-schema/fixtures");
        settings.snapshot = Some(fixtures.join("vtiger-8.4.snapshot.json"));
        change(&mut settings);
        let console = Console::new(settings).unwrap();
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let url = console.url(address);
        tokio::spawn(async move { console.serve(listener).await });
        let token = url.split_once("token=").unwrap().1.to_owned();
        // reqwest has no cryptography of its own here.
        let _ = rustls::crypto::ring::default_provider().install_default();
        Served { sandbox, address, token, http: Client::builder().no_proxy().build().unwrap() }
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// A request of somebody who has the token.
    pub(crate) fn ask(&self, method: &str, path: &str) -> RequestBuilder {
        self.bare(method, path).header(AUTHORIZATION, format!("Bearer {}", self.token))
    }

    /// One of somebody who has not.
    pub(crate) fn bare(&self, method: &str, path: &str) -> RequestBuilder {
        self.http.request(method.parse().unwrap(), self.url(path))
    }

    pub(crate) async fn get(&self, path: &str) -> Value {
        self.ask("GET", path).send().await.unwrap().json().await.unwrap()
    }

    /// The lines of a run.
    pub(crate) async fn run(&self, query: Value) -> Vec<Value> {
        let answer = self.ask("POST", "/api/run").json(&query).send().await.unwrap();
        answer.text().await.unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }
}

/// Every route, and how it is asked.
pub(crate) const ROUTES: &[(&str, &str)] = &[
    ("GET", "/"),
    ("GET", "/lsp"),
    ("GET", "/api/start"),
    ("GET", "/api/schema"),
    ("POST", "/api/run"),
    ("POST", "/api/plan"),
    ("POST", "/api/export"),
    ("GET", "/api/record/12x1"),
    ("PUT", "/api/record/12x1"),
    ("GET", "/api/history"),
    ("DELETE", "/api/history"),
    ("GET", "/api/saved"),
    ("PUT", "/api/saved"),
    ("GET", "/api/tabs"),
    ("PUT", "/api/tabs"),
    ("GET", "/api/trace"),
    ("GET", "/api/sandbox/requests"),
    ("GET", "/api/sandbox/faults"),
    ("PUT", "/api/sandbox/faults"),
    ("GET", "/api/sandbox/modules"),
];

/// What makes a browser keep to the rules.
pub(crate) fn is_guarded(headers: &HeaderMap) -> bool {
    let policy = headers.get("content-security-policy").and_then(|it| it.to_str().ok()).unwrap_or_default();
    let scripts = policy.split(';').map(str::trim).find(|part| part.starts_with("script-src"));
    scripts == Some("script-src 'self'")
        && policy.contains("default-src 'none'")
        && policy.contains("connect-src 'self'")
        && policy.contains("frame-ancestors 'none'")
        && headers.get("x-content-type-options").is_some_and(|it| it == "nosniff")
        && headers.get("referrer-policy").is_some_and(|it| it == "no-referrer")
}
