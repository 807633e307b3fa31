use crate::logs;
use crate::server::{BASIC, KEY, Reply, Request, Server};
use serde_json::json;
use std::fmt::Write;
use std::time::Duration;
use vtql_client::{Client, Error, RecordId, RetryPolicy, Verb};

fn assert_hidden(what: &str, text: &str) {
    assert!(!text.contains(KEY) && !text.contains(BASIC), "{what} shows the key: {text}");
}

#[tokio::test]
async fn the_key_travels_as_basic_authentication() {
    let server = Server::always(|| Reply::result(r#"{"id":"19x1"}"#)).await;
    server.client().me().await.unwrap();
    assert_eq!(server.requests()[0].header("authorization"), Some(&*format!("Basic {BASIC}")));
}

#[tokio::test]
async fn no_debug_output_shows_the_key() {
    let server = Server::always(|| Reply::result("{}")).await;
    let client = server.client();
    assert_hidden("the client", &format!("{client:?} {client:#?}"));
    let builder = Client::builder().url(&server.url).user("admin").access_key(KEY);
    assert_hidden("the builder", &format!("{builder:?} {builder:#?}"));
    let query = client.query("select id from Contacts").unwrap();
    assert_hidden("a query", &format!("{query:?} {query:#?} {:?}", query.explain().unwrap()));
    assert_hidden("rows", &format!("{:?} {:?}", query.stream(), query.pages()));
    assert_hidden("the quota", &format!("{:?}", client.quota()));
    let sessions = format!("{}/webservice.php", server.url);
    let sessions = Client::builder().url(sessions).user("admin").access_key(KEY).build().unwrap();
    assert_hidden("a client with sessions", &format!("{sessions:?} {sessions:#?}"));
}

#[tokio::test]
async fn no_error_shows_the_key_even_when_the_server_echoes_it() {
    let echoes: [fn() -> Reply; 5] = [
        || Reply::with(&format!("400 BAD_KEY:{KEY} is wrong"), "text/json", KEY),
        || Reply::with(&format!("400 {KEY}"), "text/json", ""),
        || Reply::with("500 Internal Server Error", "text/html", &format!("Authorization: Basic {BASIC}")),
        || Reply::json(&format!(r#"{{"success":false,"error":{{"code":"{KEY}","message":"{KEY}"}}}}"#)),
        || {
            Reply::raw(format!(
                "HTTP/1.1 302 Found\r\nLocation: https://x.example/?{KEY}\r\nContent-Length: 0\r\n\r\n"
            ))
        },
    ];
    for echo in echoes {
        let server = Server::always(echo).await;
        let error = server.client_with(RetryPolicy::never()).me().await.unwrap_err();
        assert_hidden("an error", &format!("{error} {error:?} {error:#?} {:?}", error.body()));
        let mut source = std::error::Error::source(&error);
        while let Some(cause) = source {
            assert_hidden("a cause", &format!("{cause} {cause:?}"));
            source = cause.source();
        }
    }
}

#[test]
fn a_url_with_a_key_in_it_is_refused_without_repeating_it() {
    for url in [format!("https://admin:{KEY}@demo.example.com/"), format!("https://{KEY}@demo.example.com/")]
    {
        let error = Client::new(url, "admin", "other-key").unwrap_err();
        assert_hidden("the error", &format!("{error} {error:?}"));
    }
}

#[tokio::test]
async fn connection_errors_do_not_show_the_query() {
    let server = Server::always(|| Reply::raw("")).await;
    let client = server.client_with(RetryPolicy::never());
    let query = client.query("select id from Contacts where lastname = 'Tell-no-one'").unwrap();
    let error = query.all().await.unwrap_err();
    assert!(!format!("{error} {error:?}").contains("Tell-no-one"), "{error:?}");
}

/// What a call of these would have nobody see.
const SECRET: &str = "Xy7-Hidden-Value";

/// Everything that an error shows.
fn shown(error: &Error) -> String {
    let mut text = format!("{error} {error:?} {error:#?} {:?} {:?}", error.body(), error.label());
    let mut source = std::error::Error::source(error);
    while let Some(cause) = source {
        write!(text, "{cause} {cause:?} {cause:#?}").unwrap();
        source = cause.source();
    }
    text
}

/// Answers with the secret wherever an answer can have a text, each of which is wrong in some way.
const WRONG: [fn() -> Reply; 22] = [
    || Reply::json(SECRET),
    || Reply::json(&format!("\"{SECRET}\"")),
    || Reply::json(&format!(r#"{{"success":true,"result":["{SECRET}"]}}"#)),
    || Reply::json(&format!(r#"{{"success":true,"result":{{"sessionName":17,"userId":"{SECRET}"}}}}"#)),
    || Reply::json(&format!(r#"{{"success":true,"result":{{"sessionName":["{SECRET}"]}}}}"#)),
    || Reply::json(&format!(r#"{{"success":true,"result":{{"value":"{SECRET}"}}}}"#)),
    || Reply::json(&format!(r#"{{"success":true,"result":"{SECRET}"#)),
    || Reply::json(&format!(r#"{{"success":true,"result":"{SECRET}"}} and more"#)),
    || Reply::json(&format!(r#"{{"result":"{SECRET}"}}"#)),
    || Reply::json(&format!(r#"{{"success":"yes","result":"{SECRET}"}}"#)),
    || Reply::json(&format!(r#"{{"success":false,"result":"{SECRET}"}}"#)),
    || Reply::json(&format!(r#"{{"success":false,"error":{{"code":"X","message":"{SECRET}"}}}}"#)),
    || Reply::json(&format!(r#"{{"success":false,"error":{{"code":"{SECRET}","message":"no"}}}}"#)),
    || {
        Reply::with(
            "200 OK",
            "text/html",
            &format!("<b>Warning</b>: {SECRET}\n{{\"success\":true,\"result\":[]}}"),
        )
    },
    || Reply::with("200 OK", "text/html", &format!("<b>Fatal error</b>: {SECRET}")),
    || Reply::with("500 Internal Server Error", SECRET, SECRET),
    || Reply::with(&format!("500 {SECRET}"), "text/json", ""),
    || Reply::with(&format!("400 ACCESS_DENIED:{SECRET}"), "text/json", SECRET),
    || Reply::with("400 Bad Request", "text/html", &format!("<h1>too large</h1>{SECRET}")),
    || Reply::raw(format!("HTTP/1.1 302 Found\r\nLocation: /?{SECRET}\r\nContent-Length: 0\r\n\r\n")),
    || {
        Reply::raw(format!(
            "HTTP/1.1 200 OK\r\nContent-Length: 999\r\n\r\n{{\"success\":true,\"result\":\"{SECRET}"
        ))
    },
    || Reply::raw(format!("HTTP/1.1 200 OK\r\n{SECRET}\r\n\r\n")),
];

/// Calls that carry a secret or ask for one.
const SECRET_CALLS: [&str; 5] = ["decrypt", "login", "changePassword", "update", "create"];

async fn call(client: &Client, operation: &str) -> Option<Error> {
    match operation {
        "decrypt" => client.decrypt(RecordId::new(12, 1), "card").await.err(),
        "login" => client.list_types().await.err(),
        "update" => client.update(RecordId::new(19, 1), &json!({ "user_password": SECRET })).await.err(),
        "create" => client.create("Users", &json!({ "accesskey": SECRET, "note": "x" })).await.err(),
        other => {
            let params = [("id", "19x1"), ("oldPassword", SECRET), ("newPassword", SECRET)];
            client.call(Verb::Post, other, &params).await.err()
        }
    }
}

#[tokio::test]
async fn no_error_and_no_log_of_a_call_with_a_secret_shows_it() {
    let mut errors = 0;
    for reply in WRONG {
        for operation in SECRET_CALLS {
            let answer = move |request: &Request| match request.param("operation") {
                Some("getchallenge") => Reply::result(r#"{"token":"t"}"#),
                Some(asked) if asked == operation => reply(),
                Some("login") => Reply::result(r#"{"sessionName":"s","userId":"19x1"}"#),
                Some("logout") => Reply::result("{}"),
                _ => reply(),
            };
            for path in ["", "/webservice.php"] {
                let server = Server::start(move |request, _| answer(request)).await;
                let url = format!("{}{path}", server.url);
                if operation == "login" && path.is_empty() {
                    continue;
                }
                let quick = RetryPolicy::default()
                    .attempts(2)
                    .waits(Duration::from_micros(9), Duration::from_micros(9));
                let client = Client::builder().url(url).user("admin").access_key(KEY).retry(quick);
                let client = client.build().unwrap();
                let said = logs::during(async {
                    if let Some(error) = call(&client, operation).await {
                        errors += 1;
                        let text = shown(&error);
                        assert!(!text.contains(SECRET), "{operation}: {text}");
                        assert!(error.body().is_none(), "{operation}: {text}");
                        assert!(std::error::Error::source(&error).is_none(), "{operation}: {text}");
                    }
                })
                .await;
                assert!(!said.contains(SECRET), "{operation}: {said}");
            }
        }
    }
    assert!(errors > 150, "{errors}");
}

#[tokio::test]
async fn the_keys_of_users_do_not_show_when_their_records_cannot_be_read() {
    let damaged = format!(r#"[{{"id":"19x1","accesskey":"{SECRET}","user_password":"{SECRET}","x":tru}}]"#);
    let server = Server::always(move || Reply::result(&damaged)).await;
    let client = server.client_with(RetryPolicy::never());
    for error in [
        client.query("select * from Users").unwrap().all().await.unwrap_err(),
        client.retrieve(RecordId::new(19, 1)).await.unwrap_err(),
    ] {
        let text = shown(&error);
        assert!(!text.contains(SECRET) && text.contains("19x1"), "{text}");
    }
}
