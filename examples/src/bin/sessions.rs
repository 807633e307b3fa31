//! The interface with sessions, `webservice.php`: the same client, chosen by the URL.
//!
//! `cargo run --bin sessions`
#![allow(clippy::print_stdout, reason = "a program that shows something")]

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use vtql_client::{Client, ErrorKind, RequestHook, Result, Sending, vtql};
use vtql_sandbox::{Profile, Sandbox};

/// Numbers the requests, and says so to a gateway on the way.
#[derive(Default)]
struct Numbered(AtomicU32);

impl RequestHook for Numbered {
    async fn before(&self, request: &mut Sending<'_>) -> Result<()> {
        let number = self.0.fetch_add(1, Ordering::Relaxed) + 1;
        request.set_header("x-request-number", &number.to_string())
    }
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let sandbox = Sandbox::builder().profile(Profile::V8_4).start().await?;
    let hook = Arc::new(Numbered::default());
    let client = Client::builder()
        .url(sandbox.webservice_url())
        .user(sandbox.user())
        .access_key(sandbox.access_key())
        .hook(Arc::clone(&hook))
        .build()?;

    // The first request logs in. Requests that run together have a session each; one that is over is replaced.
    println!("logged in as {}", client.me().await?.user_name);
    let contacts = client.fetch(&vtql!(select lastname from Contacts))?.parallel(4);
    println!("{} contacts", contacts.all().await?.len());

    // What this interface does not have is an error of its own.
    let id = client.me().await?.id;
    let error = client.tags(id).await.expect_err("no tags here");
    assert_eq!(error.kind(), ErrorKind::Unsupported);
    println!("{error}");

    client.extend_session().await?;
    client.logout().await?;
    println!("{} requests, logins not counted", hook.0.load(Ordering::Relaxed));
    Ok(())
}
