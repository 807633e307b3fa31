use crate::server::{KEY, Reply, Server};
use std::time::Duration;
use vtql_client::{Client, Error, ErrorCode, ErrorKind, RetryPolicy};

/// The error of `me` on a server with this one answer, without retries.
async fn me(reply: impl Fn() -> Reply + Send + Sync + 'static) -> Error {
    let server = Server::always(reply).await;
    server.client_with(RetryPolicy::never()).me().await.unwrap_err()
}

#[tokio::test]
async fn the_code_is_read_from_the_reason_phrase() {
    let error =
        me(|| Reply::with("400 MANDATORY_FIELDS_MISSING:Assigned To does not have a value", "text/json", ""))
            .await;
    assert_eq!(error.kind(), ErrorKind::Server);
    assert_eq!(error.code(), Some(&ErrorCode::MandatoryFieldsMissing));
    assert_eq!(error.status(), Some(400));
    assert_eq!(error.label(), "MANDATORY_FIELDS_MISSING");
    assert!(error.to_string().contains("Assigned To does not have a value"), "{error}");
    assert_eq!(error.operation(), Some("me"));
}

#[tokio::test]
async fn a_reason_phrase_without_a_code_is_a_message() {
    let error = me(|| Reply::with("400 Something: went wrong", "text/json", "")).await;
    assert_eq!((error.kind(), error.code()), (ErrorKind::Status, None));
    assert!(error.to_string().contains("Something: went wrong"), "{error}");
}

#[tokio::test]
async fn the_code_is_read_from_the_body_on_any_status() {
    let body = r#"{"success":false,"error":{"code":"ACCESS_DENIED","message":"Permission to access '.x.' attribute denied."}}"#;
    for status in ["200 OK", "400 Bad Request", "403 Forbidden", "500 Internal Server Error"] {
        let error = me(move || Reply::with(status, "application/json", body)).await;
        assert_eq!(error.code(), Some(&ErrorCode::AccessDenied), "{status}");
        assert_eq!(error.kind(), ErrorKind::Server, "{status}");
        assert!(error.to_string().contains("'.x.' attribute denied"), "{error}");
    }
}

#[tokio::test]
async fn body_and_reason_phrase_complete_each_other() {
    let error = me(|| {
        let body = r#"{"success":false,"error":{"message":"Duplicate(s) detected!"}}"#;
        Reply::with("400 DUPLICATE_FOUND:ignored", "text/json", body)
    })
    .await;
    assert_eq!(error.code(), Some(&ErrorCode::Other("DUPLICATE_FOUND".to_owned())));
    assert!(error.to_string().contains("Duplicate(s) detected!"), "{error}");
}

