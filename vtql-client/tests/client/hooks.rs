//! Hooks: what they see, what they can refuse, and how long a call may take.

use crate::server::{KEY, Reply, Server};
use serde_json::json;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};
use vtql_client::{Client, Error, ErrorKind, Received, RecordId, RequestHook, Result, RetryPolicy, Sending};

/// What a hook was told of, and which operation it refuses before and after.
#[derive(Default)]
struct Told {
    lines: Mutex<Vec<String>>,
    before: Option<&'static str>,
    after: Option<&'static str>,
}

impl Told {
    fn say(&self, line: String) {
        self.lines.lock().unwrap().push(line);
    }

    fn take(&self) -> Vec<String> {
        std::mem::take(&mut *self.lines.lock().unwrap())
    }
}

impl RequestHook for Told {
    async fn before(&self, request: &mut Sending<'_>) -> Result<()> {
        tokio::task::yield_now().await;
        self.say(format!("before {} {}", request.operation, request.attempt));
        request.set_header("x-attempt", &request.attempt.to_string())?;
        if self.before == Some(request.operation) { Err(Error::hook("not today")) } else { Ok(()) }
    }

    async fn after(&self, request: &Sending<'_>, answer: &Received) -> Result<()> {
        tokio::task::yield_now().await;
        let error = answer.error.map(|error| format!(" {error}")).unwrap_or_default();
        self.say(format!("after {} {}{error}", request.operation, answer.status.unwrap_or_default()));
        if self.after == Some(request.operation) { Err(Error::hook("no such luck")) } else { Ok(()) }
    }

    fn cancelled(&self, request: &Sending<'_>, elapsed: Duration) {
        self.say(format!("cancelled {} {}", request.operation, elapsed > Duration::from_millis(1)));
    }
}

fn client(url: String, hook: &Arc<Told>) -> Client {
    let quick =
        RetryPolicy::default().attempts(3).waits(Duration::from_micros(50), Duration::from_micros(90));
    let client = Client::builder().url(url).user("admin").access_key(KEY).retry(quick);
    client.hook(Arc::clone(hook)).build().unwrap()
}

