//! Exports that end on the way: a table that is not whole is not published as one that is.

use super::proxy::{Proxy, Reply};
use crate::format::Format;
use crate::{Due, Export, Manifest, Result, Sync};
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use vtql_sandbox::Sandbox;

const CONTACTS: usize = 450;
const LEADS: usize = 250;

async fn sandbox() -> Sandbox {
    Sandbox::builder().rows("Contacts", CONTACTS).rows("Leads", LEADS).start().await.unwrap()
}

/// From the third page on contacts are refused, and leads are slow: they are under way then.
fn refuse(proxy: &Proxy, code: &'static str) {
    let pages = AtomicUsize::new(0);
    proxy.answer(move |operation, text| match operation {
        "query" if text.contains("from Contacts") && pages.fetch_add(1, Ordering::Relaxed) >= 2 => {
            Reply::Refused(code)
        }
        "query" if text.contains("from Leads") => Reply::Late(Duration::from_millis(80)),
        _ => Reply::Pass,
    });
}

const LOST: &str = "DATABASE_QUERY_ERROR";
const DENIED: &str = "ACCESS_DENIED";
const BOTH: [&str; 2] = ["Contacts", "Leads"];

fn export(proxy: &Proxy, format: Format, out: &Path) -> Export {
    let (client, watch) = proxy.client();
    Export::new(client, watch, format, out)
}

fn says(outcome: Result<Manifest>, text: &str) {
    let error = outcome.unwrap_err();
    assert!(error.to_string().contains(text), "{error}");
}

/// The tables of modules in a database, with their rows.
fn tables(path: &Path) -> Vec<(String, u64)> {
    let connection = rusqlite::Connection::open(path).unwrap();
    let text = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '\\_%' ESCAPE '\\' \
                AND name NOT LIKE 'sqlite%' ORDER BY name";
    let mut statement = connection.prepare(text).unwrap();
    let names: Vec<String> = statement.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
    let count = |name: String| {
        let text = format!("SELECT count(*) FROM \"{name}\"");
        let rows: i64 = connection.query_row(&text, [], |row| row.get(0)).unwrap();
        (name, rows.unsigned_abs())
    };
    names.into_iter().map(count).collect()
}

/// The files of a folder by their names, with what is in them.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        if entry.file_type().unwrap().is_file() && entry.file_name() != ".vtql.lock" {
            let name = entry.file_name().into_string().unwrap();
            files.insert(name, std::fs::read(entry.path()).unwrap());
        }
    }
    files
}

fn shown(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    files(folder).into_iter().filter(|(name, _)| !name.starts_with('.')).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_is_not_whole_takes_no_place() {
    let (sandbox, folder) = (sandbox().await, tempfile::tempdir().unwrap());
    let proxy = Proxy::before(&sandbox).await;
    for format in [Format::Csv, Format::Jsonl, Format::Parquet] {
        let out = folder.path().join(format.as_str());
        refuse(&proxy, LOST);
        export(&proxy, format, &out).modules(BOTH).run().await.unwrap_err();
        assert_eq!(shown(&out), BTreeMap::new(), "{format}");
        proxy.pass();
        let manifest = export(&proxy, format, &out).modules(BOTH).resume(true).run().await.unwrap();
        let rows = |name: &str| usize::try_from(manifest.modules[name].rows).unwrap();
        assert_eq!((rows("Contacts"), rows("Leads")), (CONTACTS, LEADS));
        // What an earlier export left stays, with its manifest.
        let before = files(&out);
        refuse(&proxy, LOST);
        export(&proxy, format, &out).modules(BOTH).run().await.unwrap_err();
        assert!(shown(&out) == before, "{format}");
        proxy.pass();
        let again = export(&proxy, format, &out).modules(BOTH).resume(true).run().await.unwrap();
        assert_eq!(again.modules["Contacts"].files, manifest.modules["Contacts"].files, "{format}");
        assert!(files(&out).keys().eq(before.keys()), "{format}: {:?}", files(&out).keys());
    }
}

/// A future that is dropped has asked for nothing more, and no more has come to a place.
#[tokio::test(flavor = "multi_thread")]
async fn an_export_that_is_given_up_leaves_no_file() {
    let (sandbox, folder) = (sandbox().await, tempfile::tempdir().unwrap());
    let proxy = Proxy::before(&sandbox).await;
    proxy.answer(|operation, text| match operation {
        "query" if text.contains("where") => Reply::Late(Duration::from_mins(1)),
        _ => Reply::Pass,
    });
    let out = folder.path().join("crm");
    let run = export(&proxy, Format::Csv, &out).modules(BOTH).run();
    tokio::time::timeout(Duration::from_secs(2), run).await.unwrap_err();
    assert_eq!(shown(&out), BTreeMap::new());
    assert!(files(&out).contains_key(".Contacts.csv.partial"), "it was under way");
    proxy.pass();
    let manifest = export(&proxy, Format::Csv, &out).modules(BOTH).resume(true).run().await.unwrap();
    assert_eq!(usize::try_from(manifest.modules["Contacts"].rows).unwrap(), CONTACTS);
}

/// A process may end behind what is written down about a file, and before the file has its name.
#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_was_kept_from_its_name_gets_it() {
    let (sandbox, folder) = (sandbox().await, tempfile::tempdir().unwrap());
    let proxy = Proxy::before(&sandbox).await;
    let out = folder.path().join("crm");
    proxy.answer(|operation, text| match operation {
        "query" if text.contains("from Contacts") => Reply::Refused(LOST),
        _ => Reply::Pass,
    });
    let modules = ["Leads", "Contacts"];
    export(&proxy, Format::Csv, &out).modules(modules).jobs(1).run().await.unwrap_err();
    let whole = std::fs::read(out.join("Leads.csv")).unwrap();
    std::fs::rename(out.join("Leads.csv"), out.join(".Leads.csv.partial")).unwrap();
    proxy.answer(|operation, text| match operation {
        "query" if text.contains("from Leads") => Reply::Refused(LOST),
        _ => Reply::Pass,
    });
    export(&proxy, Format::Csv, &out).modules(modules).resume(true).run().await.unwrap();
    assert!(std::fs::read(out.join("Leads.csv")).unwrap() == whole);
}

