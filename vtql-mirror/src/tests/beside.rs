//! What an export writes beside records: how they are related, and their files.

use super::support::{BOTH, Interface, client, of_csv_lines};
use crate::format::{Format, FormatOptions};
use crate::{Due, Export, Manifest, Relations, Step, Sync};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::{Arc, Mutex};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use vtql_arrow::Misfits;
use vtql_client::{Client, RecordId, Upload};
use vtql_sandbox::{Profile, Sandbox};

/// Module, id, related module, related id, label.
type Pair = [String; 5];

const COLUMNS: [&str; 5] = ["module", "record_id", "related_module", "related_id", "label"];

fn of_rows(rows: Vec<BTreeMap<String, String>>) -> BTreeSet<Pair> {
    let mut pairs = BTreeSet::new();
    for row in rows {
        let pair = COLUMNS.map(|name| row.get(name).cloned().unwrap_or_default());
        assert!(pairs.insert(pair.clone()), "twice: {pair:?}");
    }
    pairs
}

fn pairs_of_csv(folder: &Path) -> BTreeSet<Pair> {
    of_rows(of_csv_lines(&std::fs::read_to_string(folder.join("_relations.csv")).unwrap()))
}

fn pairs_of_sqlite(path: &Path) -> BTreeSet<Pair> {
    let connection = rusqlite::Connection::open(path).unwrap();
    let text = format!("SELECT {} FROM _relations", COLUMNS.join(", "));
    let mut statement = connection.prepare(&text).unwrap();
    let rows =
        statement.query_map([], |row| Ok([row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?]));
    let rows: Vec<Pair> = rows.unwrap().map(Result::unwrap).collect();
    let pairs: BTreeSet<Pair> = rows.iter().cloned().collect();
    assert_eq!(pairs.len(), rows.len());
    pairs
}

/// The pairs that a reference field makes, seen from the record that is referred to.
async fn referring(client: &Client, module: &str, field: &str, target: &str, label: &str) -> BTreeSet<Pair> {
    let text = format!("select id, {field} from {module}");
    let records = client.query(&text).unwrap().all().await.unwrap();
    let pairs = records.iter().filter_map(|record| {
        let to = record.get(field).filter(|to| !to.is_empty() && !to.ends_with("x0"))?;
        Some([target, to, module, record.get("id")?, label].map(str::to_owned))
    });
    pairs.collect()
}

async fn ids(client: &Client, module: &str) -> Vec<RecordId> {
    let records = client.query(format!("select id from {module}")).unwrap().all().await.unwrap();
    records.iter().filter_map(vtql_client::Record::id).collect()
}

async fn export(sandbox: &Sandbox, interface: Interface, out: &Path, relations: Relations) -> Manifest {
    let (client, watch) = client(sandbox, interface);
    let format = if out.extension().is_some() { Format::Sqlite } else { Format::Csv };
    let export = Export::new(client, watch, format, out).modules(["Accounts", "Campaigns"]);
    export.relations(relations).run().await.unwrap()
}

/// One of the accounts has more contacts than an answer holds.
#[tokio::test]
async fn related_lists_are_whole_on_both_interfaces() {
    for (interface, profile) in [
        (Interface::Rest, Profile::Cloud),
        (Interface::Session, Profile::V8_4),
        (Interface::Session, Profile::Cloud),
    ] {
        let builder = Sandbox::builder().profile(profile).rows("Accounts", 3).rows("Contacts", 700);
        let sandbox = builder.rows("Campaigns", 4).rows("Leads", 3).start().await.unwrap();
        let (asking, _) = client(&sandbox, interface);
        let mut wanted = referring(&asking, "Contacts", "account_id", "Accounts", "Contacts").await;
        let most = wanted.iter().fold(BTreeMap::<&str, usize>::new(), |mut counts, pair| {
            *counts.entry(&pair[1]).or_default() += 1;
            counts
        });
        assert!(most.values().any(|count| *count > 150), "{most:?}");
        let (campaigns, leads) = (ids(&asking, "Campaigns").await, ids(&asking, "Leads").await);
        for lead in &leads {
            asking.add_related(campaigns[1], *lead, "Leads").await.unwrap();
            let pair = ["Campaigns", &campaigns[1].to_string(), "Leads", &lead.to_string(), "Leads"];
            wanted.insert(pair.map(str::to_owned));
        }
        let labels = ["Contacts", "Leads"].map(str::to_owned).to_vec();
        // Those of campaigns, which have a list of contacts, too.
        let relations = Relations::Lists(labels);
        let folder = tempfile::tempdir().unwrap();
        for out in ["out", "out.sqlite"] {
            let out = folder.path().join(out);
            let manifest = export(&sandbox, interface, &out, relations.clone()).await;
            let found = if out.extension().is_some() { pairs_of_sqlite(&out) } else { pairs_of_csv(&out) };
            assert!(found.is_superset(&wanted), "{profile}: {:?}", wanted.difference(&found).next());
            let more: Vec<_> = found.difference(&wanted).filter(|pair| pair[0] == "Accounts").collect();
            assert!(more.is_empty(), "{profile}: {more:?}");
            let told = manifest.relations.unwrap();
            assert_eq!((told.table.rows, told.incomplete.len()), (found.len() as u64, 0), "{profile}");
            assert_eq!(told.found_by["Accounts"], "lists");
            assert_eq!(told.asked, relations);
        }
    }
}

