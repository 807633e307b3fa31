//! Single records: create, retrieve, update, revise, delete.
//!
//! `cargo run --bin records`
#![allow(clippy::print_stdout, reason = "a program that shows something")]

use serde::Serialize;
use serde_json::json;
use vtql_client::jiff::civil::{Date, date};
use vtql_client::{ErrorKind, Record, RecordId, check_element, vtql_as};

/// What is written is anything that serializes to a JSON object.
#[derive(Serialize)]
struct NewContact<'a> {
    lastname: &'a str,
    email: &'a str,
    birthday: &'a str,
    assigned_user_id: RecordId,
}

/// What is read has the types of the snapshot, checked while this program compiled.
#[derive(Record, Debug)]
#[vtql(module = "Contacts")]
struct Contact {
    id: RecordId,
    lastname: String,
    email: Option<String>,
    birthday: Option<Date>,
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    // For a CRM of your own: `Client::new(url, user, access_key)?`, or `Client::from_env()?`.
    let client = vtql_client::testing::client().await?;
    let owner = client.me().await?.id;

    let element = NewContact {
        lastname: "O'Brien",
        email: "pat@example.com",
        birthday: "1980-02-29",
        assigned_user_id: owner,
    };
    let created = client.create("Contacts", &element).await?;
    let id = created.id().ok_or("a new record has an id")?;
    println!("created {id}, number {:?}", created.get("contact_no"));

    let contact = vtql_as!(Contact, select id, lastname, email, birthday from Contacts where id = {id});
    let contact = contact.one(&client).await?;
    println!("{contact:?}");
    assert_eq!((contact.id, &*contact.lastname, contact.birthday), (id, "O'Brien", Some(date(1980, 2, 29))));
    assert_eq!(contact.email.as_deref(), Some(element.email));

    // `revise` takes the fields that change, `update` wants the mandatory ones as well.
    client.revise(id, &json!({ "firstname": "Pat" })).await?;
    client.update(id, &json!({ "lastname": "Smith", "assigned_user_id": owner })).await?;
    let stored = client.retrieve(id).await?;
    assert_eq!((stored.get("firstname"), stored.get("lastname")), (Some("Pat"), Some("Smith")));

    // The server drops fields that it does not know without a word: have them checked before.
    let module = client.describe("Contacts").await?;
    let wrong = json!({ "lastnme": "Smith", "assigned_user_id": owner });
    println!("{}", check_element(&module, &wrong).expect_err("a misspelt field"));

    client.delete(id).await?;
    let gone = client.retrieve(id).await.expect_err("it is deleted");
    assert_eq!(gone.kind(), ErrorKind::Server);
    println!("after its deletion: {gone}");
    Ok(())
}
