//! What has changed since the last time: the way to keep a copy of a module.
//!
//! `cargo run --bin sync`
#![allow(clippy::print_stdout, reason = "a program that shows something")]

use serde_json::json;
use vtql_client::SyncScope;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let client = vtql_client::testing::client().await?;
    let owner = client.me().await?.id;

    // One page of changes says where the next begins; `sync_all` follows to the end.
    let page = client.sync("Leads", 1, SyncScope::Application).await?;
    println!("a page: {} leads, more: {}", page.updated.len(), page.more);
    let all = client.sync_all("Leads", 1, SyncScope::Application).await?;
    let since = all.last_modified.ok_or("there are leads")?;
    println!("the copy has {} leads, as of {since}", all.updated.len());

    // Keep `last_modified` with the copy: the next run asks from there on.
    let lead = json!({ "lastname": "New", "company": "Acme", "assigned_user_id": owner });
    let lead = client.create("Leads", &lead).await?.id().ok_or("a new record has an id")?;
    let changes = client.sync_all("Leads", since, SyncScope::Application).await?;
    assert!(changes.updated.iter().any(|record| record.id() == Some(lead)));
    client.delete(lead).await?;
    let changes = client.sync_all("Leads", since, SyncScope::Application).await?;
    assert!(changes.deleted.contains(&lead));
    println!("noticed {lead} come and go");
    Ok(())
}
