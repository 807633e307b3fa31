//! What the binaries of vtql share: which instance and as whom, how failures are told, what terminals are shown.
//!
//! A command takes [`connection::ConnectionArgs`] among its arguments, reads [`project_config::ProjectConfig`], and ends
//! with a [`failure::Outcome`] or a [`failure::Failure`].
#![allow(
    rustdoc::bare_urls,
    rustdoc::invalid_html_tags,
    reason = "the doc comments of arguments are the text of --help"
)]
#![expect(clippy::doc_markdown, reason = "doc comments of arguments are the text of `--help`")]

pub mod access_key;
pub mod connection;
pub mod ended;
pub mod failure;
pub mod plain;
pub mod profiles;
pub mod project_config;
pub mod snapshot_file;
pub mod terminal;
pub mod write;
