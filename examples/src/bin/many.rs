//! Many writes at once, and files up and down.
//!
//! `cargo run --bin many`
#![allow(clippy::print_stdout, reason = "a program that shows something")]

use futures::stream;
use serde_json::json;
use vtql_client::{RecordId, Upload, vtql};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let client = vtql_client::testing::client().await?;
    let me = client.me().await?.id;

    // Some run at a time, within the quota; outcomes come in order, each its own.
    let contacts =
        (1..=200).map(move |n| json!({ "lastname": format!("Guest {n}"), "assigned_user_id": me }));
    let mut created: Vec<RecordId> = Vec::new();
    let mut outcomes = client.create_all("Contacts", stream::iter(contacts));
    while let Some(outcome) = outcomes.next().await {
        match outcome {
            Ok(contact) => created.extend(contact.id()),
            Err(error) if error.may_have_been_done() => println!("has to be looked for: {error}"),
            Err(error) => println!("was not created: {error}"),
        }
    }
    let pattern = "Guest %";
    println!("{} guests", vtql!(select id from Contacts where lastname like {pattern}).count(&client).await?);
    let mut gone = client.delete_all(stream::iter(created));
    while let Some(outcome) = gone.next().await {
        outcome?;
    }

    // A file is read while it is sent, and written while it comes.
    let folder = tempfile::tempdir()?;
    let (offer, copy) = (folder.path().join("offer.txt"), folder.path().join("copy.txt"));
    std::fs::write(&offer, "12 anvils\n".repeat(100_000))?;
    let upload = Upload::file(&offer).mime_type("text/plain");
    let upload = upload.on_progress(|sent, total| {
        if sent == total {
            println!("sent {total} bytes");
        }
    });
    let element = json!({ "notes_title": "Offer", "assigned_user_id": me });
    let document = client.upload(&element, &upload).await?.id().ok_or("a new record has an id")?;
    let document = client.retrieve(document).await?;
    let resource = document.get("imageattachmentids").ok_or("the document has a file")?.parse()?;
    let file = client.download(resource, &copy).await?;
    assert_eq!(std::fs::read(&copy)?, std::fs::read(&offer)?);
    println!("{} came back with {} bytes", file.name, file.bytes);
    Ok(())
}
