//! All rows of a query, each once and in its place: long lists, relations, counts, queries that stopped, long texts.

use super::ids;
use fastrand::Rng;
use serde_json::json;
use std::collections::BTreeSet;
use vtql_client::{Client, Fetch, PageSize, Record};
use vtql_sandbox::{Faults, Profile, Sandbox};

/// A sandbox that returns at most 40 rows, joined ones among them.
async fn capped(rows: &[(&str, usize)], profile: Profile) -> (Sandbox, Client) {
    let mut sandbox = Sandbox::builder().profile(profile).faults(Faults::none().page_cap(40));
    for (module, count) in rows {
        sandbox = sandbox.rows(*module, *count);
    }
    let sandbox = sandbox.start().await.unwrap();
    let url = if profile == Profile::Cloud { sandbox.url() } else { sandbox.webservice_url() };
    let client = Client::new(url, sandbox.user(), sandbox.access_key()).unwrap();
    (sandbox, client)
}

/// The values of the fields that a query is ordered by, as a collation would see them.
fn values(rows: &[Record], fields: &[&str]) -> Vec<Vec<String>> {
    let value = |row: &Record, field: &str| row.get(field).unwrap_or_default().trim_end().to_lowercase();
    rows.iter().map(|row| fields.iter().map(|field| value(row, field)).collect()).collect()
}

/// All rows of a query that stops after every so many of them, and goes on from the text of its progress.
async fn in_stages(fetch: &Fetch<Record>, stage: usize) -> Vec<Record> {
    let (mut all, mut progress) = (Vec::new(), None::<String>);
    loop {
        let fetch = match &progress {
            Some(text) => fetch.clone().resume_after(text.parse().unwrap()).unwrap(),
            None => fetch.clone(),
        };
        let mut rows = fetch.stream();
        let before = all.len();
        while all.len() < before + stage {
            match rows.next().await {
                Some(row) => all.push(row.unwrap()),
                None => return all,
            }
        }
        progress = Some(rows.progress().to_string());
        assert_eq!(rows.progress().rows, all.len() as u64);
        assert!(all.len() < 100_000, "does not end");
    }
}

/// `in` with so many values that no one request takes them.
fn long_list(values: &[String]) -> String {
    let filling = (0..80).map(|n| format!("no such value {n}, {}", "x".repeat(60)));
    let quoted: Vec<String> = values
        .iter()
        .cloned()
        .chain(filling)
        .map(|value| format!("'{}'", value.replace('\'', "''")))
        .collect();
    quoted.join(", ")
}

#[tokio::test]
async fn a_list_that_is_sent_in_parts_keeps_every_order_and_limit() {
    let (_sandbox, client) = capped(&[("Contacts", 160)], Profile::Cloud).await;
    let all = client.query("select lastname from Contacts").unwrap().all().await.unwrap();
    let names: BTreeSet<String> = all.iter().map(|row| row.get("lastname").unwrap().to_owned()).collect();
    let mut names: Vec<String> = names.into_iter().collect();
    Rng::with_seed(5).shuffle(&mut names);
    let list = long_list(&names);
    let fields = "id, lastname, leadsource, createdtime, account_id, birthday";
    for (order, keys) in [
        ("", &["id"][..]),
        ("order by id desc", &["id"]),
        ("order by lastname", &["lastname"]),
        ("order by lastname desc", &["lastname"]),
        ("order by leadsource desc", &["leadsource"]),
        ("order by leadsource, createdtime desc", &["leadsource", "createdtime"]),
        ("order by birthday", &["birthday"]),
        ("order by account_id desc", &["account_id"]),
        ("order by account_id, id desc", &["account_id", "id"]),
    ] {
        for (limit, count) in [("", 160), ("limit 33, 70", 70)] {
            let text = format!("from Contacts where lastname in ({list}) {order} {limit}");
            let split = client.query(format!("select {fields} {text}")).unwrap();
            assert!(split.explain().unwrap().parts > 1);
            let whole = client.query(format!("select {fields} from Contacts {order} {limit}")).unwrap();
            let (found, right) = (split.all().await.unwrap(), whole.all().await.unwrap());
            let case = format!("{order} {limit}");
            assert_eq!(ids(&found).into_iter().collect::<BTreeSet<_>>().len(), count, "{case}");
            assert_eq!(values(&found, keys), values(&right, keys), "{case}");
            if limit.is_empty() {
                let resumed = in_stages(&split, 55).await;
                assert_eq!(
                    ids(&resumed).into_iter().collect::<BTreeSet<_>>().len(),
                    count,
                    "{case}, resumed"
                );
                assert_eq!(values(&resumed, keys), values(&right, keys), "{case}, resumed");
                assert_eq!(split.count().await.unwrap(), count as u64, "{case}");
            }
        }
    }
}

