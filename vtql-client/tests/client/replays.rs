//! Answers that are recorded and given again.

use crate::server::{BASIC, KEY, Reply, Server};
use serde_json::json;
use std::fs;
use std::path::Path;
use vtql_client::{Client, ErrorKind, RecordId, Result, Verb, replay};

/// Some operations, one of which fails for good and one at first; `query` is asked twice with other answers.
async fn work(client: &Client) -> Result<Vec<String>> {
    let mut seen = vec![client.user().to_owned(), client.me().await?.user_name];
    for _ in 0..2 {
        let rows = client.query("select id from Contacts where lastname = 'O''Brien' limit 1")?.all().await?;
        seen.push(format!("{rows:?}"));
    }
    seen.push(client.create("Contacts", &json!({ "lastname": "Ω" })).await?.id().unwrap().to_string());
    seen.push(client.delete(RecordId::new(12, 1)).await.unwrap_err().to_string());
    seen.push(client.list_types().await?.len().to_string());
    seen.push(client.call(Verb::Get, "users", &[("page", "1")]).await?.to_string());
    Ok(seen)
}

fn reply(operation: &str, n: usize, session: bool) -> Reply {
    match operation {
        "getchallenge" => Reply::result(r#"{"token":"challenge-s3cret"}"#),
        "login" => Reply::result(
            r#"{"sessionName":"session-s3cret","userId":"19x1","username":"admin","first_name":"A","last_name":"B","email":"c"}"#,
        ),
        "me" => Reply::result(r#"{"id":"19x1","user_name":"admin"}"#),
        "query" => Reply::result(&format!(r#"[{{"id":"12x{n}"}}]"#)),
        "create" => Reply::result(r#"{"id":"12x9"}"#),
        "delete" if session => {
            Reply::json(r#"{"success":false,"error":{"code":"ACCESS_DENIED","message":"no"}}"#)
        }
        "delete" => Reply::with("400 ACCESS_DENIED:no", "text/html", ""),
        "listtypes" if n.is_multiple_of(2) => Reply::with("503 Service Unavailable", "text/html", ""),
        "listtypes" => Reply::result(r#"{"types":["Contacts"]}"#),
        "users" => {
            let session = if session { "session-s3cret" } else { BASIC };
            Reply::result(&format!(
                r#"{{"accesskey":"other-s3cret","user_password":"pass-s3cret","echo":"{KEY}","session":"{session}"}}"#
            ))
        }
        _ => Reply::result("{}"),
    }
}

#[tokio::test]
async fn what_was_recorded_comes_again_without_a_server_and_holds_no_secret() {
    let folder = tempfile::tempdir().unwrap();
    for path in ["", "/webservice.php"] {
        let tape = folder.path().join(format!("tape{}", path.len()));
        let server = Server::start(move |request, n| {
            let operation = request.param("operation").unwrap_or(request.operation()).to_owned();
            reply(&operation, n, !path.is_empty())
        })
        .await;
        let quick =
            vtql_client::RetryPolicy::default().waits(std::time::Duration::ZERO, std::time::Duration::ZERO);
        let client = Client::builder().url(format!("{}{path}", server.url)).user("admin").access_key(KEY);
        let client = client.retry(quick).record(&tape).build().unwrap();
        let live = work(&client).await.unwrap();
        client.logout().await.unwrap();
        let written = fs::read_to_string(&tape).unwrap();
        for secret in [KEY, BASIC, "s3cret"] {
            assert!(!written.contains(secret), "{secret} in {written}");
        }
        for line in written.lines() {
            let line: serde_json::Value = serde_json::from_str(line).unwrap();
            let body = line["body"].as_str().filter(|body| !body.is_empty());
            assert!(
                body.is_none_or(|body| serde_json::from_str::<serde_json::Value>(body).is_ok()),
                "{line}"
            );
        }
        drop(server);

        let client = replay::client(&tape).unwrap();
        let mut again = work(&client).await.unwrap();
        let shown = again.pop().unwrap();
        assert!(shown.contains("[redacted]"), "{shown}");
        assert_eq!(again, live[..live.len() - 1], "{path:?}");
        // Each answer is there once, and what was never asked has none.
        for error in [
            client.create("Contacts", &json!({ "lastname": "Ω" })).await.unwrap_err(),
            client.retrieve(RecordId::new(12, 7)).await.unwrap_err(),
        ] {
            assert_eq!((error.kind(), error.may_have_been_done()), (ErrorKind::Config, false));
            assert!(error.to_string().contains("record it anew"), "{error}");
        }
    }
}

#[test]
fn what_is_no_tape_is_told_with_its_line() {
    let folder = tempfile::tempdir().unwrap();
    let tape = folder.path().join("tape");
    let told = |path: &Path| {
        let error = replay::client(path).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::File);
        error.to_string()
    };
    assert!(told(&tape).contains("cannot be read"));
    let head = r#"{"vtql_tape":1,"user":"admin","sessions":false}"#;
    for (text, line) in [
        (String::new(), ":1:"),
        ("{}".to_owned(), ":1:"),
        (head.replace(":1,", ":2,"), "version 2"),
        (format!("{head}\n{{"), ":2:"),
        (format!("{head}\n{head}"), ":2:"),
    ] {
        fs::write(&tape, text).unwrap();
        assert!(told(&tape).contains(line), "{}", told(&tape));
    }
    let error =
        Client::builder().url("https://x.example").user("a").access_key("bbbb").record(folder.path()).build();
    assert_eq!(error.unwrap_err().kind(), ErrorKind::File);
}
