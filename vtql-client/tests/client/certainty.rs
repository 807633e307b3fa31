//! Every operation that writes, failing in every way that a request can fail: whether it may have been done,
//! what kind of failure it is called, whose it is, and that it is never sent twice where it may have been done.

use crate::server::{KEY, Reply, Request, Server};
use futures::future::join_all;
use serde_json::json;
use std::collections::HashMap;
use std::sync::Mutex;
use std::time::Duration;
use tokio::io::AsyncWriteExt;
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use vtql_client::{Client, Error, ErrorKind, LeadConversion, RecordId, RetryPolicy, Verb};

/// The operations that write, as the server names them. `reopen` has its parameters in the URL, so its body
/// is empty; `merge` is one that an instance adds.
const WRITES: [&str; 12] = [
    "create",
    "update",
    "revise",
    "delete",
    "add_related",
    "delete_related",
    "tags_add",
    "tag_delete",
    "tag_delete everywhere",
    "reopen",
    "convertlead",
    "merge",
];

async fn write(client: &Client, operation: &str) -> Result<(), Error> {
    let (id, other) = (RecordId::new(12, 1), RecordId::new(11, 2));
    let element = json!({ "lastname": "Smith" });
    match operation {
        "create" => client.create("Contacts", &element).await.map(drop),
        "update" => client.update(id, &element).await.map(drop),
        "revise" => client.revise(id, &element).await.map(drop),
        "delete" => client.delete(id).await,
        "add_related" => client.add_related(id, other, "Accounts").await,
        "delete_related" => client.delete_related(id, other).await,
        "tags_add" => client.add_tags(id, &["a"]).await,
        "tag_delete" => client.delete_tags(id, &["a"]).await,
        "tag_delete everywhere" => client.delete_tags_everywhere(id, &["a"]).await,
        "reopen" => client.reopen(id).await,
        "convertlead" => {
            let conversion = LeadConversion::new(id).contact(&element).unwrap();
            client.convert_lead(&conversion).await.map(drop)
        }
        custom => client.call(Verb::Post, custom, &[("id", "12x1")]).await.map(drop),
    }
}

fn name(operation: &str) -> &str {
    operation.split(' ').next().unwrap()
}

/// What an error has to say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Said {
    kind: ErrorKind,
    may_have_been_done: bool,
    is_connect: bool,
    is_timeout: bool,
}

impl Said {
    fn by(error: &Error) -> Self {
        let (is_connect, is_timeout) = (error.is_connect(), error.is_timeout());
        Said { kind: error.kind(), may_have_been_done: error.may_have_been_done(), is_connect, is_timeout }
    }

    fn new(kind: ErrorKind, may_have_been_done: bool) -> Self {
        let is_connect = matches!(kind, ErrorKind::Connect | ErrorKind::UnknownHost);
        Said { kind, may_have_been_done, is_connect, is_timeout: kind == ErrorKind::Timeout }
    }
}

/// How often a request is sent that fails for a passing reason.
const ATTEMPTS: u32 = 3;

/// How often a write is sent that fails with this error: once more only where nothing of it can have happened.
fn attempts(error: &Error) -> u32 {
    if error.is_transient() && !error.may_have_been_done() { ATTEMPTS } else { 1 }
}

/// How long an answer is waited for that never comes.
const PATIENCE: Duration = Duration::from_secs(2);

fn client(url: &str) -> Client {
    let retry =
        RetryPolicy::default().attempts(ATTEMPTS).waits(Duration::from_micros(50), Duration::from_micros(90));
    let client = Client::builder().url(url).user("admin").access_key(KEY).retry(retry);
    client.timeout(PATIENCE).concurrency(WRITES.len()).build().unwrap()
}

type Answer = fn() -> Reply;

