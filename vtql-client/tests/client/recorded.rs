//! Every answer that was recorded from a Vtiger 8.4.0, success and failure, through the typed
//! operation that it belongs to.

use crate::server::{Reply, Server};
use serde::Deserialize;
use serde_json::json;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use vtql_client::{Client, Error, LeadConversion, Record, RecordId, RetryPolicy, SyncScope, Verb};

const ANSWERS: &str = include_str!("fixtures/recorded-answers.jsonl");

#[derive(Deserialize)]
struct Recording {
    name: String,
    operation: String,
    method: String,
    status: u16,
    content_type: String,
    body: String,
}

/// Calls the operation, and says what came of it in a few words.
async fn outcome(client: &Client, recording: &Recording) -> Result<String, Error> {
    let Recording { operation, method, body, .. } = recording;
    let (operation, method) = (operation.as_str(), method.as_str());
    // The record that was asked for is the one of the answer.
    let answer = body.find("{\"success\"").map(|at| serde_json::from_str::<serde_json::Value>(&body[at..]));
    let answered = answer.and_then(Result::ok).and_then(|it| it["result"]["id"].as_str()?.parse().ok());
    let id = answered.unwrap_or(RecordId::new(12, 2));
    let element = json!({ "lastname": "x" });
    let record =
        |it: Record| format!("record {} of {} fields", it.get("id").unwrap_or("-"), it.iter().count());
    Ok(match operation {
        "listtypes" => format!("{} modules", client.list_types().await?.len()),
        "describe" => {
            let module = client.describe("Contacts").await?;
            format!("{} with {} fields", module.name, module.fields().len())
        }
        "create" => record(client.create("Contacts", &element).await?),
        "update" => record(client.update(id, &element).await?),
        "revise" => record(client.revise(id, &element).await?),
        "retrieve" | "retrieve_inventory" => record(client.retrieve(id).await?),
        "delete" => client.delete(id).await.map(|()| "done".to_owned())?,
        "query" => match client.query("select id from Contacts limit 1")?.first().await? {
            Some(first) => record(first),
            None => "no rows".to_owned(),
        },
        "relatedtypes" => {
            let relations = client.related_types("Contacts").await?;
            let labels: Vec<&str> = relations.iter().map(|it| it.label.as_str()).collect();
            labels.join(", ")
        }
        "retrieve_related" => {
            format!("{} records", client.retrieve_related(id, "Contacts", "Contacts").await?.len())
        }
        "add_related" => client.add_related(id, id, "Contacts").await.map(|()| "done".to_owned())?,
        "convertlead" => {
            let conversion = LeadConversion::new(id).contact(&element)?;
            format!("{:?}", client.convert_lead(&conversion).await?)
        }
        "files_retrieve" => format!("{:?}", client.retrieve_file(id).await?),
        "sync" => {
            let changes = client.sync("Contacts", 0, SyncScope::User).await?;
            format!("{} updated", changes.updated.len())
        }
        other => {
            let verb = if method == "GET" { Verb::Get } else { Verb::Post };
            let result = client.call(verb, other, &[]).await?;
            let keys = result.as_object().map(|it| it.keys().cloned().collect::<Vec<_>>().join(" "));
            keys.unwrap_or_else(|| result.to_string())
        }
    })
}

#[tokio::test]
async fn every_recorded_answer_becomes_the_right_value_or_error() {
    let recordings: Vec<Recording> =
        ANSWERS.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let replies: Vec<_> = recordings
        .iter()
        .map(|it| (format!("{} ", it.status), it.content_type.clone(), it.body.clone()))
        .collect();
    let current = Arc::new(AtomicUsize::new(0));
    let shown = Arc::clone(&current);
    let server = Server::start(move |_, _| {
        let (status, content_type, body) = &replies[shown.load(Ordering::Relaxed)];
        Reply::with(status, content_type, body)
    })
    .await;
    let client = server.client_with(RetryPolicy::never());
    let mut report = Vec::new();
    for (number, recording) in recordings.iter().enumerate() {
        let Recording { name, .. } = recording;
        current.store(number, Ordering::Relaxed);
        let before = server.requests().len();
        let outcome = match outcome(&client, recording).await {
            Ok(value) => value,
            Err(error) => {
                let code = error.code().map(|code| format!(" {code}")).unwrap_or_default();
                format!("{}{code}: {error}", error.kind())
            }
        };
        report.push(format!("{name}: {outcome}"));
        assert_eq!(server.requests().len() - before, 1, "{name}");
    }
    insta::assert_snapshot!(report.join("\n"));
}
