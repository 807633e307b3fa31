//! A language server for VTQL: what `vtql lsp` runs.
//!
//! ```text
//!   client ◀──▶ server ──▶ features ──▶ document ──▶ project
//!                  │           one file      text, queries     settings, snapshot
//!                  └ threads   a feature     in it, findings
//! ```
//!
//! The server has no rules of its own: findings come from [`vtql_hosts::FileChecker`], which `vtql check` asks
//! as well. It speaks over any [`Connection`], opens no connection to anything else, and what needs the
//! instance is done by an [`Instance`] that whoever starts it may hand in. A request that panics is answered
//! with an error, and the server goes on.
//!
//! ```
//! use lsp_server::{Connection, Message, Request};
//! use vtql_lsp::{Options, serve};
//!
//! let (client, server) = Connection::memory();
//! let thread = std::thread::spawn(move || serve(&server, Options::default()));
//! let send = |message: Message| client.sender.send(message).expect("the server listens");
//! send(Request::new(1.into(), "initialize".into(), serde_json::json!({ "capabilities": {} })).into());
//! let Ok(Message::Response(answer)) = client.receiver.recv() else { panic!("an answer") };
//! let answer = answer.response_result.expect("no error");
//! assert_eq!(answer["serverInfo"]["name"], "vtql");
//! drop(client);
//! assert!(thread.join().is_ok());
//! ```
//!
//! [`Connection`]: lsp_server::Connection
#![cfg_attr(docsrs, feature(doc_cfg))]

mod document;
mod encoding;
mod features;
mod instance;
mod project;
mod server;
mod uri;

pub use instance::{Instance, Pulled, Ran};
pub use server::{Options, serve};