#[tokio::test]
async fn all_lists_of_a_record_are_asked_for_when_none_is_named() {
    let sandbox = Sandbox::builder().rows("Accounts", 2).rows("Contacts", 9).rows("Campaigns", 1);
    let sandbox = sandbox.start().await.unwrap();
    let (asking, _) = client(&sandbox, Interface::Rest);
    let lists = asking.related_types("Accounts").await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    sandbox.clear_log();
    let relations = Relations::Lists(Vec::new());
    let manifest = export(&sandbox, Interface::Rest, folder.path(), relations).await;
    let asked = sandbox.log().into_iter().filter(|it| it.operation == "retrieve_related").count();
    let of_campaigns = asking.related_types("Campaigns").await.unwrap().len();
    assert_eq!(asked, 2 * lists.len() + of_campaigns);
    let wanted = referring(&asking, "Contacts", "account_id", "Accounts", "Contacts").await;
    assert!(pairs_of_csv(folder.path()).is_superset(&wanted));
    assert!(manifest.relations.unwrap().incomplete.is_empty());
}

#[tokio::test]
async fn reference_fields_cost_a_request_a_page() {
    let builder = Sandbox::builder().rows("Contacts", 250).rows("Accounts", 20).rows("HelpDesk", 120);
    let sandbox = builder.start().await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    let (client, watch) = client(&sandbox, Interface::Rest);
    let export =
        Export::new(client.clone(), watch, Format::Csv, folder.path()).modules(["Contacts", "HelpDesk"]);
    let manifest = export.relations(Relations::Fields).run().await.unwrap();
    let told = manifest.relations.unwrap();
    assert_eq!(told.found_by.values().collect::<BTreeSet<_>>(), BTreeSet::from([&"fields".to_owned()]));
    // The pages of both, their ends, and what the targets of fields with several are.
    assert!(told.table.requests <= 4 + 3 + 4, "{}", told.table.requests);
    let found = pairs_of_csv(folder.path());
    let mut wanted = BTreeSet::new();
    for (module, field) in [("Contacts", "account_id"), ("HelpDesk", "parent_id")] {
        let seen = referring(&client, module, field, "Accounts", field).await;
        wanted
            .extend(seen.into_iter().map(|[target, to, module, id, label]| [module, id, target, to, label]));
    }
    assert!(wanted.len() > 100 && found.is_superset(&wanted), "{:?}", wanted.difference(&found).next());
}

/// Forwards to a sandbox, and answers operations with this word in their address as a server without them.
async fn without(operation: &'static str, status: &'static str, sandbox: &Sandbox) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (to, url) = (sandbox.address(), sandbox.url());
    tokio::spawn(async move {
        while let Ok((mut from, _)) = listener.accept().await {
            tokio::spawn(async move {
                let (mut head, mut buffer) = (Vec::new(), [0; 4096]);
                while !head.windows(4).any(|part| part == b"\r\n\r\n") {
                    let Ok(length @ 1..) = from.read(&mut buffer).await else { return };
                    head.extend_from_slice(&buffer[..length]);
                }
                let text = String::from_utf8_lossy(&head).into_owned();
                if text.lines().next().unwrap_or_default().contains(operation) {
                    let answer =
                        format!("HTTP/1.1 {status}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");
                    from.write_all(answer.as_bytes()).await.ok();
                    return;
                }
                let mut sandbox = TcpStream::connect(to).await.unwrap();
                let text = text.replacen("\r\n", "\r\nconnection: close\r\n", 1);
                sandbox.write_all(text.as_bytes()).await.ok();
                tokio::io::copy_bidirectional(&mut from, &mut sandbox).await.ok();
            });
        }
    });
    url.replace(&to.to_string(), &address.to_string())
}