/// `webservice.php` whose third session is over when it is used, where `fails` fails once.
async fn sessions() -> Server {
    Server::start(|request, n| match request.param("operation") {
        Some("getchallenge") if n == 0 => Reply::with("503 Service Unavailable", "text/html", ""),
        Some("getchallenge") => Reply::result(r#"{"token":"t"}"#),
        Some("login") => Reply::result(r#"{"sessionName":"s1","userId":"19x1"}"#),
        Some("listtypes") if n == 4 => {
            Reply::json(r#"{"success":false,"error":{"code":"SESSION_EXPIRED","message":"x"}}"#)
        }
        Some("listtypes") => Reply::result(r#"{"types":[]}"#),
        _ => Reply::result("{}"),
    })
    .await
}

#[tokio::test]
async fn every_request_is_told_of_logins_and_sessions_that_were_over_among_them() {
    let (server, told) = (sessions().await, Arc::new(Told::default()));
    let client = client(format!("{}/webservice.php", server.url), &told);
    client.list_types().await.unwrap();
    let first = [
        "before listtypes 1",
        "before getchallenge 1",
        "after getchallenge 503 HTTP_STATUS",
        "after listtypes 0 HTTP_STATUS",
        "before listtypes 2",
        "before getchallenge 1",
        "after getchallenge 200",
        "before login 1",
        "after login 200",
        "after listtypes 200",
    ];
    assert_eq!(told.take(), first);
    client.list_types().await.unwrap();
    let second = [
        "before listtypes 1",
        "after listtypes 200 AUTH",
        "before listtypes 1",
        "before getchallenge 1",
        "after getchallenge 200",
        "before login 1",
        "after login 200",
        "after listtypes 200",
    ];
    assert_eq!(told.take(), second);
    client.logout().await.unwrap();
    assert_eq!(told.take(), ["before logout 1", "after logout 200"]);
    assert!(server.requests().iter().all(|request| request.header("x-attempt").is_some()));
}

#[tokio::test]
async fn a_hook_refuses_before_nothing_is_sent_and_after_it_may_have_been_done() {
    for (path, login) in [("", None), ("/webservice.php", Some("login"))] {
        for before in [Some("create"), login].into_iter().flatten() {
            let (server, told) =
                (sessions().await, Arc::new(Told { before: Some(before), ..Told::default() }));
            let client = client(format!("{}{path}", server.url), &told);
            let error = client.create("Contacts", &json!({})).await.unwrap_err();
            assert_eq!((error.kind(), error.operation()), (ErrorKind::Hook, Some(before)), "{error}");
            assert!(error.to_string().ends_with("a hook refused: not today"), "{error}");
            assert!(!error.may_have_been_done());
            let asked = |request: &crate::server::Request| request.param("operation") == Some("create");
            assert!(!server.requests().iter().any(asked));
        }
    }
    let (server, told) = (Server::always(|| Reply::result(r#"{"id":"12x7"}"#)).await, Told::default());
    let told = Arc::new(Told { after: Some("create"), ..told });
    let error = client(server.url.clone(), &told).create("Contacts", &json!({})).await.unwrap_err();
    assert_eq!((error.kind(), error.may_have_been_done()), (ErrorKind::Hook, true), "{error}");
    assert_eq!(server.requests().len(), 1);
    // The error of a request is not replaced.
    let (server, told) =
        (Server::always(|| Reply::with("404 Not Found", "text/html", "")).await, Told::default());
    let told = Arc::new(Told { after: Some("delete"), ..told });
    let error = client(server.url.clone(), &told).delete(RecordId::new(12, 1)).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Status);
}

#[tokio::test]
async fn a_request_that_is_given_up_is_told_of() {
    let server = Server::always(|| Reply::result("{}").slow(Duration::from_secs(30))).await;
    let told = Arc::new(Told::default());
    let client = client(server.url.clone(), &told);
    tokio::select! {
        done = client.retrieve(RecordId::new(12, 1)) => panic!("{done:?}"),
        () = async { while server.requests().is_empty() { tokio::time::sleep(Duration::from_millis(2)).await } } => {}
    }
    assert_eq!(told.take(), ["before retrieve 1", "cancelled retrieve true"]);
}

#[tokio::test]
async fn a_handle_has_its_own_time_for_a_request() {
    let server = Server::always(|| Reply::result("{}").slow(Duration::from_secs(30))).await;
    let patient = client(server.url.clone(), &Arc::new(Told::default()));
    let hasty = patient.with_timeout(Duration::from_millis(40));
    let started = Instant::now();
    let error = hasty.delete(RecordId::new(12, 1)).await.unwrap_err();
    assert_eq!(
        (error.kind(), error.is_timeout(), error.may_have_been_done()),
        (ErrorKind::Timeout, true, true)
    );
    assert!(started.elapsed() < Duration::from_secs(20));
}

type Answer = fn() -> Reply;

#[tokio::test]
async fn all_that_a_call_takes_ends_at_its_deadline() {
    // What takes the time: the answer, attempts that go on for ever, the quota, a login.
    let cases: [(&str, &str, Answer); 3] = [
        ("the answer", "", || Reply::result("{}").slow(Duration::from_secs(30))),
        ("attempts", "", || Reply::with("503 Service Unavailable", "text/html", "")),
        ("a login", "/webservice.php", || Reply::result(r#"{"token":"t"}"#).slow(Duration::from_secs(30))),
    ];
    for (what, path, reply) in cases {
        let server = Server::always(reply).await;
        let retry = RetryPolicy::default()
            .attempts(u32::MAX)
            .waits(Duration::from_millis(5), Duration::from_millis(9));
        let client =
            Client::builder().url(format!("{}{path}", server.url)).user("admin").access_key(KEY).retry(retry);
        let client = client.build().unwrap();
        let started = Instant::now();
        let error =
            client.with_deadline(started + Duration::from_millis(120)).list_types().await.unwrap_err();
        assert!(error.is_timeout() || error.status() == Some(503), "{what}: {error}");
        assert!(started.elapsed() < Duration::from_secs(20), "{what}");
    }
    let server = Server::always(|| Reply::result(r#"{"types":[]}"#)).await;
    let client = Client::builder().url(&server.url).user("admin").access_key(KEY);
    let client = client.requests_in(1, Duration::from_mins(10)).build().unwrap();
    let client = client.with_deadline(Instant::now() + Duration::from_millis(150));
    client.list_types().await.unwrap();
    let error = client.delete(RecordId::new(12, 1)).await.unwrap_err();
    assert_eq!((error.kind(), error.may_have_been_done()), (ErrorKind::Timeout, false), "{error}");
    assert_eq!(server.requests().len(), 1);
    let error = client.list_types().await.unwrap_err();
    assert_eq!((error.is_timeout(), error.operation()), (true, Some("listtypes")), "{error}");
}
