//! Servers that answer a query without rows, and without an error, although they have some.

use super::proxy::{Proxy, Reply, no_rows};
use crate::format::Format;
use crate::{Export, Manifest};
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
