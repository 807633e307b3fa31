//! Many writes on servers that fail: what is reported done is there once, what is reported as not done is not there,
//! and of the rest it is said that nobody knows.

use futures::{StreamExt, stream};
use serde_json::json;
use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;
use vtql_client::{Client, Record, RecordId, RetryPolicy};
use vtql_sandbox::{Faults, Profile, Sandbox};

/// How many contacts are made: `VTQL_BULK`, or as many as a test in passing takes.
fn number() -> usize {
    std::env::var("VTQL_BULK").map_or(600, |number| number.parse().unwrap())
}

fn client(url: String, sandbox: &Sandbox) -> Client {
    let retry =
        RetryPolicy::default().attempts(8).waits(Duration::from_millis(5), Duration::from_millis(200));
    let client =
        Client::builder().url(url).user(sandbox.user()).access_key(sandbox.access_key()).retry(retry);
    client.build().unwrap()
}

/// One request in twenty fails: its connection is dropped before or after it is done, or it is answered with an error
/// before or after. In addition the server takes so many requests in a time, which a neighbour uses up as well.
fn faults() -> Faults {
    let requests = u32::try_from(number() / 4).unwrap().min(300);
    Faults::none()
        .reset_rate(0.012)
        .late_reset_rate(0.012)
        .late_error_rate(0.012)
        .late_coded_error_rate(0.006)
        .error_rate(0.008)
        .rate_limit_within(requests, Duration::from_millis(500))
        .expire_sessions(50)
        .seed(11)
}

/// Asks as often as the server lets it, without a look at the quota, and counts how often it was refused.
async fn neighbour(url: String, user: String, key: String, refused: Arc<AtomicU64>) {
    // reqwest has no cryptography of its own here.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let http = reqwest::Client::new();
    loop {
        let request = http.get(format!("{url}/listtypes")).basic_auth(&user, Some(&key));
        if request.send().await.is_ok_and(|answer| answer.status() == 429) {
            refused.fetch_add(1, Ordering::Relaxed);
        }
        tokio::time::sleep(Duration::from_millis(3)).await;
    }
}

#[derive(Debug, Default)]
struct Told {
    done: usize,
    uncertain: usize,
    not_done: usize,
}

#[tokio::test]
async fn no_write_of_many_is_lost_or_doubled_whatever_fails_on_both_interfaces() {
    for profile in [Profile::Cloud, Profile::V8_4] {
        let (refusals, refused) = (Arc::new(AtomicU64::new(0)), Arc::new(AtomicU64::new(0)));
        let seen = Arc::clone(&refusals);
        let sandbox = Sandbox::builder().rows("Contacts", 1).profile(profile).on_request(move |request| {
            seen.fetch_add(u64::from(request.status == 429), Ordering::Relaxed);
        });
        let sandbox = sandbox.start().await.unwrap();
        let url = if profile == Profile::Cloud { sandbox.url() } else { sandbox.webservice_url() };
        let client = client(url, &sandbox);
        let me = client.me().await.unwrap().id;
        sandbox.set_faults(faults());
        let elements =
            (0..number()).map(move |n| json!({ "lastname": format!("bulk {n}"), "assigned_user_id": me }));
        let (user, key) = (sandbox.user().to_owned(), sandbox.access_key().to_owned());
        let neighbour = tokio::spawn(neighbour(sandbox.url(), user, key, Arc::clone(&refused)));
        let outcomes: Vec<_> = client.create_all("Contacts", stream::iter(elements)).collect().await;
        neighbour.abort();
        let met = refusals.load(Ordering::Relaxed).saturating_sub(refused.load(Ordering::Relaxed));
        assert!(met > 0, "no write met the quota");
        sandbox.set_faults(Faults::none());
        assert_eq!(outcomes.len(), number());

        let present = client.query("select id, lastname from Contacts where lastname like 'bulk %'").unwrap();
        let mut by_name: HashMap<String, Vec<RecordId>> = HashMap::new();
        for record in present.all().await.unwrap() {
            by_name.entry(record.get("lastname").unwrap().to_owned()).or_default().push(record.id().unwrap());
        }
        let mut told = Told::default();
        for (n, outcome) in outcomes.iter().enumerate() {
            let name = format!("bulk {n}");
            let there = by_name.remove(&name).unwrap_or_default();
            match outcome {
                Ok(record) => {
                    assert_eq!(record.get("lastname"), Some(&*name), "the outcomes are in order");
                    assert_eq!(there, [record.id().unwrap()], "{name} is there once");
                    told.done += 1;
                }
                Err(error) if error.may_have_been_done() => {
                    assert!(there.len() <= 1, "{name}: {error}");
                    told.uncertain += 1;
                }
                Err(error) => {
                    assert!(there.is_empty(), "{name}: {error}");
                    told.not_done += 1;
                }
            }
        }
        assert!(by_name.is_empty(), "{by_name:?}");
        println!("{profile:?}: {told:?} of {}, {met} refused for the quota", number());
        // Of what may have happened nothing is sent again, so about as many are uncertain as fail in such a way.
        assert!(told.uncertain * 100 > number() && told.uncertain * 10 < number(), "{told:?}");
        assert!(told.not_done * 100 < number() && told.done * 10 > number() * 9, "{told:?}");
    }
}

