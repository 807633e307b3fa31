//! `webservice.php`: challenge, login, and sessions that end.

use crate::server::{KEY, Reply, Request, Server};
use std::sync::Mutex;
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
