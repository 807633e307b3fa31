//! Requests that a real server answered, sent again: the same status, the same code, and a result of
//! the same shape.

use crate::recordings;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use vtql_sandbox::{Profile, Sandbox};

#[derive(serde::Deserialize)]
struct Recorded {
    name: String,
    method: String,
    params: BTreeMap<String, String>,
    status: u16,
    body: String,
    request_body: Option<String>,
    request_headers: Option<Value>,
}

/// Recordings that are not sent again, by the start of their name, and why.
const LEFT_OUT: &[(&str, &str)] = &[
    ("_leak.", "about PHP's settings at that moment"),
    ("_protocol.session-", "about sessions at that moment: see the tests of `webservice.php`"),
    ("login.", "about challenges at that moment: see the tests of `webservice.php`"),
    ("logout.", "about sessions at that moment: see the tests of `webservice.php`"),
    ("changePassword.", "an operation that the manual does not have"),
    ("deleteUser.", "an operation that the manual does not have"),
    ("mobile.", "an operation that the manual does not have"),
    ("wsapp_", "an operation that the manual does not have"),
    ("convertlead.again", "the lead was converted, and is in no recorded answer"),
    ("convertlead.missing", "the account that it makes is among the records"),
    ("convertlead.ok", "the lead was converted, and is in no recorded answer"),
    ("convertlead.only-contact", "the lead was converted, and is in no recorded answer"),
    ("convertlead.retrieve-lead-after", "the lead was converted, and is in no recorded answer"),
    ("create.denied-", "of a user with fewer rights: see the tests of rights"),
    ("delete.invoice", "the record was deleted"),
    ("delete.ok", "the record was deleted"),
    ("describe.contacts-german-labels", "of a user with another language"),
    ("describe.denied-sales", "of a user with fewer rights: see the tests of rights"),
    ("files_retrieve.ok", "the contents of the file are not recorded"),
    ("listtypes.german", "of a user with fewer rights: see the tests of rights"),
    ("listtypes.sales", "of a user with fewer rights: see the tests of rights"),
    ("retrieve.denied-", "of a user with fewer rights: see the tests of rights"),
    ("retrieve.hidden-field", "of a user with fewer rights: see the tests of rights"),
    ("retrieve.user-by-sales", "of a user with fewer rights: see the tests of rights"),
    ("revise.denied-", "of a user with fewer rights: see the tests of rights"),
    ("create.invoice-patched", "of a server whose code was mended by hand"),
    ("create.purchaseorder-patched", "of a server whose code was mended by hand"),
    ("create.quotes-patched", "of a server whose code was mended by hand"),
    ("create.salesorder-patched", "of a server whose code was mended by hand"),
];

/// Recordings that are answered otherwise, and why.
const KNOWN: &[(&str, &str)] = &[
    ("convertlead.bad-id", "the server converts a contact as if it were a lead; the sandbox refuses"),
    ("create.document-upload-", "the server keeps files; the request is sent without its file here"),
    ("retrieve.invoice-after", "the sandbox computes no totals (`LineItems_FinalDetails`)"),
    ("retrieve.ok-document", "the record's file is not recorded"),
    ("retrieve.ok-invoice", "the sandbox computes no totals (`LineItems_FinalDetails`)"),
    ("retrieve.ok-product", "the sandbox keeps no prices by currency"),
    ("revise.invoice-header-only", "the server mixes the request into its answer"),
    ("update.invoice-without-lineitems", "the server mixes the request into its answer"),
];

async fn open_session(client: &reqwest::Client, sandbox: &Sandbox) -> String {
    let url = sandbox.webservice_url();
    let parameters = [("operation", "getchallenge"), ("username", sandbox.user())];
    let challenge: Value = client.get(&url).query(&parameters).send().await.unwrap().json().await.unwrap();
    let token = challenge["result"]["token"].as_str().unwrap();
    let key = format!("{:x}", md5::compute(format!("{token}{}", sandbox.access_key())));
    let form = [("operation", "login"), ("username", sandbox.user()), ("accessKey", &key)];
    let login: Value = client.post(&url).form(&form).send().await.unwrap().json().await.unwrap();
    login["result"]["sessionName"].as_str().unwrap().to_owned()
}