fn client_at(sandbox: &Sandbox, url: &str) -> (Client, crate::Watch) {
    let watch = crate::Watch::new();
    let retry = vtql_client::RetryPolicy::default().attempts(1);
    let builder = Client::builder().url(url).user(sandbox.user()).access_key(sandbox.access_key());
    (builder.retry(retry).hook(watch.clone()).build().unwrap(), watch)
}

#[tokio::test]
async fn a_server_without_related_lists_has_its_reference_fields() {
    let sandbox = Sandbox::builder().rows("Contacts", 30).rows("Accounts", 5).start().await.unwrap();
    let url = without("relatedtypes", "404 Not Found", &sandbox).await;
    let folder = tempfile::tempdir().unwrap();
    let (client, watch) = client_at(&sandbox, &url);
    let export = |labels| {
        let export =
            Export::new(client.clone(), watch.clone(), Format::Csv, folder.path()).modules(["Contacts"]);
        export.relations(Relations::Lists(labels)).run()
    };
    let told = export(Vec::new()).await.unwrap().relations.unwrap();
    assert_eq!(told.found_by["Contacts"], "fields");
    assert!(pairs_of_csv(folder.path()).iter().any(|pair| pair[4] == "account_id"));
    // Lists that are named are not replaced by something else.
    assert!(export(vec!["Campaigns".to_owned()]).await.is_err());
}

/// What the server refuses is told, and asked for no more when it is never given.
#[tokio::test]
async fn lists_that_are_refused_are_told() {
    let sandbox = Sandbox::builder().rows("Contacts", 9).rows("Accounts", 5).start().await.unwrap();
    let url = without("relatedLabel=Campaigns", "400 ACCESS_DENIED:no", &sandbox).await;
    let folder = tempfile::tempdir().unwrap();
    let (client, watch) = client_at(&sandbox, &url);
    let export = Export::new(client.clone(), watch, Format::Csv, folder.path()).modules(["Contacts"]);
    let labels = ["Campaigns", "HelpDesk"].map(str::to_owned).to_vec();
    let told = export.relations(Relations::Lists(labels)).run().await.unwrap().relations.unwrap();
    let [it] = told.incomplete.as_slice() else { panic!("{told:?}") };
    assert_eq!((it.label.as_str(), it.records, it.given_up), ("Campaigns", 3, true));
    assert!(it.reason.contains("ACCESS_DENIED"), "{}", it.reason);
    let asked = sandbox.log().into_iter().filter(|it| it.operation == "retrieve_related").count();
    // Those that were under way when the first was given up are asked for once more.
    assert!((9..=11).contains(&asked), "the other list is asked for of each contact: {asked}");
}

#[tokio::test]
async fn a_label_that_no_module_has_is_an_error() {
    let sandbox = Sandbox::builder().rows("Contacts", 1).start().await.unwrap();
    let (client, watch) = client(&sandbox, Interface::Rest);
    let folder = tempfile::tempdir().unwrap();
    let export = Export::new(client, watch, Format::Csv, folder.path()).modules(["Contacts"]);
    let relations = Relations::Lists(vec!["Campaings".to_owned()]);
    let error = export.relations(relations).run().await.unwrap_err().to_string();
    assert!(error.contains("`Campaings`") && error.contains("Campaigns"), "{error}");
}

/// Whoever serves many may run it on any thread.
#[test]
fn the_work_can_go_to_another_thread() {
    fn assert_send<T: Send>(_: T) {}
    let client = || Client::builder().url("http://127.0.0.1:1").user("u").access_key("k").build().unwrap();
    assert_send(Export::new(client(), crate::Watch::new(), Format::Csv, "x").run());
    assert_send(Sync::new(client(), crate::Watch::new(), Format::Sqlite, "x").run());
}

/// The rows of `_files`, by the ids of the files or, where there is none, of the records.
fn files_of(rows: Vec<BTreeMap<String, String>>) -> BTreeMap<String, BTreeMap<String, String>> {
    let key = |row: &BTreeMap<String, String>| row.get("file_id").unwrap_or(&row["record_id"]).clone();
    rows.into_iter().map(|row| (key(&row), row)).collect()
}