#[tokio::test]
async fn a_list_that_is_sent_in_parts_by_number_returns_each_record_once() {
    let (_sandbox, client) = capped(&[("Invoice", 90)], Profile::Cloud).await;
    let all = client.query("select subject from Invoice").unwrap().all().await.unwrap();
    let subjects: Vec<String> = all.iter().map(|row| row.get("subject").unwrap().to_owned()).collect();
    let list = long_list(&subjects);
    for order in ["quantity", "quantity desc", "subject, quantity desc"] {
        let text = format!("select * from Invoice where subject in ({list}) order by {order}");
        let split = client.query(text).unwrap();
        assert!(split.explain().unwrap().parts > 1);
        for found in [split.all().await.unwrap(), in_stages(&split, 37).await] {
            assert_eq!(found.len(), all.len(), "{order}");
            assert_eq!(ids(&found).into_iter().collect::<BTreeSet<_>>().len(), all.len(), "{order}");
        }
    }
}

#[tokio::test]
async fn a_query_that_stopped_goes_on_exactly_in_any_order_with_joined_rows() {
    let (_sandbox, client) = capped(&[("Invoice", 90)], Profile::V8_4).await;
    for text in [
        "select * from Invoice",
        "select * from Invoice order by id desc",
        "select * from Invoice order by invoicestatus desc",
        "select * from Invoice order by invoicestatus, hdnGrandTotal desc",
        "select * from Invoice order by account_id, subject",
        "select * from Invoice order by quantity",
        "select * from Invoice order by quantity desc",
        "select id from Invoice where quantity > 0 order by productid desc",
        "select * from Invoice order by quantity limit 20, 1000",
        "select * from Invoice order by createdtime desc limit 20, 1000",
    ] {
        let fetch = client.query(text).unwrap();
        let (all, _) = text.split_once(" order").unwrap_or((text, ""));
        let all = client.query(all).unwrap().all().await.unwrap().len();
        let wanted = if text.contains("limit") { all - 20 } else { all };
        for stage in [7, 40, 64] {
            let found = ids(&in_stages(&fetch, stage).await);
            assert_eq!(found.len(), wanted, "{text}, after every {stage}");
            assert_eq!(
                found.into_iter().collect::<BTreeSet<_>>().len(),
                wanted,
                "{text}, after every {stage}"
            );
        }
    }
}

#[tokio::test]
async fn the_progress_of_another_query_is_refused() {
    let (_sandbox, client) = capped(&[("Invoice", 60)], Profile::Cloud).await;
    let progress = |text: &'static str| {
        let mut rows = client.query(text).unwrap().stream();
        async move {
            rows.next().await.unwrap().unwrap();
            rows.progress()
        }
    };
    let by_number = progress("select id from Invoice order by quantity").await;
    let by_value = progress("select id from Invoice order by subject").await;
    let by_id = progress("select id from Invoice").await;
    for (text, progress) in [
        ("select id from Invoice order by quantity desc", &by_number),
        ("select id from Invoice order by subject", &by_number),
        ("select id from Invoice order by subject desc", &by_value),
        ("select id from Invoice order by quantity", &by_value),
        ("select id from Invoice order by subject", &by_id),
        ("select id from Invoice order by quantity", &by_id),
    ] {
        let error = client.query(text).unwrap().resume_after(progress.clone()).unwrap_err();
        assert_eq!(error.kind(), vtql_client::ErrorKind::Query, "{text}");
    }
}

