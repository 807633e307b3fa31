//! Activities with several contacts.

use crate::support::Http;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use vtql_sandbox::{Sandbox, Ties};

async fn server() -> (Sandbox, Http) {
    let builder = Sandbox::builder().rows("Contacts", 50).rows("Events", 150).ties(Ties::ById);
    let sandbox = builder.start().await.unwrap();
    let http = Http::new(&sandbox);
    (sandbox, http)
}

async fn contacts(http: &Http, count: usize) -> Vec<String> {
    let rows = http.query(&format!("select id from Contacts order by id limit {count};")).await.rows();
    rows.iter().map(|row| row.get("id").unwrap().to_owned()).collect()
}

async fn task(http: &Http, subject: &str, more: Value) -> String {
    let mut task = json!({ "subject": subject, "activitytype": "Task", "date_start": "2026-12-01", "time_start": "10:00:00",
        "due_date": "2026-12-01", "taskstatus": "Planned", "assigned_user_id": "19x1" });
    task.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    let element = task.to_string();
    let made = http.post("create", &[("elementType", "Calendar"), ("element", &element)]).await.result();
    made["id"].as_str().unwrap().to_owned()
}

async fn invite(http: &Http, task: &str, contact: &str) {
    let ends = [("sourceRecordId", task), ("relatedRecordId", contact), ("relationIdLabel", "Contacts")];
    http.post("add_related", &ends).await.result();
}

#[tokio::test]
async fn a_query_that_names_the_contact_has_a_row_for_each() {
    let (_sandbox, http) = server().await;
    let contacts = contacts(&http, 3).await;
    let first = task(&http, "first", json!({ "contact_id": contacts[0] })).await;
    let second = task(&http, "second", json!({})).await;
    for contact in &contacts {
        invite(&http, &first, contact).await;
    }
    invite(&http, &second, &contacts[1]).await;
    let third = task(&http, "third", json!({})).await;
    let subjects = async |query: String| {
        let rows = http.query(&query).await.rows();
        rows.iter().map(|row| row.get("subject").unwrap().to_owned()).collect::<Vec<_>>().join(" ")
    };
    let ours = format!("id in ('{first}', '{second}', '{third}')");
    for (clauses, expected) in [
        (format!("subject, contact_id from Calendar where {ours} order by id limit 3;"), "first"),
        (format!("subject, contact_id from Calendar where {ours} order by id limit 4;"), "first second"),
        (
            format!("subject, contact_id from Calendar where {ours} order by id limit 2, 9;"),
            "first second third",
        ),
        (format!("subject, contact_id from Calendar where {ours} order by id desc limit 2;"), "third second"),
        (format!("* from Calendar where {ours} order by id limit 3;"), "first"),
        (format!("subject from Calendar where {ours} order by id limit 3;"), "first second third"),
        (
            format!("subject from Calendar where {ours} and contact_id = '{}' order by id;", contacts[1]),
            "first second",
        ),
        (
            format!("subject from Calendar where {ours} and contact_id = '{}' order by id;", contacts[0]),
            "first",
        ),
    ] {
        assert_eq!(subjects(format!("select {clauses}")).await, expected, "{clauses}");
    }
    let last = http.query(&format!("select contact_id from Calendar where id = '{first}';")).await.rows();
    assert_eq!(
        (last.len(), last[0].get("contact_id")),
        (1, Some(contacts[2].as_str())),
        "the last of them counts"
    );
}

#[tokio::test]
async fn demo_events_have_several_contacts_and_pages_by_id_hold_them_all() {
    let (_sandbox, http) = server().await;
    let page = async |clauses: String| {
        let rows =
            http.query(&format!("select id, contact_id from Events {clauses} limit 100;")).await.rows();
        rows.iter().map(|row| row.get("id").unwrap().to_owned()).collect::<Vec<_>>()
    };
    let first = page("order by id".to_owned()).await;
    assert!(first.len() < 90, "{}", first.len());
    let (mut all, mut last) = (BTreeSet::new(), "18x0".to_owned());
    loop {
        let ids = page(format!("where id > '{last}' order by id")).await;
        let Some(end) = ids.last() else { break };
        last.clone_from(end);
        assert!(ids.into_iter().all(|id| all.insert(id)));
    }
    assert_eq!(all.len(), 150);
}
