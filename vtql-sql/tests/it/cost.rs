//! What statements cost in requests: what they take, what was said before, and what is allowed.

use crate::support::{Instance, small};
use vtql_sandbox::Profile;

/// Statements with the requests that they take over 700 contacts and 260 potentials.
const PRICES: &[(&str, u64)] = &[
    ("select lastname from contacts", 8),
    ("select * from contacts", 8),
    ("select count(*) from contacts", 1),
    ("select count(id) from contacts where birthday >= '1980-01-01'", 1),
    ("select count(*) from potentials where amount > 1000 and createdtime < '2026-10-01'", 1),
    ("select id from contacts order by createdtime desc limit 10", 1),
    ("select lastname as name from contacts order by modifiedtime limit 5 offset 5", 1),
    ("select id from potentials where amount > 0 order by amount desc limit 3", 1),
    ("select id from contacts limit 7", 1),
    ("select id from contacts limit 250", 3),
    ("select max(createdtime) from contacts", 8),
    ("select id from contacts order by lastname limit 10", 8),
];

#[tokio::test(flavor = "multi_thread")]
async fn statements_take_the_requests_that_were_said() {
    let instance = Instance::of(small()).await;
    for (text, requests) in PRICES {
        let price = instance.session.price(text).await.unwrap();
        let (_, queries) = instance.run(text).await.unwrap();
        assert_eq!(queries.len() as u64, *requests, "{text}: {queries:?}");
        assert_eq!((price.requests, price.range.is_exact()), (*requests, true), "{text}: {price:?}");
        assert_eq!(instance.session.requests(), *requests, "{text}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bound_of_requests_holds() {
    let instance = Instance::of(small()).await;
    for (text, requests) in PRICES {
        for most in [0, requests - 1, *requests, requests + 20] {
            let outcome = instance.run_within(text, Some(most)).await;
            let sent = instance.queries().len() as u64;
            assert!(sent <= most.max(1), "{text}: {sent} of {most}");
            assert_eq!(outcome.is_ok(), most >= *requests, "{text} with {most}");
            if let Err(error) = outcome {
                assert_eq!(error.code(), "REFUSED", "{text} with {most}");
            }
        }
    }
    // A whole scan of 71 requests with 20 allowed is refused before it begins.
    let larger = Instance::of(small().rows("Contacts", 2_000)).await;
    assert!(larger.run_within("select lastname from contacts", Some(12)).await.is_err());
    assert_eq!(larger.queries().len(), 1, "only the count");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_does_not_count_is_asked_for_rows() {
    let instance = Instance::of(small().profile(Profile::V8_4)).await;
    let (rows, queries) = instance.run("select count(*) from contacts").await.unwrap();
    assert_eq!(rows, [[Some("700".to_owned())]]);
    assert_eq!(queries.len(), 1 + 8, "the count, and the ids");
    let text = "select lastname from contacts where birthday > '1980-01-01'";
    let price = instance.session.price(text).await.unwrap();
    assert_eq!((price.range.least, price.range.most), (1, None));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_count_is_never_an_answer() {
    let instance = Instance::of(small()).await;
    instance.session.price("select lastname from contacts").await.unwrap();
    let (_, queries) = instance.run("select count(*) from contacts").await.unwrap();
    assert_eq!(queries, ["select count(*) from Contacts;"]);
    let price = instance.session.price("select lastname from contacts").await.unwrap();
    assert!(price.counts == 0 && price.scans[0].age.is_some(), "{price:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_column_that_is_called_id_is_not_the_id() {
    let instance = Instance::of(small()).await;
    let (all, _) = instance.run("select count(*) from contacts").await.unwrap();
    let (set, queries) = instance.run("select count(birthday) from contacts").await.unwrap();
    assert_eq!(queries.len(), 8);
    assert_ne!(all, set);
    let (rows, _) =
        instance.run("select count(id) from (select birthday as id from contacts) t").await.unwrap();
    assert_eq!(rows, set);
    let text = "select count(b) from (select id as b from contacts) t";
    let (rows, queries) = instance.run(text).await.unwrap();
    assert_eq!((rows, queries), (all, vec!["select count(*) from Contacts;".to_owned()]));
}