/// A login that works; anything else is answered by `answer`.
fn logged_in(request: &Request, answer: impl Fn() -> Reply) -> Reply {
    match request.param("operation") {
        Some("getchallenge") => Reply::result(r#"{"token":"t"}"#),
        Some("login") => Reply::result(r#"{"sessionName":"s1","userId":"19x1"}"#),
        Some("logout") => Reply::result("{}"),
        _ => answer(),
    }
}

/// Runs every write, on both interfaces, on a server with this one answer, and checks what is said.
async fn each_write(what: &str, answer: Answer, expected: impl Fn(&str, &str) -> Option<Said>) {
    let server = Server::start(move |request, _| logged_in(request, answer)).await;
    let sent = Mutex::new(HashMap::<&str, u32>::new());
    for path in ["", "/webservice.php"] {
        let url = format!("{}{path}", server.url);
        let client = client(&url);
        let run = async |operation: &'static str| {
            let outcome = write(&client, operation).await;
            let said = outcome.as_ref().err().map(Said::by);
            assert_eq!(said, expected(operation, path), "{operation} on {path:?}, {what}: {outcome:?}");
            let attempts = outcome.as_ref().err().map_or(1, attempts);
            *sent.lock().unwrap().entry(name(operation)).or_default() += attempts;
            if let Err(error) = outcome {
                assert_eq!(error.operation(), Some(name(operation)), "{what}");
                assert_eq!(error.attempts(), attempts, "{operation}, {what}");
                let told = error.to_string().contains("may have been carried out");
                assert_eq!(told, error.may_have_been_done(), "{error}");
            }
        };
        join_all(WRITES.map(run)).await;
    }
    for (operation, sent) in sent.into_inner().unwrap() {
        let arrived = server.requests();
        let is_it = |it: &&Request| it.param("operation").unwrap_or(it.operation()) == operation;
        assert_eq!(arrived.iter().filter(is_it).count(), sent as usize, "{operation}, {what}");
    }
}

const TRUNCATED: &str = "HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{\"success\":true,\"result\":{";

#[tokio::test]
async fn what_breaks_after_the_request_left_may_have_been_done() {
    let breaks: [(&str, Answer, ErrorKind); 10] = [
        ("closed without an answer", || Reply::raw(""), ErrorKind::Interrupted),
        ("reset", || Reply::raw("").reset(), ErrorKind::Interrupted),
        ("no HTTP", || Reply::raw("SSH-2.0-OpenSSH_9.6\r\n"), ErrorKind::Interrupted),
        ("a head that was cut", || Reply::raw("HTTP/1.1 200 OK\r\nContent-Le"), ErrorKind::Interrupted),
        ("a body that was cut", || Reply::raw(TRUNCATED), ErrorKind::Interrupted),
        ("a body that was cut by a reset", || Reply::raw(TRUNCATED).reset(), ErrorKind::Interrupted),
        ("silence", || Reply::result("{}").slow(Duration::from_secs(30)), ErrorKind::Timeout),
        (
            "JSON that was cut",
            || Reply::json(r#"{"success":true,"result":{"id":"12x"#),
            ErrorKind::Interrupted,
        ),
        ("nothing", || Reply::json(""), ErrorKind::NotJson),
        (
            "PHP at its end",
            || Reply::with("200 OK", "text/html", "<b>Fatal error</b>: memory"),
            ErrorKind::NotJson,
        ),
    ];
    for (what, reply, kind) in breaks {
        each_write(what, reply, |_, _| Some(Said::new(kind, true))).await;
    }
}

#[tokio::test]
async fn an_answer_that_does_not_show_a_refusal_leaves_it_open() {
    let answers: [(&str, Answer, ErrorKind); 15] = [
        ("502", || Reply::with("502 Bad Gateway", "text/html", "<html>"), ErrorKind::Status),
        ("503", || Reply::with("503 Service Unavailable", "text/html", ""), ErrorKind::Status),
        (
            "a phrase without a code",
            || Reply::with("500 Something broke", "text/html", "<p>"),
            ErrorKind::Status,
        ),
        (
            "500 with a code",
            || Reply::with("500 INTERNAL_SERVER_ERROR:no", "text/html", "<p>"),
            ErrorKind::Server,
        ),
        (
            "502 with a code",
            || Reply::with("502 INTERNAL_SERVER_ERROR:no", "text/html", ""),
            ErrorKind::Server,
        ),
        ("504 with a code", || Reply::with("504 ACCESS_DENIED:by whom", "text/html", ""), ErrorKind::Server),
        ("400 without a word", || Reply::with("400 Bad Request", "text/json", ""), ErrorKind::Status),
        ("400 with a sentence", || Reply::with("400 Could not save", "text/json", ""), ErrorKind::Status),
        (
            "400 of a database",
            || Reply::with("400 DATABASE_QUERY_ERROR:x", "text/json", ""),
            ErrorKind::Server,
        ),
        (
            "400 with a code of its own",
            || Reply::with("400 HOOK_FAILED:x", "text/json", ""),
            ErrorKind::Server,
        ),
        ("200 and an internal error", || refusal("INTERNAL_SERVER_ERROR"), ErrorKind::Server),
        ("200 and a database error", || refusal("DATABASE_QUERY_ERROR"), ErrorKind::Server),
        ("200 and a failed creation", || refusal("FAILED_TO_CREATE"), ErrorKind::Server),
        ("200 and no reason", || Reply::json(r#"{"success":false}"#), ErrorKind::Server),
        ("plain text", || Reply::with("200 OK", "text/html", "Invalid owner"), ErrorKind::NotJson),
    ];
    for (what, reply, kind) in answers {
        each_write(what, reply, |_, _| Some(Said::new(kind, true))).await;
    }
}

#[tokio::test]
async fn a_500_with_an_empty_body_can_follow_a_committed_write() {
    let reply = || Reply::with("500 Internal Server Error", "text/html", "");
    let missing = ["delete_related", "tags_add", "tag_delete", "tag_delete everywhere", "reopen"];
    each_write("an empty 500", reply, |operation, path| {
        let is_missing = !path.is_empty() && missing.contains(&operation);
        let kind = if is_missing { ErrorKind::Unsupported } else { ErrorKind::Status };
        Some(Said::new(kind, true))
    })
    .await;
}

fn refusal(code: &str) -> Reply {
    Reply::json(&format!(r#"{{"success":false,"error":{{"code":"{code}","message":"no"}}}}"#))
}

#[tokio::test]
async fn a_refusal_shows_that_nothing_was_done() {
    let refusals: [(&str, Answer, ErrorKind, bool); 17] = [
        ("ACCESS_DENIED", || refusal("ACCESS_DENIED"), ErrorKind::Server, false),
        ("LEAD_ALREADY_CONVERTED", || refusal("LEAD_ALREADY_CONVERTED"), ErrorKind::Server, false),
        ("no session", || refusal("AUTHENTICATION_REQUIRED"), ErrorKind::Auth, false),
        // A conversion makes one record after another, and may be refused one when others are made.
        ("MANDATORY_FIELDS_MISSING", || refusal("MANDATORY_FIELDS_MISSING"), ErrorKind::Server, true),
        ("UNKNOWN_OPERATION", || refusal("UNKNOWN_OPERATION"), ErrorKind::Server, true),
        (
            "a duplicate",
            || Reply::json(r#"{"success":false,"error":{"code":0,"message":"x"}}"#),
            ErrorKind::Server,
            true,
        ),
        ("a reference", || refusal("REFERENCE_INVALID"), ErrorKind::Server, true),
        (
            "in the status line",
            || Reply::with("400 MANDATORY_FIELDS_MISSING:x", "text/json", ""),
            ErrorKind::Server,
            true,
        ),
        (
            "on a 500, by the service itself",
            || {
                let body = r#"{"success":false,"error":{"code":"ACCESS_DENIED","message":"no"}}"#;
                Reply::with("500 Internal Server Error", "text/json", body)
            },
            ErrorKind::Server,
            false,
        ),
        ("401", || Reply::with("401 Unauthorized", "text/html", ""), ErrorKind::Auth, false),
        ("403", || Reply::with("403 Forbidden", "text/html", "<html>"), ErrorKind::Status, false),
        ("404", || Reply::with("404 Not Found", "text/html", "<html>"), ErrorKind::Status, false),
        ("405", || Reply::with("405 Method Not Allowed", "text/html", ""), ErrorKind::Status, false),
        ("413", || Reply::with("413 Payload Too Large", "text/html", ""), ErrorKind::TooLong, false),
        ("429", || Reply::with("429 Too Many Requests", "text/html", ""), ErrorKind::RateLimited, false),
        (
            "429 with a code",
            || Reply::with("429 TOO_MANY_REQUESTS:x", "text/html", ""),
            ErrorKind::RateLimited,
            false,
        ),
        (
            "a redirect",
            || Reply::raw("HTTP/1.1 302 Found\r\nLocation: https://x.example/\r\nContent-Length: 0\r\n\r\n"),
            ErrorKind::Status,
            false,
        ),
    ];
    for (what, reply, kind, conversion_is_open) in refusals {
        each_write(what, reply, |operation, _| {
            Some(Said::new(kind, operation == "convertlead" && conversion_is_open))
        })
        .await;
    }
}

#[tokio::test]
async fn a_success_that_cannot_be_read_may_have_been_done() {
    // The others return nothing that has to be read.
    let returns = |operation: &str| ["create", "update", "revise", "convertlead"].contains(&operation);
    each_write(
        "a number",
        || Reply::result("17"),
        |operation, _| returns(operation).then(|| Said::new(ErrorKind::UnexpectedAnswer, true)),
    )
    .await;
    each_write(
        "an id that is none",
        || Reply::result(r#"{"Contacts":"twelve"}"#),
        |operation, _| returns(operation).then(|| Said::new(ErrorKind::UnexpectedAnswer, true)),
    )
    .await;
}

#[tokio::test]
async fn a_whole_answer_among_warnings_of_php_counts() {
    let warned = |answer: &str| {
        Reply::with("200 OK", "text/html", &format!("<br />\n<b>Warning</b>: x in y.php<br />\n{answer}"))
    };
    let good: fn() -> Reply = || {
        Reply::with(
            "200 OK",
            "text/html",
            "<b>Warning</b>\n{\"success\":true,\"result\":{\"id\":\"12x1\",\"Contacts\":\"12x1\"}}",
        )
    };
    each_write("a success behind warnings", good, |operation, _| {
        // The record that was created is no id of a conversion.
        (operation == "none").then(|| Said::new(ErrorKind::NotJson, true))
    })
    .await;
    let server = Server::always(move || {
        warned(r#"{"success":false,"error":{"code":"ACCESS_DENIED","message":"no"}}"#)
    })
    .await;
    let error = write(&client(&server.url), "create").await.unwrap_err();
    assert_eq!((error.label(), error.may_have_been_done()), ("ACCESS_DENIED", false));
}

/// A port that nobody listens on.
fn closed_port() -> u16 {
    let listener = std::net::TcpListener::bind(("127.0.0.1", 0)).unwrap();
    listener.local_addr().unwrap().port()
}

/// A port whose queue of connections is full, so that no further one is made.
async fn deaf() -> (u16, impl Drop) {
    struct Held(
        #[expect(dead_code, reason = "held open")] Vec<TcpStream>,
        #[expect(dead_code, reason = "held open")] TcpListener,
    );
    impl Drop for Held {
        fn drop(&mut self) {}
    }
    let socket = TcpSocket::new_v4().unwrap();
    socket.bind(([127, 0, 0, 1], 0).into()).unwrap();
    let listener = socket.listen(1).unwrap();
    let port = listener.local_addr().unwrap().port();
    let mut held = Vec::new();
    while let Ok(Ok(stream)) =
        tokio::time::timeout(Duration::from_millis(100), TcpStream::connect(("127.0.0.1", port))).await
    {
        held.push(stream);
    }
    (port, Held(held, listener))
}

#[tokio::test]
async fn what_fails_before_there_is_a_connection_was_not_done() {
    let silent = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let (deaf, _held) = deaf().await;
    let said = |kind, is_timeout| Said { is_timeout, ..Said::new(kind, false) };
    let plain = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let no_tls = format!("https://{}", plain.local_addr().unwrap());
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = plain.accept().await {
            let _ = stream.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n").await;
        }
    });
    let cases = [
        ("DNS", "http://no-such-host.invalid".to_owned(), PATIENCE, said(ErrorKind::UnknownHost, false)),
        ("refused", format!("http://127.0.0.1:{}", closed_port()), PATIENCE, said(ErrorKind::Connect, false)),
        ("no TLS", no_tls, PATIENCE, said(ErrorKind::Connect, false)),
        // The time of the connection runs out first, then that of the request.
        ("deaf", format!("http://127.0.0.1:{deaf}"), PATIENCE / 4, said(ErrorKind::Connect, true)),
        ("deaf for longer", format!("http://127.0.0.1:{deaf}"), PATIENCE * 9, said(ErrorKind::Connect, true)),
        (
            "silent TLS",
            format!("https://{}", silent.local_addr().unwrap()),
            PATIENCE / 4,
            said(ErrorKind::Connect, true),
        ),
        (
            "silent TLS for longer",
            format!("https://{}", silent.local_addr().unwrap()),
            PATIENCE * 9,
            said(ErrorKind::Connect, true),
        ),
    ];
    for (what, url, connect, expected) in cases {
        for path in ["", "/webservice.php"] {
            let client = Client::builder().url(format!("{url}{path}")).user("admin").access_key(KEY);
            let client = client.allow_http("no-such-host.invalid").retry(RetryPolicy::never());
            let client = client.concurrency(WRITES.len()).timeout(PATIENCE).connect_timeout(connect);
            let client = client.build().unwrap();
            let run = async |operation: &'static str| {
                let error = write(&client, operation).await.unwrap_err();
                assert_eq!(Said::by(&error), expected, "{operation} on {path:?}, {what}: {error:?}");
                let failed = if path.is_empty() { name(operation) } else { "getchallenge" };
                assert_eq!((error.operation(), error.attempts()), (Some(failed), 1), "{what}");
            };
            // Logins of one client come one after another.
            let writes = if path.is_empty() { &WRITES[..] } else { &WRITES[..1] };
            join_all(writes.iter().copied().map(run)).await;
        }
    }
}

#[tokio::test]
async fn a_login_that_fails_is_not_the_write() {
    let failures: [(&str, Answer, ErrorKind); 7] = [
        ("cut", || Reply::raw(""), ErrorKind::Interrupted),
        ("silence", || Reply::result("{}").slow(Duration::from_secs(30)), ErrorKind::Timeout),
        ("an empty 500", || Reply::with("500 Internal Server Error", "text/html", ""), ErrorKind::Status),
        ("refused", || refusal("ACCESS_DENIED"), ErrorKind::Auth),
        ("an internal error", || refusal("INTERNAL_SERVER_ERROR"), ErrorKind::Server),
        ("a web page", || Reply::with("200 OK", "text/html", "<html>"), ErrorKind::NotJson),
        ("something else", || Reply::result("17"), ErrorKind::UnexpectedAnswer),
    ];
    for step in ["getchallenge", "login"] {
        for (what, reply, kind) in failures {
            let server = Server::start(move |request, _| {
                if request.param("operation") == Some(step) {
                    reply()
                } else {
                    logged_in(request, || Reply::raw(""))
                }
            })
            .await;
            let client = client(&format!("{}/webservice.php", server.url));
            for operation in ["create", "convertlead"] {
                let error = write(&client, operation).await.unwrap_err();
                assert_eq!(Said::by(&error), Said::new(kind, false), "{operation}: {step} {what}: {error:?}");
                assert_eq!((error.operation(), error.attempts()), (Some(step), attempts(&error)), "{what}");
            }
            let steps: Vec<_> =
                server.requests().iter().map(|it| it.param("operation").unwrap().to_owned()).collect();
            assert!(steps.iter().all(|it| it == "getchallenge" || it == step), "{steps:?}");
        }
    }
}

/// A kept session is over when a write comes; the login after it works, or fails.
#[tokio::test]
async fn a_write_whose_session_is_over_is_sent_again_after_a_login_alone() {
    for works in [true, false] {
        let server = Server::start(move |request, n| match request.param("operation") {
            Some("create") if n == 3 => refusal("SESSION_EXPIRED"),
            Some("create") => Reply::result(r#"{"id":"12x7"}"#),
            Some("getchallenge") if n > 3 && !works => Reply::raw("").reset(),
            _ => logged_in(request, || Reply::result(r#"{"types":[]}"#)),
        })
        .await;
        let client = client(&format!("{}/webservice.php", server.url));
        client.list_types().await.unwrap();
        let created = client.create("Contacts", &json!({})).await;
        let creates = server.requests().iter().filter(|it| it.param("operation") == Some("create")).count();
        if works {
            assert_eq!((created.unwrap().id(), creates), (Some(RecordId::new(12, 7)), 2));
        } else {
            let error = created.unwrap_err();
            assert_eq!(Said::by(&error), Said::new(ErrorKind::Interrupted, false), "{error:?}");
            assert_eq!((error.operation(), creates), (Some("getchallenge"), 1));
        }
    }
}

#[tokio::test]
async fn a_read_that_fails_for_good_after_its_login_failed_was_tried_once() {
    let server = Server::start(|request, n| match request.param("operation") {
        Some("getchallenge") if n < 2 => Reply::raw(""),
        Some("listtypes") => refusal("ACCESS_DENIED"),
        _ => logged_in(request, || Reply::raw("")),
    })
    .await;
    let client = client(&format!("{}/webservice.php", server.url));
    let error = client.list_types().await.unwrap_err();
    assert_eq!((error.operation(), error.attempts()), (Some("listtypes"), 1), "{error}");
    assert!(!error.to_string().contains("tried"), "{error}");
}
