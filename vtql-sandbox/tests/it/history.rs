//! The server whose answers were recorded, as it was when the first of them was given, and what
//! happened to it in between without being recorded.

use crate::recordings::{self, Recorded};
use serde_json::{Map, Value, json};
use std::fs::{self, File};
use std::io::Write;
use std::path::Path;
use tempfile::TempDir;
use vtql_sandbox::{Profile, Rights, Sandbox, SandboxBuilder, Ties};

/// The number of the first record that a recorded request made.
const FIRST_MADE: i64 = 4018;
/// The number of the first record that the server with mended inventory made.
const FIRST_MADE_MENDED: i64 = 3957;
/// The group that a recorded request made.
const MADE_GROUP: &str = "20x8";

/// The access keys of the other users; what is recorded does not tell them.
pub(crate) const SALES: (&str, &str) = ("sales", "key-of-sales");
pub(crate) const GERMAN: (&str, &str) = ("german", "key-of-german");
pub(crate) const INACTIVE: (&str, &str) = ("inactive", "key-of-inactive");

/// Whose a recorded session is, when not the administrator's.
pub(crate) fn user_of(session: &str) -> Option<(&'static str, &'static str)> {
    match session {
        "998cb636b049d2137a98" => Some(SALES),
        "6d859c816b049d213a158" => Some(GERMAN),
        _ => None,
    }
}

/// The names of sessions that the server never opened.
pub(crate) const NEVER_OPENED: &[&str] =
    &["", "null", "x'y z", "abc123", "0123456789abcdef", "ffffffffffffffffffffffffffffffff"];

/// What was done before a recorded request, and not recorded: the operation, the module and the element.
pub(crate) const BEFORE: &[(&str, &str, &str, &str)] = &[
    ("delete.denied-sales", "create", "Contacts", r#"{"lastname":"Del","assigned_user_id":"19x1"}"#),
    ("convertlead.ok", "create", "Leads", LEAD_1),
    ("convertlead.nothing-to-create", "create", "Leads", LEAD_2),
    ("convertlead.no-entities", "create", "Leads", LEAD_3),
    ("create.literal-entities", "create", "Leads", SYNCED),
    ("create.literal-entities", "create", "Leads", SYNCED),
    ("create.literal-entities", "create", "Leads", SYNCED),
    ("create.literal-entities", "create", "Leads", SYNCED),
];

const LEAD_1: &str = r#"{"lastname":"Conv1","company":"Conv1 Co","firstname":"F","email":"q@example.com","assigned_user_id":"19x1"}"#;
const LEAD_2: &str = r#"{"lastname":"Conv2","company":"Conv2 Co","firstname":"F","email":"q@example.com","assigned_user_id":"19x1"}"#;
const LEAD_3: &str = r#"{"lastname":"Conv3","company":"Conv3 Co","firstname":"F","email":"q@example.com","assigned_user_id":"19x1"}"#;
const SYNCED: &str = r#"{"lastname":"Sync","company":"SyncCo","assigned_user_id":"19x1"}"#;

/// The rights of the two users who are no administrators.
fn rights() -> Rights {
    Rights::all()
        .without_module("Users")
        .without_module("PurchaseOrder")
        .without_field("Accounts", "annual_revenue")
        .read_only("Products")
        .undeletable("Contacts")
        .own_records_only("Leads")
}

/// The server before the first recording, and the folder that its records came from.
pub(crate) async fn server(recordings: &[Recorded]) -> (Sandbox, TempDir) {
    let dir = recordings::records();
    rewind(dir.path(), FIRST_MADE);
    restore_invoices(dir.path(), recordings);
    let builder = Sandbox::builder().load_dir(dir.path()).profile(Profile::V8_4).ties(Ties::ById);
    let sandbox = with_users(builder).start().await.unwrap();
    (sandbox, dir)
}

/// The same server with its inventory mended, before it made its invoices.
pub(crate) async fn mended_server() -> (Sandbox, TempDir) {
    let dir = recordings::records();
    rewind(dir.path(), FIRST_MADE_MENDED);
    fs::remove_file(dir.path().join("LineItem.jsonl")).unwrap();
    let builder = Sandbox::builder()
        .load_dir(dir.path())
        .profile(Profile::V8_4)
        .ties(Ties::ById)
        .mended_inventory(true);
    (builder.start().await.unwrap(), dir)
}

fn with_users(builder: SandboxBuilder) -> SandboxBuilder {
    [SALES, GERMAN, INACTIVE]
        .into_iter()
        .fold(builder, |builder, (user, key)| builder.other_user(user, key, rights()))
}

/// Removes the records that recorded requests made, and adds the one user whom no query tells.
fn rewind(dir: &Path, first: i64) {
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        let kept = |line: &&str| {
            let row: Value = serde_json::from_str(line).unwrap();
            let id = row["id"].as_str().unwrap();
            id.split_once('x').unwrap().1.parse::<i64>().unwrap() < first && id != MADE_GROUP
        };
        let text = fs::read_to_string(&path).unwrap();
        let lines: Vec<&str> = text.lines().filter(kept).collect();
        fs::write(&path, lines.join("\n") + "\n").unwrap();
    }
    let inactive = json!({ "id": "19x7", "user_name": INACTIVE.0, "status": "Inactive", "is_admin": "off" });
    append(dir, "Users", &inactive);
}

/// Puts back two invoices, one of which was changed later and one deleted, and their items.
fn restore_invoices(dir: &Path, recordings: &[Recorded]) {
    for module in ["Invoice", "LineItem"] {
        let path = dir.join(format!("{module}.jsonl"));
        let text = fs::read_to_string(&path).unwrap();
        let kept: Vec<&str> = text.lines().filter(|line| !line.contains("\"7x3957\"")).collect();
        fs::write(&path, kept.join("\n") + "\n").unwrap();
    }
    let recorded = recordings.iter().find(|recorded| recorded.name == "retrieve.ok-invoice").unwrap();
    let answer: Value = serde_json::from_str(&recorded.body).unwrap();
    let invoice = &answer["result"];
    append(dir, "Invoice", &fields_of(invoice));
    for item in invoice["LineItems"].as_array().unwrap() {
        append(dir, "LineItem", &fields_of(item));
    }
    let mut deleted = fields_of(invoice);
    deleted["id"] = "7x3958".into();
    append(dir, "Invoice", &deleted);
}

/// A retrieved record without what is no field.
fn fields_of(record: &Value) -> Value {
    let record = record.as_object().unwrap().iter();
    let fields = record.filter(|(_, value)| value.is_string() || value.is_null());
    Value::Object(fields.map(|(key, value)| (key.clone(), value.clone())).collect::<Map<_, _>>())
}

fn append(dir: &Path, module: &str, record: &Value) {
    let path = dir.join(format!("{module}.jsonl"));
    let mut file = File::options().append(true).create(true).open(path).unwrap();
    writeln!(file, "{record}").unwrap();
}
