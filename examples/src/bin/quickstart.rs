//! A query that was checked while this program compiled, paging through more rows than the server gives
//! at a time. The server is the embedded sandbox: no CRM is needed.
//!
//! `cargo run --bin quickstart`
#![allow(clippy::print_stdout, reason = "a program that shows something")]

use comfy_table::{Table, presets};
use vtql_client::{Client, vtql};
use vtql_sandbox::Sandbox;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let sandbox = Sandbox::builder().start().await?;
    let client = Client::new(sandbox.url(), sandbox.user(), sandbox.access_key())?;

    // Fields, types and operators are checked against the snapshot that `Cargo.toml` names. Misspell one and build again.
    let contacts = vtql!(select id, firstname, lastname, email, birthday from Contacts);

    let mut table = Table::new();
    table.load_style(presets::UTF8_FULL_CONDENSED);
    table.set_header(["id", "name", "email", "birthday"]);
    let mut total = 0;
    let mut rows = contacts.stream(&client);
    while let Some(contact) = rows.next().await {
        let contact = contact?;
        if total < 10 {
            let name = [contact.firstname.as_deref().unwrap_or_default(), &contact.lastname].join(" ");
            let birthday = contact.birthday.map(|date| date.to_string()).unwrap_or_default();
            table.add_row([
                contact.id.to_string(),
                name,
                contact.email.clone().unwrap_or_default(),
                birthday,
            ]);
        }
        total += 1;
    }

    println!("{table}");
    println!("{total} rows in {} requests", sandbox.requests());
    println!("{}", contacts.explain(&client)?);
    Ok(())
}
