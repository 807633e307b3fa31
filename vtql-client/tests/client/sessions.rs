//! `webservice.php`: challenge, login, and sessions that end.

use crate::server::{KEY, Reply, Request, Server};
use std::collections::BTreeSet;
use std::sync::Mutex;
use std::time::{Duration, Instant};
use vtql_client::{Client, ErrorCode, ErrorKind, RecordId, RetryPolicy};

/// A `webservice.php` whose sessions last for a number of requests.
fn web_service(requests_a_session: usize) -> impl Fn(&Request, usize) -> Reply {
    let state: Mutex<(String, Vec<usize>)> = Mutex::default();
    let refuse = |code: &str| {
        Reply::json(&format!(r#"{{"success":false,"error":{{"code":"{code}","message":"no"}}}}"#))
    };
    move |request, n| {
        assert_eq!(request.path, "/crm/webservice.php");
        let (token, sessions) = &mut *state.lock().unwrap();
        let operation = request.param("operation").unwrap();
        match operation {
            "getchallenge" => {
                // A newer challenge voids the older one.
                *token = format!("t{n}");
                return Reply::result(&format!(r#"{{"token":"{token}","serverTime":1,"expireTime":301}}"#));
            }
            "login" => {
                let proof = format!("{:x}", md5::compute(format!("{token}{KEY}")));
                if request.param("accessKey") != Some(&proof) {
                    return refuse("INVALID_USER_CREDENTIALS");
                }
                sessions.push(0);
                let name = format!("session-{}", sessions.len() - 1);
                return Reply::result(&format!(r#"{{"sessionName":"{name}","userId":"19x1"}}"#));
            }
            _ => {}
        }
        let number =
            request.param("sessionName").and_then(|it| it.strip_prefix("session-")?.parse::<usize>().ok());
        let Some(used) = number.and_then(|number| sessions.get_mut(number)) else {
            return refuse("AUTHENTICATION_REQUIRED");
        };
        *used += 1;
        if *used > requests_a_session {
            return refuse("SESSION_EXPIRED");
        }
        match operation {
            "listtypes" => Reply::result(r#"{"types":[],"information":[]}"#),
            "retrieve" => Reply::result(r#"{"id":"19x1","user_name":"admin","email1":null}"#),
            "create" => Reply::result(r#"{"id":"12x7"}"#),
            "extendsession" | "logout" => Reply::result(r#"{"message":"successfull"}"#),
            _ => Reply::with("500 Internal Server Error", "text/html", ""),
        }
    }
}

fn client(server: &Server, key: &str) -> Client {
    let url = format!("{}/crm/webservice.php", server.url);
    Client::builder().url(url).user("admin").access_key(key).retry(RetryPolicy::never()).build().unwrap()
}

fn operations(server: &Server) -> Vec<String> {
    server.requests().iter().map(|it| format!("{} {}", it.method, it.param("operation").unwrap())).collect()
}

#[tokio::test]
async fn one_login_serves_many_requests() {
    let server = Server::start(web_service(100)).await;
    let client = client(&server, KEY);
    client.list_types().await.unwrap();
    client.clone().list_types().await.unwrap();
    client.extend_session().await.unwrap();
    client.logout().await.unwrap();
    assert_eq!(
        operations(&server),
        [
            "GET getchallenge",
            "POST login",
            "GET listtypes",
            "GET listtypes",
            "POST extendsession",
            "POST logout",
        ]
    );
    assert!(server.requests().iter().all(|it| it.header("authorization").is_none()));
}

#[tokio::test]
async fn a_session_that_is_over_is_replaced_without_a_word() {
    let server = Server::start(web_service(2)).await;
    let client = client(&server, KEY);
    for _ in 0..3 {
        client.list_types().await.unwrap();
    }
    let created = client.create("Contacts", &serde_json::json!({ "lastname": "x" })).await.unwrap();
    assert_eq!(created.id(), Some(RecordId::new(12, 7)));
    let logins = operations(&server).iter().filter(|it| *it == "POST login").count();
    assert_eq!(logins, 2);
}

#[tokio::test]
async fn a_session_that_never_works_is_an_error_and_not_a_loop() {
    let server = Server::start(web_service(0)).await;
    let error = client(&server, KEY).list_types().await.unwrap_err();
    assert_eq!(error.code(), Some(&ErrorCode::SessionExpired));
    assert!(error.is_auth());
    assert!(server.requests().len() <= 6);
}

#[tokio::test]
async fn a_wrong_key_is_an_auth_error() {
    let server = Server::start(web_service(9)).await;
    let error = client(&server, "another-key").me().await.unwrap_err();
    assert_eq!((error.kind(), error.operation()), (ErrorKind::Auth, Some("login")));
    // It might have been another login that voided the challenge: the key is blamed when that is unlikely.
    assert_eq!((error.attempts(), server.requests().len()), (8, 16));
    assert!(error.to_string().ends_with("tried 8 times"), "{error}");
    let server = Server::always(|| {
        Reply::json(
            r#"{"success":false,"error":{"code":"ACCESS_DENIED","message":"username does not exists"}}"#,
        )
    })
    .await;
    let error = client(&server, KEY).me().await.unwrap_err();
    assert!(error.is_auth(), "{error}");
}

#[tokio::test]
async fn the_user_is_the_one_that_the_login_named() {
    let server = Server::start(web_service(9)).await;
    assert_eq!(client(&server, KEY).me().await.unwrap().user_name, "admin");
    assert_eq!(server.requests().last().unwrap().param("id"), Some("19x1"));
}

#[tokio::test]
async fn what_the_endpoint_does_not_have_is_said_to_be_unsupported() {
    let server = Server::start(web_service(9)).await;
    let url = format!("{}/crm/webservice.php", server.url);
    let client = Client::builder().url(url).user("admin").access_key(KEY).build().unwrap();
    let error = client.tags(RecordId::new(12, 1)).await.unwrap_err();
    assert_eq!((error.kind(), error.status()), (ErrorKind::Unsupported, Some(500)));
    assert_eq!(error.attempts(), 1, "what is not there is not tried again");
    let quick = RetryPolicy::never();
    let client =
        Client::builder().url(client.endpoint()).user("admin").access_key(KEY).retry(quick).build().unwrap();
    let error = client.related_types("Contacts").await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Status, "an operation that it has, failing");
}

#[tokio::test]
async fn requests_that_run_together_have_sessions_of_their_own() {
    let server = Server::start(web_service(9)).await;
    let client = client(&server, KEY);
    let (a, b, c) = tokio::join!(client.list_types(), client.list_types(), client.list_types());
    assert!(a.is_ok() && b.is_ok() && c.is_ok());
    let used: Vec<_> =
        server.requests().iter().filter_map(|it| it.param("sessionName").map(str::to_owned)).collect();
    let mut distinct = used.clone();
    distinct.sort();
    distinct.dedup();
    assert!(distinct.len() > 1, "{used:?}");
}

#[tokio::test]
async fn the_name_of_a_session_does_not_show() {
    let service = web_service(9);
    let server = Server::start(move |request, n| match request.param("operation").unwrap() {
        "query" => Reply::with("500 Internal Server Error", "text/html", "dump of session-0"),
        _ => service(request, n),
    })
    .await;
    let client = client(&server, KEY);
    let error = client.query("select id from Contacts").unwrap().all().await.unwrap_err();
    assert!(!format!("{error:?}").contains("session-0"), "{error:?}");
}

/// A `webservice.php` on which another process asks for a challenge between ours and our answer, so often.
fn contended(times: usize, code: &'static str) -> impl Fn(&Request, usize) -> Reply {
    let service = web_service(9);
    let left = Mutex::new(times);
    move |request, n| {
        let mut left = left.lock().unwrap();
        if request.param("operation") == Some("login") && *left > 0 {
            *left -= 1;
            return Reply::json(&format!(
                r#"{{"success":false,"error":{{"code":"{code}","message":"no"}}}}"#
            ));
        }
        service(request, n)
    }
}

#[tokio::test]
async fn a_challenge_that_another_process_voids_is_asked_for_again() {
    for code in ["INVALID_AUTH_TOKEN", "INVALID_USER_CREDENTIALS"] {
        let server = Server::start(contended(6, code)).await;
        let client = client(&server, KEY);
        let created = client.create("Contacts", &serde_json::json!({})).await;
        assert_eq!(created.unwrap().id(), Some(RecordId::new(12, 7)), "{code}");
        assert_eq!(server.requests().len(), 2 * 7 + 1);
    }
}

#[tokio::test]
async fn a_server_that_fails_at_a_login_does_not_blame_the_key() {
    for code in ["INTERNAL_SERVER_ERROR", "DATABASE_QUERY_ERROR"] {
        let server = Server::start(contended(2, code)).await;
        let error = client(&server, KEY).create("Contacts", &serde_json::json!({})).await.unwrap_err();
        assert_eq!((error.kind(), error.operation()), (ErrorKind::Server, Some("login")), "{code}");
        assert!(error.is_transient() && !error.may_have_been_done(), "{code}");
        let patient = Client::builder().url(format!("{}/crm/webservice.php", server.url)).user("admin");
        let waits = (Duration::from_micros(10), Duration::from_micros(20));
        let patient =
            patient.access_key(KEY).retry(RetryPolicy::default().attempts(3).waits(waits.0, waits.1));
        let created = patient.build().unwrap().create("Contacts", &serde_json::json!({})).await;
        assert_eq!(created.unwrap().id(), Some(RecordId::new(12, 7)), "{code}");
    }
}

/// The names of the sessions that were logged out, once so many have been, or a while has passed.
async fn logged_out(server: &Server, sessions: usize) -> BTreeSet<String> {
    let started = Instant::now();
    loop {
        let sent = server.requests();
        let ends = sent.iter().filter(|it| it.param("operation") == Some("logout"));
        let names: Vec<_> = ends.map(|it| it.param("sessionName").unwrap().to_owned()).collect();
        if names.len() >= sessions || started.elapsed() > Duration::from_secs(10) {
            let distinct: BTreeSet<_> = names.iter().cloned().collect();
            assert_eq!(distinct.len(), names.len(), "each once: {names:?}");
            return distinct;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

/// Opens so many sessions.
async fn open(client: &Client, sessions: usize) {
    let all = futures::future::join_all((0..sessions).map(|_| client.list_types())).await;
    assert!(all.iter().all(Result::is_ok));
}

#[tokio::test]
async fn all_sessions_are_extended_and_ended() {
    let server = Server::start(web_service(9)).await;
    let client = client(&server, KEY);
    client.extend_session().await.unwrap();
    assert!(server.requests().is_empty(), "there is none");
    open(&client, 3).await;
    let logins = operations(&server).iter().filter(|it| *it == "POST login").count();
    client.extend_session().await.unwrap();
    let sent = server.requests();
    let extended = sent.iter().filter(|it| it.param("operation") == Some("extendsession"));
    let extended: BTreeSet<_> = extended.map(|it| it.param("sessionName").unwrap().to_owned()).collect();
    assert_eq!(extended.len(), logins);
    client.logout().await.unwrap();
    client.logout().await.unwrap();
    assert_eq!(logged_out(&server, logins).await, extended);
}

#[tokio::test]
async fn a_session_that_is_over_needs_no_extension() {
    let server = Server::start(web_service(1)).await;
    let client = client(&server, KEY);
    open(&client, 1).await;
    client.extend_session().await.unwrap();
    client.extend_session().await.unwrap();
    assert_eq!(operations(&server).iter().filter(|it| *it == "POST extendsession").count(), 1);
    open(&client, 1).await;
}

#[tokio::test]
async fn a_client_that_is_dropped_ends_its_sessions() {
    let server = Server::start(web_service(9)).await;
    let client = client(&server, KEY);
    open(&client, 3).await;
    let logins = operations(&server).iter().filter(|it| *it == "POST login").count();
    let clone = client.clone();
    drop(client);
    tokio::time::sleep(Duration::from_millis(50)).await;
    assert!(!operations(&server).iter().any(|it| it == "POST logout"), "another handle is there");
    drop(clone);
    assert_eq!(logged_out(&server, logins).await.len(), logins);
}

#[tokio::test]
async fn a_client_that_is_dropped_outside_of_a_runtime_ends_its_sessions_too() {
    let server = Server::start(web_service(9)).await;
    for in_time in [true, false] {
        let client = client(&server, KEY);
        let before = logged_out(&server, 0).await.len();
        let used = tokio::task::spawn_blocking(move || {
            std::thread::spawn(move || {
                let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
                runtime.block_on(open(&client, 1));
                // The runtime of its connections is at rest, or gone.
                if in_time {
                    drop(client);
                    drop(runtime);
                } else {
                    drop(runtime);
                    drop(client);
                }
            })
            .join()
        });
        used.await.unwrap().unwrap();
        assert_eq!(logged_out(&server, before + 1).await.len(), before + 1, "{in_time}");
    }
}

#[tokio::test]
async fn a_session_whose_request_was_given_up_serves_no_other_and_is_ended() {
    let service = web_service(9);
    let server = Server::start(move |request, n| {
        let reply = service(request, n);
        let is_slow = request.param("operation") == Some("create");
        if is_slow { reply.slow(Duration::from_secs(30)) } else { reply }
    })
    .await;
    let client = client(&server, KEY);
    let given_up = tokio::time::timeout(Duration::from_millis(500), client.create("Contacts", &())).await;
    // An element that is no object is never sent.
    assert!(given_up.unwrap().is_err());
    let element = serde_json::json!({});
    let given_up =
        tokio::time::timeout(Duration::from_millis(500), client.create("Contacts", &element)).await;
    assert!(given_up.is_err(), "it takes longer");
    client.list_types().await.unwrap();
    let sent = server.requests();
    let session = |operation: &str| {
        let request = sent.iter().find(|it| it.param("operation") == Some(operation));
        request.unwrap().param("sessionName").unwrap().to_owned()
    };
    assert_ne!(session("create"), session("listtypes"), "the server is still at work on the first");
    drop(client);
    assert_eq!(logged_out(&server, 2).await.len(), 2);
}

#[tokio::test]
async fn a_user_who_may_not_read_users_knows_himself_from_the_login() {
    let server = Server::start(|request, _| match request.param("operation").unwrap() {
        "getchallenge" => Reply::result(r#"{"token":"t"}"#),
        // As 8.4.0 answers (observed).
        "login" => Reply::result(
            r#"{"username":"sales","first_name":"T","last_name":"Sales","email":"sales@example.com",
                "time_zone":"America/New_York","is_admin":"off","sessionName":"s5","userId":"19x5",
                "version":"0.22","vtigerVersion":"8.4.0"}"#,
        ),
        "listtypes" => Reply::result(r#"{"types":[]}"#),
        "logout" => Reply::result("{}"),
        _ => Reply::json(r#"{"success":false,"error":{"code":"ACCESS_DENIED","message":"no"}}"#),
    })
    .await;
    let client = client(&server, KEY);
    for _ in 0..2 {
        let me = client.me().await.unwrap();
        assert_eq!((me.id, &*me.user_name, &*me.email), (RecordId::new(19, 5), "sales", "sales@example.com"));
        assert_eq!((&*me.first_name, &*me.last_name), ("T", "Sales"));
        client.list_types().await.unwrap();
    }
    assert_eq!(server.requests().len(), 4, "the login, and two lists");
}
