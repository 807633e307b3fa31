//! Requests that are too long for a web server, answers that are too long for us.

use crate::server::{KEY, Reply, Server};
use std::time::Duration;
use vtql_client::{Client, Error, ErrorKind, RetryPolicy};

const NGINX: &str = "<html>\r\n<head><title>400 Bad Request</title></head>\r\n<body>\r\n<center><h1>400 Bad \
                     Request</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n";

/// The error of a query of about so many bytes, and how often it was sent.
async fn query(bytes: usize, reply: impl Fn() -> Reply + Send + Sync + 'static) -> (Error, usize) {
    let server = Server::always(reply).await;
    let query = format!("select id from Contacts where lastname = '{}' order by lastname", "x".repeat(bytes));
    let error = server.client().query(query).unwrap().all().await.unwrap_err();
    (error, server.requests().len())
}

#[tokio::test]
async fn a_request_that_is_too_long_is_told_as_such_and_sent_once() {
    let cases: [(usize, fn() -> Reply); 6] = [
        (5_000, || Reply::with("414 URI Too Long", "text/html", "<html>")),
        (5_000, || Reply::with("431 Request Header Fields Too Large", "text/html", "")),
        (5_000, || Reply::with("413 Payload Too Large", "text/html", "")),
        (5_000, || Reply::with("400 Bad Request", "text/html", NGINX)),
        (2_000, || Reply::with("400 Bad Request", "text/plain", "Request Line is too large (2104 > 2048)")),
        (5_000, || Reply::with("400 Bad Request", "text/html", "<h1>Bad Request</h1>")),
    ];
    for (bytes, reply) in cases {
        let (error, sent) = query(bytes, reply).await;
        assert_eq!((error.kind(), error.label(), sent), (ErrorKind::TooLong, "TOO_LONG", 1), "{error}");
        assert!(error.to_string().contains("ask for less at a time"), "{error}");
        assert!(!error.is_transient());
    }
}

/// A query whose request has a first line of about so many bytes. A literal ends at 8 KB, so it takes several.
fn long_query(bytes: usize) -> String {
    let conditions = (0..bytes / 8_000).map(|n| format!("lastname != '{}{n}'", "x".repeat(7_950)));
    let rest = format!("lastname != '{}'", "y".repeat(bytes % 8_000));
    let conditions: Vec<_> = conditions.chain([rest]).collect();
    format!("select id from Contacts where {} order by lastname", conditions.join(" and "))
}

#[tokio::test]
async fn one_of_64_kb_that_is_cut_off_without_an_answer_is_too_long() {
    for reply in [|| Reply::raw(""), || Reply::raw("").reset()] {
        for (bytes, kind, sent) in [
            (40_000, ErrorKind::Interrupted, 5),
            (64_100, ErrorKind::TooLong, 1),
            // No URL is as long as this.
            (80_000, ErrorKind::TooLong, 0),
        ] {
            let server = Server::always(reply).await;
            let error = server.client().query(long_query(bytes)).unwrap().all().await.unwrap_err();
            assert_eq!((error.kind(), server.requests().len()), (kind, sent), "{bytes}: {error}");
            let message = error.to_string();
            assert_eq!(kind == ErrorKind::TooLong, message.contains("as long as this one, of "), "{message}");
            assert!(!message.contains("xxx"), "{message}");
        }
    }
}

#[tokio::test]
async fn what_is_short_is_not_too_long() {
    let (error, _) = query(10, || Reply::with("400 Bad Request", "text/html", NGINX)).await;
    assert_eq!(error.kind(), ErrorKind::Status, "{error}");
    let coded = || Reply::with("400 QUERY_SYNTAX_ERROR:too long a word", "text/json", "");
    let (error, _) = query(5_000, coded).await;
    assert_eq!(error.label(), "QUERY_SYNTAX_ERROR");
}

#[tokio::test]
async fn a_web_page_at_the_plain_address_names_the_one_of_the_open_source_edition() {
    let pages: [fn() -> Reply; 3] = [
        || Reply::with("404 Not Found", "text/html", "<html>Not Found</html>"),
        || Reply::with("404 Not Found", "text/html", ""),
        || Reply::with("200 OK", "text/html", "<!DOCTYPE html><title>Vtiger</title>"),
    ];
    for page in pages {
        let server = Server::always(page).await;
        let error = server.client_with(RetryPolicy::never()).me().await.unwrap_err();
        let message = error.to_string();
        assert!(message.contains(&format!("`{}/webservice.php`", server.url)), "{message}");
        let url = format!("{}/crm/webservice.php", server.url);
        let right = Client::builder().url(url).user("admin").access_key(KEY).build().unwrap();
        let message = right.me().await.unwrap_err().to_string();
        assert!(!message.contains("webservice.php"), "it is there already: {message}");
    }
}

#[tokio::test]
async fn an_answer_that_is_longer_than_allowed_is_refused_while_it_comes() {
    let server =
        Server::always(|| Reply::result(&format!("[{}]", vec![r#"{"id":"12x1"}"#; 9_000].join(",")))).await;
    let client = Client::builder().url(&server.url).user("admin").access_key(KEY);
    let client = client.longest_answer(50_000).timeout(Duration::from_secs(20)).build().unwrap();
    let error = client.query("select id from Contacts").unwrap().all().await.unwrap_err();
    assert_eq!((error.kind(), server.requests().len()), (ErrorKind::UnexpectedAnswer, 1), "{error}");
    assert!(error.to_string().contains("longer than 50000 bytes"), "{error}");
}

#[tokio::test]
async fn what_a_server_says_of_a_failure_is_cut_to_a_length_to_read() {
    let (code, message) = ("C".repeat(300_000), "m".repeat(300_000));
    let body = format!(r#"{{"success":false,"error":{{"code":"{code}","message":"{message}"}}}}"#);
    let (error, _) = query(10, move || Reply::json(&body)).await;
    assert!(error.to_string().len() < 3_000 && format!("{error:?}").len() < 6_000);
}
