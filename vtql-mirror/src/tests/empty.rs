//! Servers that answer a query without rows, and without an error, although they have some.

use super::proxy::{Proxy, Reply, no_rows};
use super::support::of_sqlite;
use crate::format::Format;
use crate::{Due, Export, Manifest, Summary, Sync};
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use vtql_sandbox::Sandbox;

const CONTACTS: u64 = 450;

async fn sandbox() -> Sandbox {
    let rows = usize::try_from(CONTACTS).unwrap();
    Sandbox::builder().rows("Contacts", rows).rows("Leads", 12).start().await.unwrap()
}

/// So many pages, the third and those behind it, are answered without rows.
fn lose(proxy: &Proxy, lost: usize) {
    let pages = AtomicUsize::new(0);
    proxy.answer(move |operation, text| match operation {
        "query" if text.contains("from Contacts") && !text.contains("count(*)") => {
            let page = pages.fetch_add(1, Ordering::Relaxed);
            if (2..2 + lost).contains(&page) { no_rows() } else { Reply::Pass }
        }
        _ => Reply::Pass,
    });
}

async fn export(proxy: &Proxy, format: Format, out: &Path, counts: bool) -> Manifest {
    let (client, watch) = proxy.client();
    let export = Export::new(client, watch, format, out).modules(["Contacts"]).count_first(counts);
    export.run().await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_end_before_the_rows_that_are_known_is_asked_for_again() {
    let (sandbox, folder) = (sandbox().await, tempfile::tempdir().unwrap());
    let proxy = Proxy::before(&sandbox).await;
    for (format, name) in [(Format::Csv, "files"), (Format::Sqlite, "crm.sqlite")] {
        let out = folder.path().join(name);
        lose(&proxy, 1);
        let contacts = &export(&proxy, format, &out, true).await.modules["Contacts"];
        assert_eq!((contacts.rows, contacts.counted), (CONTACTS, Some(CONTACTS)), "{format}");
        // What does not come then is told.
        lose(&proxy, 1_000);
        let contacts = &export(&proxy, format, &out, true).await.modules["Contacts"];
        assert_eq!((contacts.rows, contacts.counted), (200, Some(CONTACTS)), "{format}");
    }
    // What an earlier export came to is known without a count.
    let out = folder.path().join("earlier");
    lose(&proxy, 0);
    export(&proxy, Format::Csv, &out, false).await;
    lose(&proxy, 1);
    let contacts = &export(&proxy, Format::Csv, &out, false).await.modules["Contacts"];
    assert_eq!((contacts.rows, contacts.counted), (CONTACTS, None));
}

async fn sweep(proxy: &Proxy, mirror: &Path, reread: Due) -> Summary {
    let (client, watch) = proxy.client();
    let sync = Sync::new(client, watch, Format::Sqlite, mirror).modules(["Contacts", "Leads"]);
    sync.sweep(Due::Now).reread(reread).run().await.unwrap()
}

/// A table of many rows and one of few.
#[tokio::test(flavor = "multi_thread")]
async fn answers_without_rows_remove_none() {
    let (sandbox, folder) = (sandbox().await, tempfile::tempdir().unwrap());
    let proxy = Proxy::before(&sandbox).await;
    let mirror = folder.path().join("crm.sqlite");
    sweep(&proxy, &mirror, Due::Never).await;
    for reread in [Due::Never, Due::Now] {
        for (retrieve, said) in [(None, "rows that it has"), (Some("UNKNOWN_OPERATION"), "does not say so")] {
            // With its first pages, or without any.
            for pages in [4, 0] {
                let asked = AtomicUsize::new(0);
                proxy.answer(move |operation, text| match (operation, retrieve) {
                    ("query", _) if text.contains("from Contacts") && !text.contains(" in (") => {
                        let is_lost = asked.fetch_add(1, Ordering::Relaxed) >= pages;
                        if is_lost { no_rows() } else { Reply::Pass }
                    }
                    ("query", _) => no_rows(),
                    ("retrieve", Some(code)) => Reply::Refused(code),
                    _ => Reply::Pass,
                });
                let summary = sweep(&proxy, &mirror, reread).await;
                for module in ["Contacts", "Leads"] {
                    let failed = &summary.failed[module].message;
                    assert!(failed.contains(said), "{failed}");
                }
            }
        }
    }
    assert_eq!(
        (of_sqlite(&mirror, "Contacts").len() as u64, of_sqlite(&mirror, "Leads").len()),
        (CONTACTS, 12)
    );
    // Those that are gone are removed, however many.
    proxy.pass();
    let (client, _) = proxy.client();
    for record in client.query("select id from Contacts").unwrap().all().await.unwrap().iter().skip(30) {
        client.delete(record.id().unwrap()).await.unwrap();
    }
    let summary = sweep(&proxy, &mirror, Due::Never).await;
    assert_eq!((summary.modules["Contacts"].deleted, summary.modules["Contacts"].rows), (CONTACTS - 30, 30));
}
