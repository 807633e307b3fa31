//! The client on a sandbox that fails now and then, while another task writes.

use super::ids;
use serde_json::json;
use std::collections::HashSet;
use std::time::Duration;
use vtql_client::{Client, PageSize, Record, RecordId, RetryPolicy};
use vtql_sandbox::{Faults, Profile, Sandbox};

/// How many contacts there are: `VTQL_ROWS`, or as many as a test in passing takes.
fn rows() -> usize {
    std::env::var("VTQL_ROWS").map_or(3_000, |rows| rows.parse().unwrap())
}

fn patient(url: String, sandbox: &Sandbox) -> Client {
    let retry =
        RetryPolicy::default().attempts(12).waits(Duration::from_micros(50), Duration::from_millis(5));
    let client = Client::builder().url(url).user(sandbox.user()).access_key(sandbox.access_key());
    client.retry(retry).build().unwrap()
}

/// One request in twenty fails, and all sessions end after each twenty.
fn faults() -> Faults {
    Faults::none()
        .jitter(Duration::from_micros(200))
        .error_rate(0.03)
        .late_error_rate(0.01)
        .truncate_rate(0.01)
        .expire_sessions(20)
        .page_cap(40)
        .seed(7)
}

const PLANS: [(&str, usize); 7] = [
    ("select id from Contacts", 1),
    ("select id from Contacts order by id desc", 1),
    ("select id from Contacts", 6),
    ("select id from Contacts order by lastname", 1),
    ("select id from Contacts order by lastname desc", 1),
    ("select id from Contacts order by leadsource, createdtime desc", 1),
    ("select id from Contacts limit 7, 1000000", 1),
];

#[tokio::test]
async fn every_plan_returns_every_row_once_whatever_fails_on_both_interfaces() {
    for profile in [Profile::Cloud, Profile::V8_4] {
        let sandbox = Sandbox::builder().rows("Contacts", rows()).profile(profile).start().await.unwrap();
        let url = if profile == Profile::Cloud { sandbox.url() } else { sandbox.webservice_url() };
        let client = patient(url, &sandbox);
        sandbox.set_faults(faults());
        for (text, workers) in PLANS {
            let mut found = ids(&client.query(text).unwrap().parallel(workers).all().await.unwrap());
            let wanted = if text.contains("limit 7") { rows() - 7 } else { rows() };
            assert_eq!(found.len(), wanted, "{text}");
            found.sort_unstable();
            found.dedup();
            assert_eq!(found.len(), wanted, "{text}");
        }
        let failed = sandbox.log().iter().filter(|request| request.status >= 500).count();
        assert!(failed > 0);
    }
}

#[tokio::test]
async fn rows_that_are_there_all_the_time_come_once_while_another_task_writes_and_requests_fail() {
    let sandbox = Sandbox::builder().rows("Contacts", rows()).start().await.unwrap();
    let client = patient(sandbox.url(), &sandbox);
    let before = client.query("select id from Contacts").unwrap().all().await.unwrap();
    let victims: Vec<RecordId> = before.iter().step_by(7).filter_map(Record::id).collect();
    let survivors: HashSet<RecordId> =
        before.iter().filter_map(Record::id).filter(|id| !victims.contains(id)).collect();
    let owner = client.me().await.unwrap().id.to_string();
    sandbox.set_faults(faults());
    let writer = client.clone();
    let writing = tokio::spawn(async move {
        let mut victims = victims.into_iter().cycle();
        loop {
            // Names that sort before and after all others, so that rows move in both directions. A write
            // that fails is nobody's concern here.
            for lastname in ["AAAA", "zzzz"] {
                let contact = json!({ "lastname": lastname, "assigned_user_id": owner });
                let _ = writer.create("Contacts", &contact).await;
            }
            if let Some(victim) = victims.next() {
                let _ = writer.delete(victim).await;
            }
        }
    });
    for (text, workers) in PLANS.into_iter().filter(|(text, _)| !text.contains("limit")) {
        let mut rows = client.query(text).unwrap().parallel(workers).stream();
        let mut seen = HashSet::new();
        while let Some(row) = rows.next().await {
            let id = row.unwrap().id().unwrap();
            assert!(seen.insert(id), "{text}: {id} came twice");
        }
        assert!(survivors.is_subset(&seen), "{text}: a row was missed");
    }
    assert!(!writing.is_finished());
    writing.abort();
}

