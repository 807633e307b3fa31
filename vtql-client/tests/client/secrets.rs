use crate::server::{BASIC, KEY, Reply, Server};
use vtql_client::{Client, RetryPolicy};

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