#[tokio::test]
async fn the_number_zero_is_the_code_of_a_duplicate() {
    let error =
        me(|| Reply::json(r#"{"success":false,"error":{"message":"Duplicate(s) detected!","code":0}}"#))
            .await;
    assert_eq!(error.code(), Some(&ErrorCode::Duplicate));
    assert_eq!(error.label(), "DUPLICATE");
}

#[tokio::test]
async fn each_malformed_answer_is_told_apart() {
    let cases: [(&str, &str, &str, ErrorKind, &str); 13] = [
        ("500 Internal Server Error", "text/html", "", ErrorKind::Status, "empty answer"),
        ("502 Bad Gateway", "text/html", "<html>down</html>", ErrorKind::Status, "answered with `text/html`"),
        ("200 OK", "text/html", "", ErrorKind::NotJson, "the answer is empty"),
        ("200 OK", "text/html", "<!DOCTYPE html><p>Log in", ErrorKind::NotJson, "web page"),
        ("200 OK", "text/html", "Sorry! Attempt to access restricted file.", ErrorKind::NotJson, "not JSON"),
        (
            "200 OK",
            "application/json",
            "<br />\n<b>Warning</b>: Undefined array key\n{\"success\":true,\"result\":{",
            ErrorKind::NotJson,
            "text stands before the JSON",
        ),
        // Behind warnings an answer may begin with any of its members.
        (
            "200 OK",
            "text/html",
            "<b>Warning</b>: x\n{ \"error\" : {\"code\":\"ACCESS_DENIED\",\"message\":\"no\"},\"success\":false}",
            ErrorKind::Server,
            "ACCESS_DENIED",
        ),
        // The same, cut where the answer has not begun.
        ("200 OK", "text/html", "<br />\n<b>Warning</b>: Undef", ErrorKind::Interrupted, "before its JSON"),
        (
            "200 OK",
            "text/html",
            "<br />\n<b>Warning</b>: x in y\n{\"succ",
            ErrorKind::Interrupted,
            "before its JSON",
        ),
        (
            "200 OK",
            "text/json",
            r#"{"success":true,"result":{"id":"19x"#,
            ErrorKind::Interrupted,
            "ends in the middle",
        ),
        (
            "200 OK",
            "text/json",
            r#"{"success":true,"result":[1]}"#,
            ErrorKind::UnexpectedAnswer,
            "not what this operation returns",
        ),
        ("200 OK", "text/json", r#"{"ok":true}"#, ErrorKind::UnexpectedAnswer, "without `success`"),
        ("200 OK", "text/json", r#"{"success":false}"#, ErrorKind::Server, "does not say why"),
    ];
    for (status, content_type, body, kind, words) in cases {
        let error = me(move || Reply::with(status, content_type, body)).await;
        assert_eq!(error.kind(), kind, "{body}: {error}");
        assert!(error.to_string().contains(words), "{body}: {error}");
        assert_eq!(error.status().map(|it| it.to_string()).as_deref(), status.split(' ').next());
        assert!(body.ends_with(error.body().unwrap().text()), "{body}");
    }
}

#[tokio::test]
async fn a_wrong_key_is_an_auth_error_however_it_is_said() {
    let by_status = me(|| Reply::with("401 Unauthorized", "text/html", "")).await;
    let by_phrase =
        me(|| Reply::with("400 INVALID_USER_CREDENTIALS:Invalid credentials", "text/json", "")).await;
    let by_body = me(|| {
        Reply::json(r#"{"success":false,"error":{"code":"AUTHENTICATION_REQUIRED","message":"Authentication required"}}"#)
    })
    .await;
    for error in [by_status, by_phrase, by_body] {
        assert!(error.is_auth(), "{error:?}");
        assert_eq!(error.label(), "AUTH");
    }
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    let elsewhere = Server::always(|| Reply::result("{}")).await;
    let location = elsewhere.url.clone();
    let error = me(move || {
        Reply::raw(format!("HTTP/1.1 302 Found\r\nLocation: {location}/x\r\nContent-Length: 0\r\n\r\n"))
    })
    .await;
    assert_eq!((error.kind(), error.status()), (ErrorKind::Status, Some(302)));
    assert!(error.to_string().contains("redirects are not followed"), "{error}");
    assert!(elsewhere.requests().is_empty());
}

#[tokio::test]
async fn a_broken_connection_is_tried_again_for_reads_only() {
    let truncated = "HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{\"success\":true";
    let server = Server::always(move || Reply::raw(truncated)).await;
    let client = server.client();
    let error = client.me().await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Interrupted, 5));
    assert_eq!(server.requests().len(), 5);

    let error = client.create("Contacts", &serde_json::json!({ "lastname": "x" })).await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Interrupted, 1));
    assert_eq!(server.requests().len(), 6);

    let error = client.with_one_attempt().me().await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Interrupted, 1));
    assert_eq!(server.requests().len(), 7);
}

#[tokio::test]
async fn a_connection_that_is_closed_without_an_answer_is_an_interruption() {
    assert_eq!(me(|| Reply::raw("")).await.kind(), ErrorKind::Interrupted);
}