#[tokio::test]
async fn files_are_named_by_ids_and_told_with_their_hashes() {
    for interface in BOTH {
        let builder = Sandbox::builder().rows("Contacts", 3).rows("Products", 2).rows("Documents", 3);
        let sandbox = builder.start().await.unwrap();
        let (asking, _) = client(&sandbox, interface);
        let mut unnamed = String::new();
        for (name, place) in [("gone.txt", "I"), ("https://example.com/x", "E")] {
            let document = json!({
                "notes_title": name, "filename": name, "filelocationtype": place, "assigned_user_id": "19x1",
            });
            let document = asking.create("Documents", &document).await.unwrap();
            if place == "I" {
                unnamed = document.get("id").unwrap().to_owned();
            }
        }
        let large: Vec<u8> = (0..3_000_000_u32).map(|it| it.to_le_bytes()[it as usize % 3]).collect();
        let mut contents = BTreeMap::new();
        for (name, bytes) in
            [("../../../evil.sh", b"#!".to_vec()), ("a\u{202e}b\n.exe", large), ("empty", Vec::new())]
        {
            let element = json!({ "notes_title": name, "assigned_user_id": "19x1" });
            let document = asking.upload(&element, &Upload::bytes(name, bytes.clone())).await.unwrap();
            let document = asking.retrieve(document.id().unwrap()).await.unwrap();
            contents.insert(document.get("imageattachmentids").unwrap().to_owned(), bytes);
        }
        let folder = tempfile::tempdir().unwrap();
        let (out, files) = (folder.path().join("out"), folder.path().join("out/files"));
        std::fs::create_dir_all(&files).unwrap();
        std::fs::write(files.join("15x1-15x2.01234567.part"), "half").unwrap();
        let (client, watch) = client(&sandbox, interface);
        let export = Export::new(client, watch, Format::Csv, &out).modules(["Documents", "Contacts"]);
        let manifest = export.files(&files).run().await.unwrap();
        let told = manifest.files.unwrap();
        let rows = files_of(of_csv_lines(&std::fs::read_to_string(out.join("_files.csv")).unwrap()));
        // Three uploads, a document that was there, the pictures of three contacts, and a document whose file is gone.
        assert_eq!((told.count, told.failed, told.table.rows), (7, 1, 8), "{rows:?}");
        assert!(rows[&unnamed]["error"].contains("names no file"), "{rows:?}");
        let mut there = BTreeSet::new();
        for (id, row) in rows.iter().filter(|(_, row)| !row.contains_key("error")) {
            let path = &row["path"];
            assert_eq!(*path, format!("{}-{id}", row["record_id"]));
            assert!(path.bytes().all(|byte| byte.is_ascii_digit() || byte == b'x' || byte == b'-'), "{path}");
            let bytes = std::fs::read(files.join(path)).unwrap();
            let digits = Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect::<Vec<_>>();
            let hash = digits.concat();
            assert_eq!((&row["sha256"], &row["bytes"]), (&hash, &bytes.len().to_string()));
            if let Some(wanted) = contents.remove(id) {
                assert!(bytes == wanted, "{id}");
            }
            there.insert(path.clone());
        }
        assert!(contents.is_empty(), "{contents:?}");
        let listed =
            std::fs::read_dir(&files).unwrap().map(|it| it.unwrap().file_name().into_string().unwrap());
        assert_eq!(listed.collect::<BTreeSet<_>>(), there, "nothing else is there");
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1, "and nothing beside");
        assert_eq!(told.folder, Path::new("files"));
    }
}

/// A database that an export made with relations is a mirror all the same.
#[tokio::test]
async fn tables_beside_those_of_modules_are_no_modules_of_a_mirror() {
    let sandbox = Sandbox::builder().rows("Accounts", 3).rows("Contacts", 12).rows("Campaigns", 2);
    let sandbox = sandbox.start().await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("crm.sqlite");
    let labels = Relations::Lists(vec!["Contacts".to_owned()]);
    let told = export(&sandbox, Interface::Rest, &out, labels.clone()).await.relations.unwrap();
    let before = pairs_of_sqlite(&out);
    let (asking, watch) = client(&sandbox, Interface::Rest);
    let summary = Sync::new(asking, watch, Format::Sqlite, &out).sweep(Due::Now).run().await.unwrap();
    assert_eq!(summary.modules.keys().collect::<Vec<_>>(), ["Accounts", "Campaigns"]);
    assert_eq!(pairs_of_sqlite(&out), before);
    assert_eq!(before.len() as u64, told.table.rows);
    // An export that is complete is not made again, and says the same.
    sandbox.clear_log();
    let (asking, watch) = client(&sandbox, Interface::Rest);
    let again = Export::new(asking, watch, Format::Sqlite, &out).modules(["Accounts", "Campaigns"]);
    let again = again.relations(labels).resume(true).run().await.unwrap().relations.unwrap();
    assert_eq!((again.table.rows, again.found_by), (told.table.rows, told.found_by));
    assert!(sandbox.log().iter().all(|it| it.operation != "retrieve_related"));
}

