use crate::logs;
use crate::server::{BASIC, KEY, Reply, Server};
use std::sync::{Arc, Mutex};
use vtql_client::{Client, ErrorKind, Received, RecordId, RequestHook, Result, RetryPolicy, Sending};

#[derive(Default)]
struct Log(Mutex<Vec<String>>);

impl RequestHook for Log {
    async fn before(&self, request: &mut Sending<'_>) -> Result<()> {
        let Sending { operation, module, attempt, .. } = request;
        self.0.lock().unwrap().push(format!("{operation} {module:?} {attempt}"));
        Ok(())
    }

    async fn after(&self, request: &Sending<'_>, answer: &Received) -> Result<()> {
        let Received { status, bytes, error, .. } = answer;
        self.0.lock().unwrap().push(format!("{} {status:?} {bytes} {error:?}", request.operation));
        Ok(())
    }
}

/// A query with a literal that nobody should read, on a server that fails once.
async fn run(log: Arc<Log>) {
    let server = Server::start(|_, n| match n {
        0 => Reply::with("503 Service Unavailable", "text/html", ""),
        _ => Reply::result(r#"[{"id":"12x1"}]"#),
    })
    .await;
    let quick = RetryPolicy::default()
        .waits(std::time::Duration::from_micros(50), std::time::Duration::from_micros(90));
    let client = Client::builder().url(&server.url).user("admin").access_key(KEY).retry(quick);
    let client = client.hook(log).build().unwrap();
    client
        .query("select id from Contacts where lastname = 'Tell-no-one' limit 1")
        .unwrap()
        .all()
        .await
        .unwrap();
}

#[tokio::test]
async fn a_hook_sees_every_attempt() {
    let log = Arc::new(Log::default());
    run(Arc::clone(&log)).await;
    assert_eq!(
        *log.0.lock().unwrap(),
        [
            "query Some(\"Contacts\") 1",
            "query Some(503) 0 Some(Status)",
            "query Some(\"Contacts\") 2",
            "query Some(200) 41 None",
        ]
    );
}

/// Adds the header that a gateway wants to see, and tries to pose as another user.
struct Gateway;

impl RequestHook for Gateway {
    async fn before(&self, request: &mut Sending<'_>) -> Result<()> {
        for (name, value) in [("Authorization", "Basic x"), ("host", "x"), ("a b", "x"), ("x-a", "x\ny")] {
            let error = request.set_header(name, value).unwrap_err();
            assert!(error.kind() == ErrorKind::Config && error.to_string().contains(name), "{error}");
        }
        request.set_header("X-Tenant", "none")?;
        request.set_header("X-Tenant", "sales")?;
        let shown = format!("{request:?}");
        assert!(shown.contains("x-tenant") && !shown.contains("sales"), "{shown}");
        Ok(())
    }
}

#[tokio::test]
async fn a_hook_adds_headers_to_every_request_and_to_logins() {
    let server = Server::start(|request, _| {
        Reply::result(match request.param("operation") {
            Some("getchallenge") => r#"{"token":"t"}"#,
            Some("login") => r#"{"sessionName":"s","userId":"19x1"}"#,
            _ => r#"{"id":"19x1"}"#,
        })
    })
    .await;
    for path in ["", "/webservice.php"] {
        let client = Client::builder().url(format!("{}{path}", server.url)).user("admin").access_key(KEY);
        let client = client.hook(Gateway).build().unwrap();
        client.me().await.unwrap();
        client.logout().await.unwrap();
    }
    let sent = server.requests();
    assert_eq!(sent.len(), 5);
    assert!(sent.iter().all(|request| request.header("x-tenant") == Some("sales")), "{sent:?}");
}

struct Refuses;

impl RequestHook for Refuses {
    async fn before(&self, request: &mut Sending<'_>) -> Result<()> {
        request.set_header("host", "elsewhere.example.com")
    }
}

#[tokio::test]
async fn a_request_that_a_hook_refuses_is_not_sent() {
    let server = Server::always(|| Reply::result("{}")).await;
    let client = Client::builder().url(&server.url).user("admin").access_key(KEY).hook(Refuses);
    let client = client.build().unwrap();
    let error = client.delete(RecordId::new(12, 1)).await.unwrap_err();
    assert_eq!((error.kind(), error.operation()), (ErrorKind::Config, Some("delete")));
    assert!(!error.may_have_been_done() && server.requests().is_empty());
}

#[tokio::test]
async fn tracing_says_what_was_done_and_neither_key_nor_literals() {
    let said = logs::during(run(Arc::default())).await;
    let first = "vtiger operation=\"query\" module=\"Contacts\" attempt=1";
    for part in [first, "status=503", "attempt=2", "bytes=41", "ms="] {
        assert!(said.contains(part), "{part} in {said}");
    }
    assert!(!said.contains(KEY) && !said.contains(BASIC), "{said}");
    assert!(!said.contains("Tell-no-one"), "{said}");
}

/// Panics at the third request.
#[derive(Default)]
struct Panics(Mutex<u32>);

impl RequestHook for Panics {
    async fn before(&self, _: &mut Sending<'_>) -> Result<()> {
        let mut seen = self.0.lock().unwrap();
        *seen += 1;
        let third = *seen == 3;
        drop(seen);
        assert!(!third, "a hook of mine fails");
        Ok(())
    }
}

#[tokio::test]
async fn the_panic_of_a_hook_is_a_panic_of_the_caller() {
    for workers in [1, 4] {
        let server = Server::start(|request, n| {
            let n = 100 * n as u64;
            let text = request.param("query").unwrap();
            let ids = if text.contains("desc") { 900..=900 } else { n + 1..=n + 100 };
            let rows: Vec<_> = ids.map(|id| format!(r#"{{"id":"12x{id}"}}"#)).collect();
            Reply::result(&format!("[{}]", rows.join(",")))
        })
        .await;
        let client = Client::builder().url(&server.url).user("admin").access_key(KEY);
        let client = client.hook(Panics::default()).build().unwrap();
        let query = client.query("select id from Contacts").unwrap().parallel(workers);
        let panicked =
            tokio::spawn(async move { query.all().await.map(|rows| rows.len()) }).await.unwrap_err();
        let text = *panicked.into_panic().downcast::<&str>().unwrap();
        assert_eq!(text, "a hook of mine fails", "{workers} workers");
    }
}

#[tokio::test]
async fn requests_for_pages_are_made_within_the_span_of_whoever_takes_the_rows() {
    for workers in [1, 4] {
        let said = logs::during(async {
            let server = Server::start(|request, n| match request.param("query").unwrap() {
                text if text.contains("desc") => Reply::result(r#"[{"id":"12x3"}]"#),
                _ if n > 3 => Reply::result("[]"),
                _ => Reply::result(&format!(r#"[{{"id":"12x{}"}}]"#, n + 1)),
            })
            .await;
            let query = server.client().query("select id from Contacts").unwrap().parallel(workers);
            let span = tracing::info_span!("nightly", job = 7);
            tracing::Instrument::instrument(query.all(), span).await.unwrap();
        })
        .await;
        assert!(said.matches("vtiger operation").count() > 3, "{said}");
        assert_eq!(
            said.matches("vtiger operation").count(),
            said.matches("within nightly").count(),
            "{said}"
        );
    }
}
