//! The client without `async`: `wait` for what is asynchronous, `iter` for rows and pages.
//!
//! `cargo run --bin blocking`
#![allow(clippy::print_stdout, reason = "a program that shows something")]

use vtql_client::{Client, blocking, vtql};
use vtql_sandbox::Sandbox;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let runtime = tokio::runtime::Runtime::new()?; // For the sandbox: a real server needs none.
    let sandbox = runtime.block_on(Sandbox::builder().start())?;
    let client = Client::new(sandbox.url(), sandbox.user(), sandbox.access_key())?;

    let client = blocking::Client::new(client)?;
    println!("logged in as {}", client.wait(client.me())?.user_name);
    let contacts = vtql!(select id, lastname from Contacts limit 250);
    let mut rows = client.iter(contacts.stream(&client));
    for contact in rows.by_ref().take(3) {
        let contact = contact?;
        println!("{} {}", contact.id, contact.lastname);
    }
    assert_eq!(rows.stream().progress().rows, 3);
    assert_eq!(rows.count(), 247);
    assert_eq!(client.wait(contacts.count(&client))?, 250);
    Ok(())
}