#[tokio::test]
async fn many_changes_and_deletions_have_their_outcomes_in_order() {
    let sandbox = Sandbox::builder().rows("Contacts", 40).start().await.unwrap();
    let client = client(sandbox.url(), &sandbox);
    let all = client.query("select id from Contacts").unwrap().all().await.unwrap();
    let mut ids: Vec<RecordId> = all.iter().filter_map(Record::id).collect();
    sandbox.set_faults(Faults::none().jitter(Duration::from_millis(4)));
    let changes: Vec<_> =
        ids.iter().map(|id| (*id, json!({ "firstname": format!("first of {id}") }))).collect();
    let revised: Vec<_> = client.revise_all(stream::iter(changes)).collect().await;
    for (id, outcome) in ids.iter().zip(&revised) {
        let record = outcome.as_ref().unwrap();
        assert_eq!((record.id(), record.get("firstname")), (Some(*id), Some(&*format!("first of {id}"))));
    }
    assert!(sandbox.peak_concurrency() > 1);
    // What cannot be written is an outcome of its own, and so is what is not there.
    let elements =
        vec![(ids[0], json!({ "firstname": "x" })), (ids[1], json!("no object")), (ids[2], json!({}))];
    let outcomes: Vec<_> = client.revise_all(stream::iter(elements)).collect().await;
    assert_eq!(outcomes.iter().map(Result::is_ok).collect::<Vec<_>>(), [true, false, true]);
    ids.insert(5, RecordId::new(ids[0].module, 999_999));
    let deleted: Vec<_> = client.delete_all(stream::iter(ids.clone())).collect().await;
    let failed: Vec<usize> = (0..ids.len()).filter(|&n| deleted[n].is_err()).collect();
    assert_eq!(failed, [5]);
    assert_eq!(client.query("select id from Contacts").unwrap().count().await.unwrap(), 0);
}

#[tokio::test]
async fn what_was_begun_goes_on_while_nobody_takes_an_outcome() {
    let sandbox = Sandbox::builder().rows("Contacts", 1).start().await.unwrap();
    let client = client(sandbox.url(), &sandbox);
    let me = client.me().await.unwrap().id;
    let elements = (0..8).map(move |n| json!({ "lastname": format!("bulk {n}"), "assigned_user_id": me }));
    let mut outcomes = client.create_all("Contacts", stream::iter(elements));
    outcomes.next().await.unwrap().unwrap();
    let created = || sandbox.log().iter().filter(|request| request.operation == "create").count();
    let waited = tokio::time::timeout(Duration::from_secs(20), async {
        while created() < 8 {
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
    });
    waited.await.unwrap();
    assert_eq!(outcomes.filter(|outcome| std::future::ready(outcome.is_ok())).count().await, 7);
}