/// Inventory records, whose line items make as many joined rows as there are contacts, and pages cut to 40 of those.
#[tokio::test]
async fn joined_rows_hide_no_record_whatever_fails() {
    let count = rows() / 3;
    let sandbox = Sandbox::builder().rows("Invoice", count).start().await.unwrap();
    let client = patient(sandbox.url(), &sandbox);
    let all: HashSet<u64> =
        ids(&client.query("select id from Invoice").unwrap().all().await.unwrap()).into_iter().collect();
    sandbox.set_faults(faults());
    for text in [
        "select * from Invoice",
        "select * from Invoice order by createdtime desc",
        "select * from Invoice order by subject, invoicestatus desc",
        "select * from Invoice order by hdnGrandTotal",
        "select * from Invoice order by quantity desc",
    ] {
        let found = ids(&client.query(text).unwrap().all().await.unwrap());
        assert_eq!(found.len(), all.len(), "{text}");
        assert_eq!(found.into_iter().collect::<HashSet<_>>(), all, "{text}");
    }
}

/// A page that comes once more in the place of another is detected, and asked for again: no row is lost or doubled, and the
/// order is kept.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_page_that_comes_again_loses_and_doubles_nothing() {
    for profile in [Profile::Cloud, Profile::V8_4] {
        let builder = Sandbox::builder().profile(profile).rows("Contacts", 90).rows("Quotes", 60).seed(3);
        let sandbox = builder.start().await.unwrap();
        let url = if profile == Profile::Cloud { sandbox.url() } else { sandbox.webservice_url() };
        let number = if profile == Profile::Cloud { "quantity" } else { "listprice" };
        let numbers = format!("select id from Quotes order by {number} desc");
        let in_parts = format!(
            "select id from Contacts where lastname in ({}) order by lastname desc",
            (0..1_500)
                .map(|n| format!("'{}{n}'", "x".repeat(20)))
                .chain(names())
                .collect::<Vec<_>>()
                .join(", ")
        );
        // How many workers, rows a page by the server and by the client, and seeds.
        for (text, workers, cap, page_size, seeds) in [
            ("select id from Contacts order by id", 1, 7, 100, 6),
            ("select id from Contacts where lastname > 'A'", 4, 7, 100, 6),
            ("select id from Contacts where lastname > 'A'", 4, 40, 100, 40),
            ("select id from Contacts order by id desc limit 60", 1, 7, 100, 6),
            ("select id from Contacts order by lastname", 1, 7, 100, 6),
            ("select id from Contacts order by lastname", 1, 100, 1, 3),
            ("select id, mailingcity from Contacts order by mailingcity desc", 1, 100, 1, 6),
            ("select id from Contacts order by modifiedtime desc", 1, 7, 100, 6),
            ("select id from Contacts order by leadsource desc", 1, 7, 100, 6),
            ("select id, assigned_user_id from Contacts order by assigned_user_id desc", 1, 7, 100, 40),
            ("select id, tags from Contacts order by tags desc", 1, 100, 20, 20),
            ("select id from Contacts order by leadsource, lastname desc", 1, 7, 100, 6),
            ("select id from Contacts order by createdtime, birthday desc limit 33", 1, 5, 100, 20),
            ("select id, createdtime from Contacts order by createdtime, id limit 20, 60", 1, 7, 100, 6),
            ("select id from Quotes order by validtill desc", 1, 7, 100, 6),
            ("select id, hdnGrandTotal from Quotes order by hdnGrandTotal desc", 1, 7, 100, 6),
            (&numbers, 1, 7, 100, 6),
            (&in_parts, 1, 7, 100, 6),
        ] {
            sandbox.set_faults(Faults::none());
            let page_size = PageSize::new(page_size).unwrap();
            let whole = patient(url.clone(), &sandbox).query(text).unwrap().all().await.unwrap();
            let mut truth = ids(&whole);
            truth.sort_unstable();
            for seed in 0..seeds {
                sandbox.set_faults(Faults::none().page_cap(cap).repeat_rate(0.25).seed(seed));
                let query = patient(url.clone(), &sandbox).query(text).unwrap();
                let rows = query.page_size(page_size).parallel(workers).all().await;
                let mut found =
                    ids(&rows.unwrap_or_else(|error| panic!("{profile} {text:.80}, {seed}: {error}")));
                found.sort_unstable();
                assert!(
                    found == truth,
                    "{profile} {text:.80}, {workers} workers, seed {seed}: {found:?} not {truth:?}"
                );
            }
        }
    }
}

/// Some last names of the demo data, in quotes.
fn names() -> impl Iterator<Item = String> {
    ["Smith", "Garcia", "Rossi", "Novak", "Kim", "Silva", "Dubois", "O''Brien"]
        .into_iter()
        .map(|name| format!("'{name}'"))
}