/// How many rows there will be costs nothing that was not asked for.
#[tokio::test]
async fn totals_are_those_that_the_server_counts_or_an_earlier_export_came_to() {
    for (interface, profile, counted) in
        [(Interface::Rest, Profile::Cloud, Some(250)), (Interface::Session, Profile::V8_4, None)]
    {
        let builder = Sandbox::builder().profile(profile).rows("Contacts", 250).rows("Leads", 20);
        let sandbox = builder.start().await.unwrap();
        let folder = tempfile::tempdir().unwrap();
        let run = async |counts: bool| {
            sandbox.clear_log();
            let (client, watch) = client(&sandbox, interface);
            let steps: Arc<Mutex<Vec<Step>>> = Arc::default();
            let kept = Arc::clone(&steps);
            let export = Export::new(client, watch, Format::Csv, folder.path()).modules(["Contacts"]);
            let export = export.options(FormatOptions::default()).count_first(counts);
            export.on_step(move |step| kept.lock().unwrap().push(step.clone())).run().await.unwrap();
            let asked: Vec<Value> = sandbox.log().into_iter().map(|it| Value::from(it.operation)).collect();
            let requests =
                asked.iter().filter(|it| matches!(it.as_str(), Some("query" | "describe"))).count();
            (steps.lock().unwrap().clone(), requests)
        };
        let (steps, requests) = run(false).await;
        assert_eq!((steps[0].rows, steps[0].total, requests), (0, None, 5), "{profile}");
        let (steps, requests) = run(false).await;
        assert_eq!((steps[0].total, requests), (Some(250), 5), "{profile}: that of the manifest");
        for name in ["manifest.json", "Contacts.csv"] {
            std::fs::remove_file(folder.path().join(name)).unwrap();
        }
        let (steps, requests) = run(true).await;
        assert_eq!((steps[0].total, requests), (counted, 6), "{profile}");
        assert!(steps.iter().all(|step| step.total == counted), "{profile}");
        assert_eq!(steps.iter().map(|step| step.page).sum::<u64>(), 250);
        assert!(steps.last().unwrap().complete);
    }
}

/// A completed export is the same one only with its files in their folder, and with the same choices.
#[tokio::test(flavor = "multi_thread")]
async fn an_export_is_resumed_with_all_that_was_asked_for() {
    let sandbox = Sandbox::builder().rows("Documents", 14).rows("Contacts", 0).start().await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let (client, watch) = client(&sandbox, Interface::Rest);
    let export = |format: Format, out: &str, files: &str, misfits: Misfits| {
        let export = Export::new(client.clone(), watch.clone(), format, at(out)).modules(["Documents"]);
        export.files(at(files)).misfits(misfits).resume(true).run()
    };
    let number = |files: &str| std::fs::read_dir(at(files)).map_or(0, Iterator::count);
    let written = export(Format::Csv, "docs", "fa", Misfits::Raw).await.unwrap().files.unwrap().count;
    let written = usize::try_from(written).unwrap();
    assert!(written > 1);
    for lost in [1, written] {
        for entry in std::fs::read_dir(at("fa")).unwrap().take(lost) {
            std::fs::remove_file(entry.unwrap().path()).unwrap();
        }
        export(Format::Csv, "docs", "fa", Misfits::Raw).await.unwrap();
        assert_eq!(number("fa"), written, "{lost} were removed");
    }
    export(Format::Csv, "docs", "fb", Misfits::Raw).await.unwrap();
    assert_eq!(number("fb"), written);
    export(Format::Csv, "docs", "fb", Misfits::Null).await.unwrap();
    let header = std::fs::read_to_string(at("docs").join("Documents.csv")).unwrap();
    assert!(!header.lines().next().unwrap().contains("_raw"), "{header}");
    // A database is not made anew.
    export(Format::Sqlite, "docs.sqlite", "fc", Misfits::Raw).await.unwrap();
    export(Format::Sqlite, "docs.sqlite", "fc", Misfits::Raw).await.unwrap();
    export(Format::Sqlite, "docs.sqlite", "fd", Misfits::Raw).await.unwrap_err();
    export(Format::Sqlite, "docs.sqlite", "fc", Misfits::Null).await.unwrap_err();
    std::fs::remove_dir_all(at("fc")).unwrap();
    let error = export(Format::Sqlite, "docs.sqlite", "fc", Misfits::Raw).await.unwrap_err();
    assert!(error.to_string().contains("are not there any more"), "{error}");
}