#[tokio::test]
async fn related_records_come_in_any_order_with_or_and_limit() {
    for profile in [Profile::Cloud, Profile::V8_4] {
        let (_sandbox, client) = capped(&[("Contacts", 60)], profile).await;
        let owner = client.me().await.unwrap().id.to_string();
        let account = json!({ "accountname": "Related", "assigned_user_id": owner });
        let account = client.create("Accounts", &account).await.unwrap().id().unwrap();
        let mut related = Vec::new();
        for number in 0..90 {
            let source = ["Employee", "Partner", ""][number % 3];
            let contact = json!({
                "lastname": format!("Name {:02}", number % 45), "assigned_user_id": owner,
                "account_id": account.to_string(), "leadsource": source,
            });
            related.push(client.create("Contacts", &contact).await.unwrap());
        }
        let by_id: Vec<u64> = ids(&related);
        let query = |text: &'static str| {
            let client = &client;
            async move {
                let text = format!("select id, lastname, leadsource from Contacts {text}");
                client.query_related(account, "Contacts", text).await.unwrap()
            }
        };
        let backwards: Vec<u64> = by_id.iter().rev().copied().collect();
        assert_eq!(ids(&query("").await), by_id);
        assert_eq!(ids(&query("order by id desc").await), backwards);
        assert_eq!(
            ids(&query("where lastname >= 'Name' or id > '12x0' order by id desc limit 2").await),
            backwards[..2]
        );
        assert_eq!(ids(&query("where lastname >= 'Name' or id > '12x0' limit 50, 30").await), by_id[50..80]);
        let name = |row: &Record| row.get("lastname").unwrap().to_owned();
        let mut names: Vec<String> = related.iter().map(name).collect();
        names.sort();
        let found = query("where lastname >= 'Name' or leadsource = 'Partner' order by lastname").await;
        assert_eq!(found.iter().map(name).collect::<Vec<_>>(), names);
        names.reverse();
        let found = query("order by lastname desc").await;
        assert_eq!(found.iter().map(name).collect::<Vec<_>>(), names);
        let found =
            query("where lastname > 'Name' or leadsource = 'Partner' order by lastname desc limit 5, 60")
                .await;
        assert_eq!(found.iter().map(name).collect::<Vec<_>>(), names[5..65]);
    }
}

/// Conditions with fields of line items and without.
fn condition(rng: &mut Rng) -> String {
    let test = |rng: &mut Rng| {
        let tests = [
            "quantity > 0",
            "quantity >= 2",
            "listprice < 500",
            "productid != '14x0'",
            "comment = ''",
            "subject like '%1%'",
            "hdnGrandTotal > 1000",
            "id > '1x40'",
            "createdtime > '2000-01-01 00:00:00'",
        ];
        tests[rng.usize(0..tests.len())]
    };
    let ands = |rng: &mut Rng| {
        let tests: Vec<&str> = (0..rng.usize(1..3)).map(|_| test(rng)).collect();
        tests.join(" and ")
    };
    let ors: Vec<String> = (0..rng.usize(1..4)).map(|_| ands(rng)).collect();
    ors.join(" or ")
}

#[tokio::test]
async fn a_count_is_the_number_of_all_rows_whatever_the_condition() {
    for profile in [Profile::Cloud, Profile::V8_4] {
        let (_sandbox, client) = capped(&[], profile).await;
        let mut rng = Rng::with_seed(11);
        for module in ["Quotes", "Invoice", "SalesOrder", "PurchaseOrder"] {
            for _ in 0..12 {
                let limit = ["", " limit 7", " limit 5, 12", " limit 3, 1000"][rng.usize(0..4)];
                let order = ["", " order by subject", " order by quantity desc"][rng.usize(0..3)];
                let text = format!("select id from {module} where {}{order}{limit}", condition(&mut rng));
                let query = client.query(&text).unwrap();
                let (all, count) = (query.all().await.unwrap().len(), query.count().await.unwrap());
                assert_eq!(count, all as u64, "{text}");
                if limit.is_empty() {
                    let counting = text.replace("select id", "select count(*)").replace(order, "");
                    assert_eq!(client.query(&counting).unwrap().count().await.unwrap(), count, "{counting}");
                }
            }
        }
        for condition in
            ["contact_id != '12x0'", "contact_id != '12x0' or subject like '%a%'", "subject like '%a%'"]
        {
            let text = format!("select id from Events where {condition}");
            let query = client.query(&text).unwrap();
            assert_eq!(query.count().await.unwrap(), query.all().await.unwrap().len() as u64, "{text}");
        }
    }
}

