//! Requests that a real server answered, sent again in their order: the same status, the same code, and
//! a result with the same keys and types, and, with few exceptions, the same values.

use crate::history;
use crate::recordings::{self, Recorded, RecordedFile};
use crate::{shape, support};
use serde_json::Value;
use std::collections::HashMap;
use vtql_sandbox::{Faults, Sandbox, SessionEnd};

/// Recordings that are not sent again, by the start of their name: the sandbox has no such operation.
const LEFT_OUT: &[&str] = &["mobile.", "wsapp_"];

/// The part of the names of recordings of a server whose inventory was mended by hand.
const MENDED: &str = "-patched";

/// Values that are not as recorded, by the start of the recording's name and a part of the value's path,
/// and why.
const OTHER_VALUES: &[(&str, &str, &str)] = &[
    ("", ".token:", "drawn at random"),
    ("", ".sessionName:", "drawn at random"),
    ("", "Time:", "the clock"),
    ("", "createdtime:", "the clock"),
    ("", "modifiedtime:", "the clock"),
    ("", ".information.", "describe tells other names of some modules"),
    ("create.purchaseorder-patched", "id:", "other records were made before"),
    ("create.salesorder-patched", "id:", "other records were made before"),
    ("create.too-long", "", "describe of that edition does not tell how long a text may be"),
    ("describe.contacts-german-labels", ".label:", "the sandbox speaks the snapshot's language alone"),
    ("retrieve.", ".starred:", "the sandbox keeps no records that a user follows"),
    ("retrieve.ok-invoice", ".qtyInStock1:", "an order took two from the stock, which has them again"),
    ("", ".duration_hours:", "the server computes the length of a task without an end"),
    ("", ".duration_minutes:", "the server computes the length of a task without an end"),
];

/// What the server was made to do at a recorded request.
fn faults_at(name: &str) -> Faults {
    let ended = |end| Faults::none().expire_sessions(1).session_end(end);
    match name {
        "login.expired-token" => Faults::none().expire_challenges(true),
        "_protocol.session-expired" => ended(SessionEnd::Expired),
        "_protocol.session-idle" => ended(SessionEnd::Idle),
        "_protocol.session-file-gone" => ended(SessionEnd::Forgotten),
        _ if name.starts_with("_leak.display-errors-on-E_ALL.") => Faults::none().html_prefix(true),
        _ if name.starts_with("_leak.display-errors-on-shipped") => Faults::none().silent_crashes(true),
        _ => Faults::none(),
    }
}

/// Sends recorded requests to one sandbox.
struct Replay {
    client: reqwest::Client,
    sandbox: Sandbox,
    /// The open sessions, by their recorded names.
    sessions: HashMap<String, String>,
    /// The latest challenge.
    token: String,
}

impl Replay {
    fn new(sandbox: Sandbox) -> Self {
        Replay { client: support::plain_http(), sandbox, sessions: HashMap::new(), token: String::new() }
    }

