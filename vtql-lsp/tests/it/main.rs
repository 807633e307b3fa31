//! The server through its own dispatch: a client in this process.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]
#![allow(clippy::needless_pass_by_value, reason = "what is made of `json!` is handed over")]

mod client;
mod completion;
mod conversation;
mod corpus;
mod features;
mod hosts;
mod workspace;
