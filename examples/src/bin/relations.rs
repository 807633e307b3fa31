//! Related records: which relations there are, who is related, and how to change that.
//!
//! `cargo run --bin relations`
#![allow(clippy::print_stdout, reason = "a program that shows something")]

use serde_json::json;
use vtql_client::{Record, RecordId, vtql};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let client = vtql_client::testing::client().await?;
    let owner = client.me().await?.id;
    let id_of = |record: Record| record.id().ok_or("a new record has an id");

    let account = json!({ "accountname": "Acme", "assigned_user_id": owner });
    let account = id_of(client.create("Accounts", &account).await?)?;
    for name in ["Smith", "Jones", "Brown"] {
        let contact = json!({ "lastname": name, "account_id": account, "assigned_user_id": owner });
        client.create("Contacts", &contact).await?;
    }

    let relations = client.related_types("Accounts").await?;
    let labels: Vec<&str> = relations.iter().map(|relation| &*relation.label).collect();
    println!("an organization is related by {}", labels.join(", "));

    // Up to 100 records in one request, with all of their fields.
    let contacts = client.retrieve_related(account, "Contacts", "Contacts").await?;
    assert_eq!(contacts.len(), 3);

    // All that match a query. The text is checked by the client, and written so that the server reads it rightly.
    let some = "select lastname from Contacts where lastname like 'S%' or lastname like 'J%'";
    let some = client.query_related(account, "Contacts", some).await?;
    println!("{:?}", some.iter().filter_map(|contact| contact.get("lastname")).collect::<Vec<_>>());
    assert_eq!(some.len(), 2);

    // Where a reference field makes the relation, a query that names it is checked while it compiles, and has no cap.
    let all = vtql!(select lastname from Contacts where account_id = {account});
    assert_eq!(all.count(&client).await?, 3);

    // Relations without such a field are made and broken by themselves.
    let document = json!({ "notes_title": "Terms", "assigned_user_id": owner });
    let document: RecordId = id_of(client.create("Documents", &document).await?)?;
    client.add_related(account, document, "Documents").await?;
    assert_eq!(client.retrieve_related(account, "Documents", "Documents").await?.len(), 1);
    client.delete_related(account, document).await?;
    assert!(client.retrieve_related(account, "Documents", "Documents").await?.is_empty());
    println!("related and unrelated a document");
    Ok(())
}
