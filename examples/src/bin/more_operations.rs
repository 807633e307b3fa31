//! Tags, files, lookup, hierarchy, conversion of leads, and operations that only your instance has.
//!
//! `cargo run --bin more_operations`
#![allow(clippy::print_stdout, reason = "a program that shows something")]

use serde_json::json;
use vtql_client::{LeadConversion, Lookup, Record, Verb, vtql};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let client = vtql_client::testing::client().await?;
    let me = client.me().await?;

    let contact = json!({ "lastname": "Smith", "mobile": "+49 30 1234567", "assigned_user_id": me.id });
    let contact = client.create("Contacts", &contact).await?.id().ok_or("a new record has an id")?;
    client.add_tags(contact, &["vip", "fair"]).await?;
    client.delete_tags(contact, &["fair"]).await?;
    assert_eq!(client.tags(contact).await?, ["vip"]);

    // Who is calling? All fields of phone numbers, or the ones that are named.
    let caller = Lookup::phone("+49 30 1234567").within_fields("Contacts", &["phone", "mobile"]);
    let found = client.lookup(&caller).await?;
    assert_eq!(found.iter().map(Record::id).collect::<Vec<_>>(), [Some(contact)]);

    // A document names its file by an id of its own. (Those of the demo data are links, and have none.)
    let first = vtql!(select id from Documents limit 1).one(&client).await?;
    let document = client.retrieve(first.id).await?;
    match document.get("imageattachmentids") {
        Some(file) => {
            println!("a file of {} bytes", client.retrieve_file(file.parse()?).await?.contents.len());
        }
        None => println!("a link: {:?}", document.get("filename")),
    }

    let mut account = None;
    for name in ["Acme", "Acme Europe"] {
        let element = json!({ "accountname": name, "account_id": account, "assigned_user_id": me.id });
        account = client.create("Accounts", &element).await?.id();
    }
    for entry in client.account_hierarchy(account.ok_or("a new record has an id")?).await? {
        println!("{:?} {}{}", entry.level, entry.name, if entry.current { " (asked about)" } else { "" });
    }

    let lead = json!({ "lastname": "Jones", "company": "Jones Ltd", "assigned_user_id": me.id });
    let lead = client.create("Leads", &lead).await?.id().ok_or("a new record has an id")?;
    let conversion = LeadConversion::new(lead)
        .assigned_to(me.id)
        .account(&json!({ "accountname": "Jones Ltd" }))?
        .contact(&json!({ "lastname": "Jones" }))?;
    let converted = client.convert_lead(&conversion).await?;
    println!("{lead} became {:?} and {:?}", converted.account, converted.contact);
    let again = client.convert_lead(&conversion).await.expect_err("a lead is converted once");
    assert_eq!(again.label(), "LEAD_ALREADY_CONVERTED");

    // Any operation by its name; `Verb::Get` says that it only reads and may be tried again.
    let user = client.call(Verb::Get, "retrieve", &[("id", &me.id.to_string())]).await?;
    assert_eq!(user["user_name"], *me.user_name);
    Ok(())
}
