//! What has changed since the last time: the way to keep a copy of a module.
//!
//! `cargo run --bin sync`
#![allow(clippy::print_stdout, reason = "a program that shows something")]

use serde_json::json;
use std::collections::BTreeMap;
use vtql_client::{Change, Client, Record, RecordId, SyncCheckpoint, SyncScope};

#[derive(Record, Debug)]
#[vtql(module = "Leads")]
struct Lead {
    id: RecordId,
    lastname: String,
    company: Option<String>,
}

/// Brings the copy up to date. What is kept with it is where to go on the next time: a line of text.
async fn update(
    client: &Client,
    copy: &mut BTreeMap<RecordId, Lead>,
    kept: &mut String,
) -> Result<(), Box<dyn std::error::Error>> {
    let from: SyncCheckpoint = if kept.is_empty() { SyncCheckpoint::default() } else { kept.parse()? };
    let mut changes = client.changes_as::<Lead>(from, SyncScope::Application);
    while let Some(change) = changes.next().await {
        match change? {
            Change::Updated(lead) => drop(copy.insert(lead.id, lead)),
            Change::Deleted(id) => drop(copy.remove(&id)),
        }
    }
    *kept = changes.checkpoint().to_string();
    Ok(())
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let client = vtql_client::testing::client().await?;
    let owner = client.me().await?.id;

    let (mut copy, mut kept) = (BTreeMap::new(), String::new());
    update(&client, &mut copy, &mut kept).await?;
    println!("the copy has {} leads, as of {kept}", copy.len());

    let lead = json!({ "lastname": "New", "company": "Acme", "assigned_user_id": owner });
    let lead = client.create("Leads", &lead).await?.id().ok_or("a new record has an id")?;
    update(&client, &mut copy, &mut kept).await?;
    let noticed = copy.get(&lead).ok_or("the new lead is in the copy")?;
    println!("noticed {} of {:?}", noticed.lastname, noticed.company);
    client.delete(lead).await?;
    update(&client, &mut copy, &mut kept).await?;
    assert!(!copy.contains_key(&lead));
    println!("noticed that {lead} is gone");

    // One page of changes by itself, as the server sends it.
    let page = client.sync("Leads", 1, SyncScope::Application).await?;
    println!("a page: {} leads, more: {}", page.updated.len(), page.more);
    Ok(())
}