#[tokio::test]
async fn a_passing_failure_does_not_reach_the_caller() {
    let server = Server::start(|_, n| match n {
        0 => Reply::with("503 Service Unavailable", "text/html", ""),
        1 => Reply::raw(""),
        2 => Reply::json(r#"{"success":true,"resu"#),
        _ => Reply::result(r#"{"id":"19x1","user_name":"admin"}"#),
    })
    .await;
    assert_eq!(server.client().me().await.unwrap().user_name, "admin");
    assert_eq!(server.requests().len(), 4);
}

#[tokio::test]
async fn a_quota_error_says_how_long_to_wait_and_short_waits_are_kept() {
    let limited = "HTTP/1.1 429 Too Many Requests\r\nRetry-After: 120\r\nContent-Length: 0\r\n\r\n";
    let server = Server::always(move || Reply::raw(limited)).await;
    let error = server.client().me().await.unwrap_err();
    assert!(error.is_rate_limited());
    assert_eq!(error.retry_after(), Some(Duration::from_mins(2)));
    assert_eq!(server.requests().len(), 1, "a wait longer than the policy's is not sat out");

    let server = Server::start(|_, n| match n {
        0 => Reply::raw("HTTP/1.1 429 Too Many Requests\r\nRetry-After: 0\r\nContent-Length: 0\r\n\r\n"),
        _ => Reply::result(r#"{"id":"19x1"}"#),
    })
    .await;
    assert_eq!(server.client().me().await.unwrap().id.to_string(), "19x1");
}

#[tokio::test]
async fn a_wait_until_a_date_is_counted_from_the_date_of_the_answer() {
    let wait = |date: &'static str, until: &'static str| async move {
        let answer = format!(
            "HTTP/1.1 429 Too Many Requests\r\nDate: {date}\r\nRetry-After: {until}\r\nContent-Length: 0\r\n\r\n"
        );
        me(move || Reply::raw(answer.clone())).await.retry_after()
    };
    let now = "Sun, 06 Nov 1994 08:49:37 GMT";
    assert_eq!(wait(now, "Sun, 06 Nov 1994 08:51:07 GMT").await, Some(Duration::from_secs(90)));
    assert_eq!(wait(now, "Sun, 06 Nov 1994 08:00:00 GMT").await, Some(Duration::ZERO));
    assert_eq!(wait("nonsense", "Sun, 06 Nov 1994 08:00:00 GMT").await, Some(Duration::ZERO));
    assert_eq!(wait(now, "in a while").await, None);
}

#[tokio::test]
async fn a_request_that_is_too_long_for_the_server_has_a_code_of_its_own() {
    for status in ["414 URI Too Long", "431 Request Header Fields Too Large"] {
        let server = Server::always(move || Reply::with(status, "text/html", "<html>too long</html>")).await;
        let ids = (0..2_000).map(|n| format!("'x{n}'")).collect::<Vec<_>>().join(", ");
        let query = format!("select id from Contacts where lastname in ({ids}) order by lastname");
        let error = server.client().query(query).unwrap().all().await.unwrap_err();
        assert_eq!((error.kind(), error.label(), error.attempts()), (ErrorKind::TooLong, "TOO_LONG", 1));
        assert!(error.to_string().contains("ask for less at a time"), "{error}");
    }
}

#[tokio::test]
async fn an_unknown_host_and_a_refused_connection_are_told_apart() {
    let client = |url: &str| {
        let builder =
            Client::builder().url(url).user("admin").access_key(KEY).allow_http("no-such-host.invalid");
        builder.retry(RetryPolicy::never()).build().unwrap()
    };
    let error = client("http://no-such-host.invalid/").me().await.unwrap_err();
    assert_eq!((error.kind(), error.label()), (ErrorKind::UnknownHost, "UNKNOWN_HOST"), "{error:?}");
    assert!(error.is_connect());

    let port = {
        let listener = std::net::TcpListener::bind(("127.0.0.1", 0)).unwrap();
        listener.local_addr().unwrap().port()
    };
    let error = client(&format!("http://127.0.0.1:{port}/")).me().await.unwrap_err();
    assert_eq!((error.kind(), error.label()), (ErrorKind::Connect, "CONNECT"), "{error:?}");
    assert!(error.to_string().contains(&format!("127.0.0.1:{port}")), "{error}");
}

#[tokio::test]
async fn silence_ends_in_a_timeout() {
    let listener = std::net::TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let client = Client::builder()
        .url(format!("http://{}", listener.local_addr().unwrap()))
        .user("admin")
        .access_key(KEY)
        .timeout(Duration::from_millis(50))
        .retry(RetryPolicy::never())
        .build()
        .unwrap();
    assert!(client.me().await.unwrap_err().is_timeout());
}

#[tokio::test]
async fn the_quota_that_the_server_announces_is_kept_to() {
    let server = Server::start(|_, _| {
        let reset = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_secs() + 3600;
        Reply::raw(format!(
            "HTTP/1.1 200 OK\r\nX-FloodControl-MinuteLimit: 60\r\nX-FloodControl-Remaining: 0\r\n\
             X-FloodControl-Reset: {reset}\r\nContent-Length: 39\r\n\r\n{{\"success\":true,\"result\":{{\"id\":\"19x1\"}}}}"
        ))
    })
    .await;
    let mut patience = RetryPolicy::never();
    patience.longest_retry_after = Duration::from_secs(1);
    let client = server.client_with(patience);
    client.me().await.unwrap();
    assert_eq!(client.quota().minute_remaining, Some(0));
    let error = client.me().await.unwrap_err();
    assert!(error.is_rate_limited(), "{error}");
    assert_eq!(server.requests().len(), 1);
}

/// Warnings of PHP before an answer, as a server shows them.
fn warned(answer: &str) -> Reply {
    let text = format!("<br />\n<b>Warning</b>: Undefined array key 1 in <b>x.php</b><br />\n{answer}");
    Reply::with("200 OK", "text/html", &text)
}

#[tokio::test]
async fn rows_behind_warnings_are_read_and_no_rows_behind_warnings_are_not_the_end() {
    const NONE: &str = r#"{"success":true,"result":[]}"#;
    const ROW: &str = r#"{"success":true,"result":[{"id":"12x1"}]}"#;
    let ids = async |answers: &'static [(bool, &'static str)]| {
        let server = Server::start(|_, n| {
            let (is_warned, answer) = answers[n.min(answers.len() - 1)];
            if is_warned { warned(answer) } else { Reply::json(answer) }
        })
        .await;
        let rows = server.client().query("select id from Contacts").unwrap().all().await;
        (rows.map(|rows| rows.len()), server.requests().len())
    };
    // The server warns where the query failed, and has no rows then (observed).
    let (rows, sent) = ids(&[(true, NONE)]).await;
    let error = rows.unwrap_err();
    assert_eq!((error.kind(), sent), (ErrorKind::NotJson, 6), "{error}");
    assert!(error.body().unwrap().text().contains("Undefined array key 1"), "{error:?}");
    // It may have been a passing failure.
    assert!(matches!(ids(&[(false, ROW), (true, NONE), (false, NONE)]).await, (Ok(1), 4)));
    // A server that warns of everything warns of the end, too.
    assert!(matches!(ids(&[(true, ROW), (true, NONE)]).await, (Ok(1), 2)));
}

/// Shows the same text beside all that is in order, and perhaps another where something failed.
#[tokio::test]
async fn no_rows_are_believed_with_the_text_that_comes_with_everything_and_no_other() {
    const NOISE: &str = "Deprecated: f() in x.php on line 7\n";
    const GONE: &str = "Warning: mysqli_query(): MySQL server has gone away\n";
    const NONE: &str = r#"{"success":true,"result":[]}"#;
    const TYPES: &str = r#"{"success":true,"result":{"types":["Contacts"],"information":{}}}"#;
    let html = |before: &str, answer: &str| Reply::with("200 OK", "text/html", &format!("{before}{answer}"));
    let server = async |end: &'static str| {
        Server::start(move |request, n| match (request.operation(), n) {
            ("query", 0) => html(NOISE, r#"{"result":[{"id":"12x1"}],"success":true}"#),
            ("query" | "retrieve_related", _) => html(end, NONE),
            ("sync", _) => {
                html(end, r#"{"success":true,"result":{"updated":[],"deleted":[],"lastModifiedTime":1}}"#)
            }
            _ => html(NOISE, TYPES),
        })
        .await
    };
    let id = "12x1".parse().unwrap();
    for (end, is_believed) in [(NOISE, true), ("\u{feff}", true), (GONE, false)] {
        let (first, second) = (server(end).await, server(end).await);
        let rows = first.client().query("select id from Contacts").unwrap().all().await;
        assert_eq!(rows.is_ok_and(|rows| rows.len() == 1), is_believed, "{end}");
        // What is known of the text is asked for, where no rows came with it before.
        let client = second.client();
        assert_eq!(client.retrieve_related(id, "Leads", "Leads").await.is_ok(), is_believed, "{end}");
        let changes = client.sync("Contacts", 0, vtql_client::SyncScope::Application).await;
        assert_eq!(changes.is_ok(), is_believed, "{end}");
    }
}

/// Success comes with a result, and with nothing else.
#[tokio::test]
async fn an_end_that_is_none_is_not_taken_for_one() {
    for (status, end) in [
        ("206 Partial Content", r#"{"success":true,"result":[]}"#),
        ("200 OK", r#"{"success":true,"result":[],"error":{"code":"DATABASE_QUERY_ERROR","message":"x"}}"#),
        ("200 OK", r#"{"success":true,"result":[],"result":[{"id":"12x2"}]}"#),
    ] {
        let server = Server::start(move |_, n| match n {
            0 => Reply::result(r#"[{"id":"12x1"}]"#),
            _ => Reply::with(status, "text/json", end),
        })
        .await;
        let rows = server.client().query("select id from Contacts").unwrap().all().await;
        assert!(rows.is_err(), "{end}");
    }
}

/// A proxy that mixes answers up: what is said of a record is of the one that was asked for.
#[tokio::test]
async fn an_answer_about_another_record_is_none() {
    let id: vtql_client::RecordId = "12x5".parse().unwrap();
    let element = serde_json::json!({ "lastname": "x" });
    for body in [r#"{"id":"12x6","lastname":"x"}"#, r#"{"lastname":"x"}"#] {
        let server = Server::start(move |_, _| Reply::result(body)).await;
        let client = server.client();
        let outcomes =
            [client.retrieve(id).await, client.revise(id, &element).await, client.update(id, &element).await];
        for (outcome, is_write) in outcomes.into_iter().zip([false, true, true]) {
            let error = outcome.unwrap_err();
            assert_eq!(
                (error.kind(), error.may_have_been_done()),
                (ErrorKind::UnexpectedAnswer, is_write),
                "{body}"
            );
        }
    }
    for body in [r#"[{"id":"12x5"}]"#, r#"{"id":"12x6","lastname":"x"}"#] {
        let server = Server::start(move |_, _| Reply::result(body)).await;
        let error = server.client().delete(id).await.unwrap_err();
        assert_eq!((error.kind(), error.may_have_been_done()), (ErrorKind::UnexpectedAnswer, true), "{body}");
    }
    let server = Server::start(|_, _| Reply::result(r#"{"lastname":"x"}"#)).await;
    let error = server.client().create("Contacts", &element).await.unwrap_err();
    assert_eq!((error.kind(), error.may_have_been_done()), (ErrorKind::UnexpectedAnswer, true));
}