/// Of all modules those are left out that are refused from the start, and nothing of them is there. One that has
/// given rows is not left out: the export has ended, and can go on.
#[tokio::test(flavor = "multi_thread")]
async fn a_module_is_left_out_whole_or_not_at_all() {
    let (sandbox, folder) = (sandbox().await, tempfile::tempdir().unwrap());
    let proxy = Proxy::before(&sandbox).await;
    for (format, name) in [(Format::Csv, "files"), (Format::Sqlite, "crm.sqlite")] {
        let out = folder.path().join(name);
        refuse(&proxy, DENIED);
        says(export(&proxy, format, &out).run().await, "Contacts: ");
        assert!(!out.join("Contacts.csv").exists() && !out.is_file());
        // It goes on where the server gives the rest, and also where the module is not listed any more.
        proxy.answer(|operation, _| match operation {
            "listtypes" => Reply::Result(
                r#"{"types":["Leads"],"information":{"Leads":{"isEntity":true,"label":"Leads","singular":"Lead"}}}"#
                    .to_owned(),
            ),
            _ => Reply::Pass,
        });
        let manifest = export(&proxy, format, &out).resume(true).run().await.unwrap();
        assert!(manifest.skipped["Contacts"].contains("does not list it"), "{:?}", manifest.skipped);
        assert!(manifest.modules.keys().eq(["Leads"]), "{format}");
        proxy.answer(|operation, text| match operation {
            "query" if text.contains("from Contacts") => Reply::Refused(DENIED),
            _ => Reply::Pass,
        });
        let from_start = folder.path().join(format!("start-{name}"));
        let manifest = export(&proxy, format, &from_start).run().await.unwrap();
        assert!(manifest.skipped["Contacts"].contains(DENIED), "{:?}", manifest.skipped);
        for out in [out, from_start] {
            if format == Format::Sqlite {
                assert!(tables(&out).iter().all(|(table, _)| table != "Contacts"), "{:?}", tables(&out));
            } else {
                assert!(
                    files(&out).keys().all(|name| !name.contains("Contacts")),
                    "{:?}",
                    files(&out).keys()
                );
            }
        }
    }
}

/// What is gone on with is what was begun, and it takes the place of what it was begun for.
#[tokio::test(flavor = "multi_thread")]
async fn a_database_is_gone_on_with_as_it_was_begun() {
    let (sandbox, folder) = (sandbox().await, tempfile::tempdir().unwrap());
    let proxy = Proxy::before(&sandbox).await;
    let out = folder.path().join("crm.sqlite");
    let begin = async || {
        refuse(&proxy, LOST);
        export(&proxy, Format::Sqlite, &out).modules(["Contacts"]).run().await.unwrap_err();
        proxy.pass();
    };
    let go_on = |modules: &'static [&str]| {
        export(&proxy, Format::Sqlite, &out).modules(modules.iter().copied()).resume(true).run()
    };
    begin().await;
    says(go_on(&["Leads"]).await, "holds another export");
    says(go_on(&BOTH).await, "holds another export");
    assert!(!out.exists());
    // What looks for tables in a file that is not there makes an empty one.
    std::fs::write(&out, "").unwrap();
    go_on(&["Contacts"]).await.unwrap();
    assert_eq!(tables(&out), [("Contacts".to_owned(), CONTACTS as u64)]);
    says(go_on(&BOTH).await, "holds another export");
    // A mirror that came meanwhile is newer.
    std::fs::remove_file(&out).unwrap();
    begin().await;
    let (client, watch) = proxy.client();
    let sync = Sync::new(client, watch, Format::Sqlite, &out).modules(["Leads"]).reread(Due::Never);
    sync.run().await.unwrap();
    says(go_on(&["Contacts"]).await, "has changed since the export was begun");
    assert_eq!(tables(&out), [("Leads".to_owned(), LEADS as u64)]);
    // One that was there then is replaced.
    begin().await;
    go_on(&["Contacts"]).await.unwrap();
    assert_eq!(tables(&out), [("Contacts".to_owned(), CONTACTS as u64)]);
}