/// Texts that differ behind the part that a server sorts by, and one that is as long as a literal may be.
#[tokio::test]
async fn long_texts_are_passed_in_any_direction() {
    let (_sandbox, client) = capped(&[("Contacts", 10)], Profile::V8_4).await;
    let owner = client.me().await.unwrap().id.to_string();
    let long = "a long text, ".repeat(90);
    for number in 0..70 {
        let description = match number % 7 {
            0 => format!("{long}{number}"),
            1 => long.clone(),
            2 => format!("{}{number}", "é".repeat(600)),
            3 => "z".repeat(8_189),
            4 => "ö".repeat(251),
            5 => format!("short {number}"),
            _ => String::new(),
        };
        let contact = json!({ "lastname": "Long", "description": description, "assigned_user_id": owner });
        client.create("Contacts", &contact).await.unwrap();
    }
    let all: BTreeSet<u64> =
        ids(&client.query("select id from Contacts").unwrap().all().await.unwrap()).into_iter().collect();
    for order in ["description", "description desc", "lastname, description desc", "description, lastname"] {
        let text = format!("select id, description from Contacts order by {order}");
        for size in [3, 17, 100] {
            let query = client.query(&text).unwrap().page_size(PageSize::new(size).unwrap());
            let found = query.all().await.unwrap_or_else(|error| panic!("{order}, pages of {size}: {error}"));
            assert_eq!(found.len(), all.len(), "{order}, pages of {size}");
            assert_eq!(ids(&found).into_iter().collect::<BTreeSet<_>>(), all, "{order}, pages of {size}");
            if order == "description" {
                // The server tells texts by their first 1,024 bytes, and letters without their accents.
                let start = |row: &Record| {
                    let text = row
                        .get("description")
                        .unwrap_or_default()
                        .to_lowercase()
                        .replace('é', "e")
                        .replace('ö', "o");
                    text.chars().take(400).collect::<String>()
                };
                assert!(found.is_sorted_by_key(start), "pages of {size}");
            }
        }
    }
}

#[tokio::test]
async fn what_was_skipped_is_not_skipped_again() {
    let (_sandbox, client) = super::sandbox().await;
    for order in ["", " order by lastname", " order by lastname desc"] {
        let text = format!("select id from Contacts{order} limit 10, 300");
        let query = || client.query(&text).unwrap().page_size(PageSize::new(100).unwrap());
        let whole = ids(&query().all().await.unwrap());
        let mut pages = query().pages();
        let first = ids(&pages.next().await.unwrap().unwrap());
        let rest = ids(&query().resume_after(pages.progress()).unwrap().all().await.unwrap());
        let read = [first, rest].concat();
        assert_eq!((read.len(), read.iter().collect::<BTreeSet<_>>().len()), (300, 300), "{text}");
        assert!(!order.is_empty() || read == whole, "{text}");
    }
}

#[tokio::test]
async fn a_quick_count_is_one_request_or_none() {
    let (sandbox, client) = super::sandbox().await;
    let all = client.query("select id from Contacts").unwrap().all().await.unwrap().len() as u64;
    sandbox.clear_log();
    let count = client.query("select id from Contacts limit 5").unwrap().quick_count().await.unwrap();
    assert_eq!((count, sandbox.log().len()), (Some(all), 1));
    let long = (0..3_000).map(|n| format!("'city {n}'")).collect::<Vec<_>>().join(", ");
    let text = format!("select id from Contacts where mailingcity in ({long})");
    assert_eq!(client.query(&text).unwrap().quick_count().await.unwrap(), None);
    assert_eq!(sandbox.log().len(), 1, "one that is too long for a request is not asked for");
}
