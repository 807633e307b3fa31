//! The console: a page on this machine to write queries, run them and look at their rows.
//!
//! ```text
//!   browser ◀── assets ── the page, built into this crate
//!      │  ▲
//!      │  └─── /lsp ───── language     the language server over a WebSocket
//!      └────── /api ───── run, plan, export, record, schema, kept, trace, sandbox
//!                          └──▶ Instance: the client, with the key, which stays here
//! ```
//!
//! `access` decides who may ask: whoever has the token of the address, from a page of this very server, by a name of
//! the loopback interface. The page asks nobody else, and runs no scripts but its own files. Nothing is written to the
//! instance unless [`Settings::allow_writes`] says so.
//!
//! ```no_run
//! use vtql_client::Client;
//! use vtql_console::{Console, Settings, Trace};
//!
//! # async fn run() -> Result<(), Box<dyn std::error::Error>> {
//! let trace = Trace::new();
//! let client = Client::builder().url("https://crm.example.com").user("me").access_key("…").hook(trace.clone());
//! let console = Console::new(Settings::new(client.build()?, trace))?;
//! let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
//! println!("{}", console.url(listener.local_addr()?));
//! console.serve(listener).await?;
//! # Ok(())
//! # }
//! ```

mod access;
mod answer;
mod console;
mod kept;
mod routes;
mod sandboxed;
mod settings;
mod state;
mod trace;

pub use console::Console;
pub use sandboxed::Sandboxed;
pub use settings::{Fill, Settings};
pub use trace::Trace;
