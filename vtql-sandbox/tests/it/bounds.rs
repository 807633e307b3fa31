//! What is bounded: forms, files, the log, and who may send what from where.

use crate::support::{Http, form_in_parts, plain_http};
use base64::Engine;
use serde_json::{Value, json};
use std::sync::{Arc, Mutex};
use vtql_sandbox::{Faults, Sandbox};

async fn small() -> (Sandbox, Http) {
    let sandbox = Sandbox::builder().rows("Contacts", 5).start().await.unwrap();
    let http = Http::new(&sandbox);
    (sandbox, http)
}

/// A session by the endpoint with sessions.
async fn session(sandbox: &Sandbox) -> String {
    let client = plain_http();
    let challenge = [("operation", "getchallenge"), ("username", sandbox.user())];
    let challenge: Value =
        client.get(sandbox.webservice_url()).query(&challenge).send().await.unwrap().json().await.unwrap();
    let token = challenge["result"]["token"].as_str().unwrap();
    let key = format!("{:x}", md5::compute(format!("{token}{}", sandbox.access_key())));
    let login = [("operation", "login"), ("username", sandbox.user()), ("accessKey", &key)];
    let login: Value =
        client.post(sandbox.webservice_url()).form(&login).send().await.unwrap().json().await.unwrap();
    login["result"]["sessionName"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn a_large_form_is_read_from_whoever_is_known_wherever_the_session_stands() {
    let (sandbox, _http) = small().await;
    let session = session(&sandbox).await;
    let text = "x".repeat(1 << 20);
    let element = json!({ "lastname": "Large", "description": text, "assigned_user_id": "19x1" }).to_string();
    let client = plain_http();
    let send = |url: String, form: Vec<(&'static str, String)>| {
        let request = client.post(url).form(&form);
        async move { request.send().await.unwrap().status().as_u16() }
    };
    let url = sandbox.webservice_url();
    let create = || vec![("elementType", "Contacts".to_owned()), ("element", element.clone())];
    let named = |name: &str| vec![("operation", "create".to_owned()), ("sessionName", name.to_owned())];
    assert_eq!(send(url.clone(), [named(&session), create()].concat()).await, 200);
    assert_eq!(send(format!("{url}?operation=create&sessionName={session}"), create()).await, 200);
    assert_eq!(send(url.clone(), [named("stranger"), create()].concat()).await, 413);
    assert_eq!(send(url.clone(), create()).await, 413);
    let log = sandbox.log();
    assert!(log.iter().all(|entry| entry.subject.len() <= 200), "strangers are not remembered at length");
}

#[tokio::test]
async fn a_file_of_64_megabytes_comes_and_goes_without_being_held() {
    let (sandbox, http) = small().await;
    let contents: Vec<u8> = (0..64_u32 << 18).flat_map(u32::to_le_bytes).collect();
    let element = r#"{"notes_title":"Large","assigned_user_id":"19x1"}"#;
    let texts = [("elementType", "Documents"), ("element", element)];
    let document =
        http.upload("create", &texts, ("large.bin", "application/x-large", &contents)).await.result();
    let id = document["imageattachmentids"].as_str().unwrap();
    let file = http.get("files_retrieve", &[("id", id)]).await.result();
    assert_eq!((&file["filename"], &file["filesize"]), (&json!("large.bin"), &json!(contents.len())));
    let encoded = base64::engine::general_purpose::STANDARD.encode(&contents);
    assert!(file["filecontents"] == encoded.as_str());
    let (content_type, body) = form_in_parts(&texts, "filename", ("a.bin", "a/b", &contents[..1 << 20]));
    let stranger = plain_http().post(sandbox.webservice_url()).header("Content-Type", content_type);
    assert_eq!(stranger.body(body).send().await.unwrap().status(), 413);
}

#[tokio::test]
async fn files_of_documents_stay_beside_the_database() {
    let dir = tempfile::tempdir().unwrap();
    let start = || Sandbox::builder().rows("Contacts", 1).file(dir.path().join("kept.sqlite")).start();
    let sandbox = start().await.unwrap();
    let element = r#"{"notes_title":"Kept","assigned_user_id":"19x1"}"#;
    let texts = [("elementType", "Documents"), ("element", element)];
    let document =
        Http::new(&sandbox).upload("create", &texts, ("a.txt", "text/plain", b"kept")).await.result();
    sandbox.shutdown().await;
    let again = start().await.unwrap();
    let id = [("id", document["imageattachmentids"].as_str().unwrap())];
    assert_eq!(Http::new(&again).get("files_retrieve", &id).await.result()["filecontents"], "a2VwdA==");
    // What is made now takes no number that a file has.
    let later = Http::new(&again).upload("create", &texts, ("b.txt", "text/plain", b"later")).await.result();
    assert_ne!(later["imageattachmentids"], document["imageattachmentids"]);
    assert_ne!(later["id"], document["imageattachmentids"]);
    again.shutdown().await;
    let left: Vec<_> = std::fs::read_dir(dir.path().join("kept.sqlite-files")).unwrap().collect();
    assert_eq!(left.len(), 2, "uploads under way leave nothing");
}

#[tokio::test]
async fn the_log_holds_8_megabytes_at_most() {
    let (sandbox, http) = small().await;
    let long = format!("select id from Contacts where lastname = '{}';", "x".repeat(4_000));
    let longer = format!("select id from Contacts where id in ({});", vec!["'12x1'"; 3_500].join(","));
    for _ in 0..400 {
        http.query(&longer).await;
    }
    http.query(&long).await;
    let log = sandbox.log();
    let bytes: usize = log.iter().map(|entry| entry.subject.len()).sum();
    assert!(bytes <= 8 << 20 && bytes > 7 << 20, "{bytes}");
    assert_eq!(log.last().unwrap().subject, long);
    assert_eq!(sandbox.requests(), 401);
}

#[tokio::test]
async fn a_page_of_another_site_reaches_nothing_that_counts() {
    let (sandbox, http) = small().await;
    let client = plain_http();
    let basic =
        |request: reqwest::RequestBuilder| request.basic_auth(sandbox.user(), Some(sandbox.access_key()));
    let create = format!("{}/create", sandbox.url());
    let admin = format!("http://{}/_sandbox/faults", sandbox.address());
    let form =
        [("elementType", "Contacts"), ("element", r#"{"lastname":"Foreign","assigned_user_id":"19x1"}"#)];
    for origin in ["http://evil.example", "null", "http://localhost:1"] {
        for request in [
            client.post(&create).form(&form),
            client.post(sandbox.webservice_url()).form(&[("operation", "login")]),
            client.put(&admin).body(r#"{"error_rate":1}"#),
            client.get(&admin),
        ] {
            assert_eq!(
                basic(request).header("Origin", origin).send().await.unwrap().status(),
                403,
                "{origin}"
            );
        }
    }
    let rebound = basic(client.get(format!("{}/me", sandbox.url()))).header("Host", "evil.example");
    let answer = rebound.send().await.unwrap();
    assert_eq!(answer.status(), 403);
    assert!(answer.text().await.unwrap().contains("--allow-host evil.example"));
    let own =
        basic(client.post(&create).form(&form)).header("Origin", format!("http://{}", sandbox.address()));
    assert_eq!(own.send().await.unwrap().status(), 200);
    assert_eq!(http.query("select id from Contacts where lastname = 'Foreign';").await.rows().len(), 1);
    let allowed = Sandbox::builder().rows("Contacts", 1).allow_host("crm.test").start().await.unwrap();
    let request = client.get(format!("{}/me", allowed.url())).header("Host", "CRM.test:99");
    assert_eq!(
        request.basic_auth(allowed.user(), Some(allowed.access_key())).send().await.unwrap().status(),
        200
    );
}

#[tokio::test]
async fn somebody_can_watch_the_requests() {
    let seen = Arc::new(Mutex::new(Vec::new()));
    let told = seen.clone();
    let watch = move |request: &vtql_sandbox::LoggedRequest| told.lock().unwrap().push(request.clone());
    let sandbox = Sandbox::builder().rows("Contacts", 1).on_request(watch).start().await.unwrap();
    Http::new(&sandbox).query("select id from Contacts;").await;
    sandbox.set_faults(Faults::none().error_rate(1.0));
    Http::new(&sandbox).query("select id from Contacts;").await;
    let seen = seen.lock().unwrap();
    assert_eq!((seen[0].user.as_str(), seen[0].operation.as_str(), seen[0].status), ("admin", "query", 200));
    assert_eq!(*seen, sandbox.log());
}
