//! Queries that are answered without rows and without an error, though the records are there.

use super::support::{answer, of_sqlite, proxy};
use crate::error::Result;
use crate::format::Format;
use crate::{Due, Summary, Sync, Watch};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};
use vtql_client::Client;
use vtql_sandbox::{Profile, Sandbox};

const WELL: u8 = 0;
/// Queries find nothing; a retrieve is answered as ever.
const SILENT: u8 = 1;
/// A retrieve is answered by an error that says nothing about the record.
const BROKEN: u8 = 2;

async fn run(sandbox: &Sandbox, url: &str, mirror: &Path, sweep: Due, reread: Due) -> Result<Summary> {
    let watch = Watch::new();
    let builder = Client::builder().url(url).user(sandbox.user()).access_key(sandbox.access_key());
    let client = builder.hook(watch.clone()).build().unwrap();
    let run = Sync::new(client, watch, Format::Sqlite, mirror).modules(["Contacts", "Leads"]);
    run.sweep(sweep).reread(reread).run().await
}

/// Neither a sweep nor a reading of all rows takes such answers for deletions, in a large table and in a small one.
#[tokio::test]
async fn rows_stay_when_queries_find_nothing_and_no_retrieve_says_that_they_are_gone() {
    let folder = tempfile::tempdir().unwrap();
    let mirror = folder.path().join("crm.sqlite");
    let builder = Sandbox::builder().profile(Profile::V8_4).rows("Contacts", 130).rows("Leads", 3);
    let sandbox = builder.start().await.unwrap();
    let state = Arc::new(AtomicU8::new(WELL));
    let now = Arc::clone(&state);
    let url = proxy(&sandbox, move |line, given| match now.load(Ordering::Relaxed) {
        SILENT | BROKEN if line.contains("/query?") => answer(r#"{"success":true,"result":[]}"#),
        BROKEN if line.contains("/retrieve?") => answer(
            r#"{"success":false,"error":{"code":"UNKNOWN_OPERATION","message":"Unknown operation requested"}}"#,
        ),
        _ => given,
    });
    let url = url.await;
    run(&sandbox, &url, &mirror, Due::Never, Due::Never).await.unwrap();
    for fault in [SILENT, BROKEN] {
        for (sweep, reread) in [(Due::Now, Due::Never), (Due::Never, Due::Now)] {
            state.store(fault, Ordering::Relaxed);
            let summary = run(&sandbox, &url, &mirror, sweep, reread).await.unwrap();
            for (name, rows) in [("Contacts", 130), ("Leads", 3)] {
                let failed = &summary.failed[name];
                assert_eq!(failed.code, "REFUSED", "{fault} {sweep:?}: {failed:?}");
                assert!(failed.message.contains("No row was removed"), "{failed:?}");
                assert_eq!(of_sqlite(&mirror, name).len(), rows, "{fault} {sweep:?}");
            }
            state.store(WELL, Ordering::Relaxed);
            let summary = run(&sandbox, &url, &mirror, Due::Now, Due::Never).await.unwrap();
            assert!(summary.failed.is_empty(), "{summary:?}");
        }
    }
}

/// Records that are really gone go at once, however many they are.
#[tokio::test]
async fn rows_go_when_a_retrieve_says_that_they_are_gone() {
    let folder = tempfile::tempdir().unwrap();
    let mirror = folder.path().join("crm.sqlite");
    let builder = Sandbox::builder().profile(Profile::V8_4).rows("Contacts", 130).rows("Leads", 3);
    let sandbox = builder.start().await.unwrap();
    let url = sandbox.url();
    run(&sandbox, &url, &mirror, Due::Never, Due::Never).await.unwrap();
    let writer =
        Client::builder().url(&url).user(sandbox.user()).access_key(sandbox.access_key()).build().unwrap();
    for text in ["select id from Contacts", "select id from Leads"] {
        for record in writer.query(text).unwrap().all().await.unwrap() {
            writer.delete(record.id().unwrap()).await.unwrap();
        }
    }
    let summary = run(&sandbox, &url, &mirror, Due::Now, Due::Never).await.unwrap();
    assert_eq!((summary.modules["Contacts"].deleted, summary.modules["Leads"].deleted), (130, 3));
    assert!(of_sqlite(&mirror, "Contacts").is_empty());
}
