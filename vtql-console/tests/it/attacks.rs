//! What pages of other sites and other users of the machine try.

use super::served::{ROUTES, Served, is_guarded};
use serde_json::json;
use std::io::{Read, Write};
use std::net::TcpStream;
use tokio_tungstenite::connect_async;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;

#[tokio::test(flavor = "multi_thread")]
async fn without_the_token_nothing_is_told() {
    let served = Served::new().await;
    for (method, path) in ROUTES {
        let wrong = format!("Bearer {}", "0".repeat(served.token.len()));
        for request in [
            served.bare(method, path),
            served.bare(method, path).header("authorization", wrong),
            served.bare(method, path).header("authorization", "Bearer "),
            served.bare(method, &format!("{path}?token=")),
            served.bare(method, &format!("{path}?token={}", &served.token[1..])),
            served.bare(method, path).header("cookie", format!("token={}", served.token)),
        ] {
            let answer = request.send().await.unwrap();
            assert_eq!(answer.status(), 401, "{method} {path}");
            assert!(is_guarded(answer.headers()), "{method} {path}");
        }
    }
    // In the address it is for the page and its WebSocket alone: other addresses end in logs.
    let answer = served.bare("GET", &format!("/api/start?token={}", served.token)).send().await.unwrap();
    assert_eq!(answer.status(), 401);
    assert_eq!(served.bare("GET", &format!("/?token={}", served.token)).send().await.unwrap().status(), 200);
    assert_eq!(served.sandbox.requests(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn names_that_lead_here_and_are_not_ours_are_refused() {
    let served = Served::new().await;
    let port = served.address.port();
    for host in [
        "evil.example",
        "127.0.0.1.evil.example",
        "localhost.evil.example",
        "0.0.0.0",
        "192.168.1.7",
        "[::2]",
    ] {
        for (method, path) in ROUTES.iter().chain(&[("GET", "/assets/console.js")]) {
            let answer =
                served.ask(method, path).header("host", format!("{host}:{port}")).send().await.unwrap();
            assert_eq!(answer.status(), 403, "{method} {path} for {host}");
        }
    }
    for host in ["localhost", "127.0.0.1", "LOCALHOST", "[::1]"] {
        let answer =
            served.ask("GET", "/api/start").header("host", format!("{host}:{port}")).send().await.unwrap();
        assert_eq!(answer.status(), 200, "{host}");
    }
    assert_eq!(served.sandbox.requests(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_of_other_sites_are_refused() {
    let served = Served::new().await;
    let own = format!("http://{}", served.address);
    let near = format!("http://127.0.0.1:{}", served.address.port() ^ 1);
    for origin in
        ["http://evil.example", "null", "file://", "http://127.0.0.1", near.as_str(), "https://127.0.0.1"]
    {
        for (method, path) in ROUTES {
            let answer = served.ask(method, path).header("origin", origin).send().await.unwrap();
            assert_eq!(answer.status(), 403, "{method} {path} from {origin}");
            assert!(answer.headers().get("access-control-allow-origin").is_none());
        }
    }
    for (site, expected) in [("cross-site", 403), ("same-site", 403), ("same-origin", 200), ("none", 200)] {
        let answer = served.ask("GET", "/api/start").header("sec-fetch-site", site).send().await.unwrap();
        assert_eq!(answer.status(), expected, "{site}");
    }
    assert_eq!(served.ask("GET", "/api/start").header("origin", own).send().await.unwrap().status(), 200);
    assert_eq!(served.sandbox.requests(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_websocket_of_another_page_is_refused() {
    let served = Served::new().await;
    let (address, token) = (served.address, &served.token);
    let attempt = async |url: String, origin: Option<&str>, host: Option<&str>| {
        let mut request = url.into_client_request().unwrap();
        if let Some(origin) = origin {
            request.headers_mut().insert("origin", origin.parse().unwrap());
        }
        if let Some(host) = host {
            request.headers_mut().insert("host", host.parse().unwrap());
        }
        connect_async(request).await.is_ok()
    };
    let right = format!("ws://{address}/lsp?token={token}");
    let own = format!("http://{address}");
    for (url, origin, host, expected) in [
        (right.clone(), Some(own.as_str()), None, true),
        (right.clone(), Some("http://evil.example"), None, false),
        (right.clone(), Some("null"), None, false),
        (right.clone(), Some(own.as_str()), Some("evil.example"), false),
        (format!("ws://{address}/lsp"), Some(own.as_str()), None, false),
        (format!("ws://{address}/lsp?token=x"), Some(own.as_str()), None, false),
        (format!("ws://{address}/lsp?x={token}"), None, None, false),
    ] {
        assert_eq!(attempt(url.clone(), origin, host).await, expected, "{url} from {origin:?} for {host:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn no_path_leads_out_of_the_assets() {
    let served = Served::new().await;
    let paths = [
        "/assets/../Cargo.toml",
        "/assets/..%2fCargo.toml",
        "/assets/%2e%2e/Cargo.toml",
        "/assets/%2e%2e%2fCargo.toml",
        "/assets/..\\Cargo.toml",
        "/assets//etc/passwd",
        "/assets/%2fetc%2fpasswd",
        "/assets/console.js%00.css",
        "/assets/",
        "/assets/index.html",
        "/../../etc/passwd",
        "//etc/passwd",
    ];
    for path in paths {
        let mut stream = TcpStream::connect(served.address).unwrap();
        let head = format!(
            "GET {path} HTTP/1.1\r\nHost: {}\r\nAuthorization: Bearer {}\r\nConnection: close\r\n\r\n",
            served.address, served.token
        );
        stream.write_all(head.as_bytes()).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        let status = answer.split(' ').nth(1).unwrap_or_default();
        assert!(["400", "404"].contains(&status), "{path}: {answer}");
    }
    for (name, kind) in
        [("console.js", "text/javascript"), ("console.css", "text/css"), ("icon.svg", "image/svg+xml")]
    {
        let answer = served.bare("GET", &format!("/assets/{name}")).send().await.unwrap();
        assert!(answer.headers()["content-type"].to_str().unwrap().starts_with(kind), "{name}");
        assert!(is_guarded(answer.headers()), "{name}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn values_that_are_scripts_stay_data() {
    let served = Served::with(|settings| settings.allow_writes = true).await;
    for value in [
        "<script>alert(1)</script>",
        "\"><img src=x onerror=alert(1)>",
        "</script><script>",
        "javascript:alert(1)",
    ] {
        let found = served.run(json!({ "text": "select id, lastname from Contacts limit 1" })).await;
        let id = found[2]["rows"][0]
            .as_array()
            .unwrap()
            .iter()
            .find(|it| it.as_str().unwrap().contains('x'))
            .unwrap();
        let path = format!("/api/record/{}", id.as_str().unwrap());
        let changed = served.ask("PUT", &path).json(&json!({ "lastname": value })).send().await.unwrap();
        assert_eq!(changed.status(), 200);
        for (method, path) in [("GET", path.as_str()), ("POST", "/api/run")] {
            let answer =
                served.ask(method, path).json(&json!({ "text": "select lastname from Contacts limit 1" }));
            let answer = answer.send().await.unwrap();
            let kind = answer.headers()["content-type"].to_str().unwrap().to_owned();
            assert!(["application/json", "application/x-ndjson"].contains(&kind.as_str()), "{kind}");
            assert!(is_guarded(answer.headers()));
            let quoted = serde_json::to_string(value).unwrap();
            assert!(answer.text().await.unwrap().contains(&quoted), "{value}");
        }
        let page = served.bare("GET", &format!("/?token={}", served.token)).send().await.unwrap();
        assert!(is_guarded(page.headers()));
        assert!(!page.text().await.unwrap().contains("alert(1)"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_access_key_is_told_to_nobody_and_kept_nowhere() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().to_owned();
    let served = Served::with(|settings| settings.data = Some(data)).await;
    let key = served.sandbox.access_key().to_owned();
    let text = format!("select id from Contacts where lastname = '{key}' limit 1");
    served.run(json!({ "text": text })).await;
    served.run(json!({ "text": "select id from Contacts limit 1" })).await;
    let saved =
        served.ask("PUT", "/api/saved").json(&json!([{ "name": "a", "text": text }])).send().await.unwrap();
    assert_eq!(saved.status(), 422);
    let tabs =
        served.ask("PUT", "/api/tabs").json(&json!({ "sheets": [{ "text": text }] })).send().await.unwrap();
    assert_eq!(tabs.status(), 422);
    for (method, path) in
        ROUTES.iter().filter(|(method, path)| *method == "GET" && !["/api/trace", "/lsp"].contains(path))
    {
        let answer = served.ask(method, path).send().await.unwrap().text().await.unwrap();
        assert!(!answer.contains(&key), "{path}");
    }
    for file in std::fs::read_dir(folder.path()).unwrap() {
        let kept = std::fs::read_to_string(file.unwrap().path()).unwrap();
        assert!(kept.contains("from Contacts limit 1") && !kept.contains(&key), "{kept}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_written_unless_it_is_allowed() {
    let served = Served::new().await;
    let answer =
        served.ask("PUT", "/api/record/12x1").json(&json!({ "lastname": "x" })).send().await.unwrap();
    assert_eq!(answer.status(), 403);
    for text in [
        "delete from Contacts;",
        "update Contacts set lastname = 'x'",
        "insert into Contacts",
        "drop table x",
    ] {
        let lines = served.run(json!({ "text": text })).await;
        assert_eq!(lines.last().unwrap()["event"], "error", "{text}");
    }
    assert_eq!(served.sandbox.requests(), 0);
}
