//! How connections are made: through proxies, with clients of one's own, with tokens in place of keys.

use crate::server::{BASIC, KEY, Reply, Server};
use std::sync::atomic::{AtomicU32, Ordering};
use vtql_client::{Client, ClientBuilder, Error, ErrorKind, RecordId, reqwest};

fn builder(url: &str) -> ClientBuilder {
    Client::builder().url(url).user("admin").access_key(KEY)
}

#[tokio::test]
async fn everything_goes_through_a_proxy_whose_password_shows_nowhere() {
    let proxy = Server::always(|| Reply::result(r#"{"types":[]}"#)).await;
    let address = proxy.url.strip_prefix("http://").unwrap();
    let set_up = builder("http://crm.invalid").allow_http("crm.invalid");
    let set_up = set_up.proxy(format!("http://someone:pass-word@{address}"));
    assert!(!format!("{set_up:?}").contains("pass-word"));
    set_up.build().unwrap().list_types().await.unwrap();
    let seen = &proxy.requests()[0];
    assert_eq!(seen.path, "http://crm.invalid/restapi/v1/vtiger/default/listtypes");
    assert!(seen.header("proxy-authorization").is_some_and(|it| it.starts_with("Basic ")));
    let error = builder("https://crm.invalid").proxy("http://user:pass-word@ no url").build().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Config);
    assert!(!format!("{error} {error:?}").contains("pass-word"), "{error:?}");
}

#[tokio::test]
async fn certificates_that_are_none_are_told_when_the_client_is_built() {
    for set_up in [
        builder("https://crm.invalid").root_certificates("no PEM"),
        builder("https://crm.invalid").client_certificate("-----BEGIN PRIVATE KEY-----\nsecret-key\n"),
    ] {
        let error = set_up.build().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Config);
        assert!(
            error.to_string().contains("PEM") && !format!("{error:?}").contains("secret-key"),
            "{error:?}"
        );
    }
}

#[tokio::test]
async fn a_client_of_ones_own_is_used_and_may_not_follow_redirects_elsewhere() {
    let server = Server::always(|| Reply::result(r#"{"types":[]}"#)).await;
    // reqwest has no cryptography of its own here.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let own = reqwest::Client::builder().user_agent("of my own").build().unwrap();
    builder(&server.url).http_client(own).build().unwrap().list_types().await.unwrap();
    assert_eq!(server.requests()[0].header("user-agent"), Some("of my own"));

    // The same server under another name.
    let elsewhere = server.url.replace("127.0.0.1", "localhost");
    let first = Server::start(move |_, _| {
        Reply::raw(format!("HTTP/1.1 302 Found\r\nLocation: {elsewhere}/x\r\nContent-Length: 0\r\n\r\n"))
    })
    .await;
    // reqwest has no cryptography of its own here.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let own = reqwest::Client::builder().no_proxy().build().unwrap();
    let error = builder(&first.url).http_client(own).build().unwrap().list_types().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Config, "{error}");
    assert!(error.to_string().contains("redirect"), "{error}");
}

#[tokio::test]
async fn bearer_tokens_take_the_place_of_the_key_and_show_nowhere() {
    let server = Server::start(|request, _| {
        let shown = request.header("authorization").unwrap_or_default().to_owned();
        Reply::with(&format!("400 NO:{shown}"), "text/html", &shown)
    })
    .await;
    let number = AtomicU32::new(0);
    let client = Client::builder().url(&server.url).bearer_tokens(move || {
        let number = number.fetch_add(1, Ordering::Relaxed);
        async move {
            match number {
                2 => Err(Error::hook("the tokens are used up")),
                number => Ok(format!("token-{number}-s3cret")),
            }
        }
    });
    let client = client.build().unwrap();
    for _ in 0..2 {
        let error = client.delete(RecordId::new(12, 1)).await.unwrap_err();
        let shown = format!("{error} {error:?}");
        assert!(shown.contains("[redacted]") && !shown.contains("s3cret"), "{shown}");
    }
    let error = client.delete(RecordId::new(12, 1)).await.unwrap_err();
    assert_eq!(
        (error.kind(), error.operation(), error.may_have_been_done()),
        (ErrorKind::Hook, Some("delete"), false)
    );
    let headers: Vec<_> =
        server.requests().iter().map(|request| request.header("authorization").unwrap().to_owned()).collect();
    assert_eq!(headers, ["Bearer token-0-s3cret", "Bearer token-1-s3cret"]);
    assert!(!headers.iter().any(|header| header.contains(BASIC)));

    let both = builder(&server.url).bearer_token("t");
    assert!(!format!("{both:?}").contains(KEY));
    assert_eq!(both.build().unwrap_err().kind(), ErrorKind::Config);
    let sessions = Client::builder().url(format!("{}/webservice.php", server.url)).bearer_token("t");
    assert_eq!(sessions.build().unwrap_err().kind(), ErrorKind::Config);
}