    async fn call(&self, request: reqwest::RequestBuilder) -> Value {
        let text = request.send().await.unwrap().text().await.unwrap();
        serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error}: {text}"))
    }

    async fn challenge(&mut self, user: &str) {
        let parameters = [("operation", "getchallenge"), ("username", user)];
        let answer = self.call(self.client.get(self.sandbox.webservice_url()).query(&parameters)).await;
        answer["result"]["token"].as_str().unwrap().clone_into(&mut self.token);
    }

    fn key_of(&self, user: &str) -> String {
        let others = [history::SALES, history::GERMAN, history::INACTIVE];
        let other = others.iter().find(|(name, _)| *name == user).map(|(_, key)| *key);
        other.unwrap_or(self.sandbox.access_key()).to_owned()
    }

    /// What a client sends to answer the latest challenge.
    fn answer(&self, key: &str) -> String {
        format!("{:x}", md5::compute(format!("{}{key}", self.token)))
    }

    async fn log_in(&mut self, user: &str) -> String {
        self.challenge(user).await;
        let key = self.answer(&self.key_of(user));
        let form = [("operation", "login"), ("username", user), ("accessKey", &key)];
        let login = self.call(self.client.post(self.sandbox.webservice_url()).form(&form)).await;
        login["result"]["sessionName"].as_str().unwrap().to_owned()
    }

    /// The session that stands for a recorded one; opened when it is met for the first time.
    async fn session(&mut self, recorded: &str) -> String {
        if history::NEVER_OPENED.contains(&recorded) {
            return recorded.to_owned();
        }
        if let Some(session) = self.sessions.get(recorded) {
            return session.clone();
        }
        let user = history::user_of(recorded).map_or(self.sandbox.user(), |(name, _)| name).to_owned();
        let session = self.log_in(&user).await;
        self.sessions.insert(recorded.to_owned(), session.clone());
        session
    }

    /// The access key of a recorded login, answering a challenge of this sandbox.
    async fn access_key(&mut self, recorded: &Recorded) -> Option<String> {
        let sent = recorded.params.get("accessKey")?;
        let user = recorded.params["username"].to_lowercase();
        if recorded.name == "login.unknown-user" {
            return Some(sent.clone());
        }
        if recorded.name != "login.replay-same-token" {
            self.challenge(&user).await;
        }
        let answer = self.answer(&self.key_of(&user));
        Some(match recorded.name.as_str() {
            "login.wrong-key" => self.answer("another key"),
            "login.uppercase-md5" => answer.to_uppercase(),
            "login.older-of-two-tokens" => {
                self.challenge(&user).await;
                answer
            }
            _ => answer,
        })
    }

    /// Does what was done before a request and not recorded.
    async fn prepare(&mut self, name: &str) {
        for (_, operation, module, element) in history::BEFORE.iter().filter(|(before, ..)| *before == name) {
            let user = self.sandbox.user().to_owned();
            let session = self.log_in(&user).await;
            let form = [
                ("operation", *operation),
                ("sessionName", &session),
                ("elementType", module),
                ("element", element),
            ];
            let done = self.call(self.client.post(self.sandbox.webservice_url()).form(&form)).await;
            assert_eq!(done["success"], true, "before {name}: {done}");
        }
    }

    /// Sends a recorded request; answers the status, the content type and the body.
    async fn send(&mut self, recorded: &Recorded) -> (u16, String, String) {
        self.prepare(&recorded.name).await;
        let mut params = recorded.params.clone();
        for name in ["sessionName", "PHPSESSID"] {
            if let Some(session) = params.get_mut(name) {
                *session = self.session(&recorded.params[name]).await;
            }
        }
        if let Some(key) = self.access_key(recorded).await {
            params.insert("accessKey".to_owned(), key);
        }
        let mut headers = recorded.request_headers.clone().unwrap_or_default();
        if let Some(cookie) = headers.get_mut("Cookie") {
            let session = self.session(cookie.strip_prefix("PHPSESSID=").unwrap()).await;
            *cookie = format!("PHPSESSID={session}");
        }
        let url = self.sandbox.webservice_url();
        let file = recorded.files.first_key_value();
        let mut request = match (recorded.method.as_str(), recorded.request_body.clone(), file) {
            ("POST", Some(body), _) => self.client.post(url).query(&params).body(body),
            ("POST", None, Some((part, file))) => {
                let texts: Vec<(&str, &str)> = params.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect();
                let contents = contents(file);
                let file = (file.filename.as_str(), file.content_type.as_str(), contents.as_slice());
                let (content_type, body) = support::form_in_parts(&texts, part, file);
                self.client.post(url).header("Content-Type", content_type).body(body)
            }
            ("POST", None, None) => self.client.post(url).form(&params),
            (method, ..) => self.client.request(method.parse().unwrap(), url).query(&params),
        };
        for (name, value) in headers {
            request = request.header(name, value);
        }
        self.sandbox.set_faults(faults_at(&recorded.name));
        let response = request.send().await.unwrap();
        self.sandbox.set_faults(Faults::none());
        let content_type = response.headers().get("Content-Type").map(|value| value.to_str().unwrap());
        let content_type = content_type.unwrap_or_default().split(';').next().unwrap().to_owned();
        (response.status().as_u16(), content_type, response.text().await.unwrap())
    }
}

/// Contents of the recorded length. Those of the first file are told by a recorded answer.
fn contents(file: &RecordedFile) -> Vec<u8> {
    if file.filename == "hello.txt" { "h\u{e9}llo\n".into() } else { vec![b'x'; file.size] }
}

/// The JSON of a body, which warnings of PHP may precede.
fn json(body: &str) -> Value {
    let json =
        if body.starts_with("<br />") { body.find("\n{").map(|start| &body[start..]) } else { Some(body) };
    serde_json::from_str(json.unwrap_or_default()).unwrap_or(Value::Null)
}

/// Whether a value is known to be another one.
fn is_other_value(name: &str, difference: &str) -> bool {
    OTHER_VALUES.iter().any(|(start, part, _)| name.starts_with(start) && difference.contains(part))
}

/// What is different in an answer.
fn compare(recorded: &Recorded, (status, content_type, body): (u16, String, String)) -> Vec<String> {
    let start = |text: &str| text.chars().take(150).collect::<String>();
    let (expected, actual) = (json(&recorded.body), json(&body));
    let mut found = Vec::new();
    if status != recorded.status {
        found.push(format!("status {status}, not {}: {}", recorded.status, start(&body)));
    }
    if content_type != recorded.content_type {
        found.push(format!("{content_type}, not {}", recorded.content_type));
    }
    if expected["error"]["code"] != actual["error"]["code"] {
        found.push(format!("{}, not {}", start(&body), start(&recorded.body)));
    }
    found.extend(shape::differences(&expected, &actual));
    let unequal = shape::unequal(&expected, &actual).into_iter();
    found.extend(unequal.filter(|difference| !is_other_value(&recorded.name, difference)));
    found
}

#[tokio::test]
async fn recorded_requests_are_answered_in_the_recorded_shape() {
    let recordings = recordings::operations();
    let (sandbox, _records) = history::server(&recordings).await;
    let mut replay = Replay::new(sandbox);
    let (sandbox, _records) = history::mended_server().await;
    let mut mended = Replay::new(sandbox);
    let (mut sent, mut alike) = (0, 0);
    for recorded in &recordings {
        if LEFT_OUT.iter().any(|start| recorded.name.starts_with(start)) {
            continue;
        }
        let replay = if recorded.name.ends_with(MENDED) && !recorded.name.ends_with("unpatched") {
            &mut mended
        } else {
            &mut replay
        };
        let found = compare(recorded, replay.send(recorded).await);
        sent += 1;
        alike += usize::from(found.is_empty());
        for difference in found {
            println!("{}: {difference}", recorded.name);
        }
    }
    println!("operations: {alike} of {sent} alike, {} left out", recordings.len() - sent);
    assert_eq!(alike, sent);
}