/// What two shapes must have in common: `None` when they do.
fn difference(expected: &Value, actual: &Value, path: &str) -> Option<String> {
    match (expected, actual) {
        (Value::Object(expected), Value::Object(actual)) => {
            let keys =
                |object: &serde_json::Map<String, Value>| object.keys().cloned().collect::<BTreeSet<_>>();
            if keys(expected) != keys(actual) {
                let missing: Vec<_> = keys(expected).difference(&keys(actual)).cloned().collect();
                let added: Vec<_> = keys(actual).difference(&keys(expected)).cloned().collect();
                return Some(format!("{path}: without {missing:?}, with {added:?}"));
            }
            expected.iter().find_map(|(key, value)| difference(value, &actual[key], &format!("{path}.{key}")))
        }
        (Value::Array(expected), Value::Array(actual)) => match (expected.first(), actual.first()) {
            (Some(expected), Some(actual)) => difference(expected, actual, &format!("{path}[0]")),
            (None, None) => None,
            _ => Some(format!("{path}: {} members, not {}", actual.len(), expected.len())),
        },
        // A value may be unset.
        (Value::Null | Value::String(_), Value::Null | Value::String(_)) => None,
        (expected, actual) if std::mem::discriminant(expected) == std::mem::discriminant(actual) => None,
        _ => Some(format!("{path}: {actual} is not like {expected}")),
    }
}

/// What is different in an answer; `None` when nothing is.
fn compare(recorded: &Recorded, status: u16, body: &str) -> Option<String> {
    let start = |text: &str| text.chars().take(150).collect::<String>();
    if status != recorded.status {
        return Some(format!("status {status}, not {}: {}", recorded.status, start(body)));
    }
    let parse = |text: &str| serde_json::from_str(text).unwrap_or(Value::Null);
    let (expected, actual): (Value, Value) = (parse(&recorded.body), parse(body));
    if expected["error"]["code"] != actual["error"]["code"] {
        return Some(format!("{}, not {}", start(body), start(&recorded.body)));
    }
    difference(&expected, &actual, "")
}

#[tokio::test]
async fn recorded_requests_are_answered_in_the_recorded_shape() {
    let (sandbox, _records) = recordings::instance(Profile::V8_4).await;
    let client = reqwest::Client::new();
    let mut differences = Vec::new();
    let (mut sent, mut left_out) = (0, 0);
    for line in recordings::lines("operations.jsonl.gz") {
        let recorded: Recorded = serde_json::from_str(&line).unwrap();
        if LEFT_OUT.iter().any(|(start, _)| recorded.name.starts_with(start)) {
            left_out += 1;
            continue;
        }
        sent += 1;
        let mut params = recorded.params.clone();
        if let Some(session) = params.get_mut("sessionName")
            && session.len() > 16
            && !recorded.name.ends_with("bad-session")
        {
            *session = open_session(&client, &sandbox).await;
        }
        let url = sandbox.webservice_url();
        let cookie = recorded.request_headers.as_ref().and_then(|headers| headers["Cookie"].as_str());
        let cookie = match cookie {
            Some(_) => format!("PHPSESSID={}", open_session(&client, &sandbox).await),
            None => String::new(),
        };
        let request = match (recorded.method.as_str(), recorded.request_body.clone()) {
            ("POST", Some(body)) => {
                let kind =
                    recorded.request_headers.as_ref().and_then(|headers| headers["Content-Type"].as_str());
                client.post(url).query(&params).header("Content-Type", kind.unwrap_or_default()).body(body)
            }
            ("POST", None) => client.post(url).form(&params),
            (method, _) => client.request(method.parse().unwrap(), url).query(&params),
        };
        let response = request.header("Cookie", cookie).send().await.unwrap();
        let status = response.status().as_u16();
        let body = response.text().await.unwrap();
        if let Some(found) = compare(&recorded, status, &body) {
            differences.push(format!("{}: {found}", recorded.name));
        }
    }
    println!("operations: {} of {sent} alike, {left_out} left out", sent - differences.len());
    for difference in &differences {
        let reason = KNOWN.iter().find(|(start, _)| difference.starts_with(start)).map(|(_, reason)| reason);
        println!("- {difference}\n  {reason:?}");
        assert!(reason.is_some(), "not a known difference: {difference}");
    }
}
