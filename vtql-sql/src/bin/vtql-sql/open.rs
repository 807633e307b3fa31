//! A session of the arguments.

use crate::failures;
use clap::Args;
use std::path::PathBuf;
use vtql_client::{Client, PageSize};
use vtql_command::connection::ConnectionArgs;
use vtql_command::failure::Failure;
use vtql_command::project_config::ProjectConfig;
use vtql_command::snapshot_file::SnapshotArg;
use vtql_sql::{Meter, Session, Settings};

/// What a session is made of.
#[derive(Debug, Args)]
pub(crate) struct SessionArgs {
    /// Add the tables of an SQLite file, or of a folder of Parquet files, as NAME.table
    #[arg(long, value_name = "NAME=FILE", value_parser = attached)]
    attach: Vec<(String, PathBuf)>,
    /// Take no more memory than this; what needs more is put on disk where it can be: 512M, 2G
    #[arg(long, value_name = "BYTES", value_parser = bytes)]
    memory: Option<usize>,
    /// Describe modules when they are named, also where there is a snapshot
    #[arg(long, conflicts_with = "snapshot")]
    no_snapshot: bool,
    #[command(flatten)]
    snapshot: SnapshotArg,
    #[command(flatten)]
    pub(crate) connection: ConnectionArgs,
}

fn attached(text: &str) -> Result<(String, PathBuf), String> {
    let (name, file) = text.split_once('=').ok_or("write NAME=FILE")?;
    if name.is_empty() || !name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_') {
        return Err("a name is made of letters, digits and _".to_owned());
    }
    Ok((name.to_lowercase(), file.into()))
}

fn bytes(text: &str) -> Result<usize, String> {
    let wrong = || format!("write a number of bytes, as 512M or 2G, not `{text}`");
    let (digits, unit) = text.split_at(text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len()));
    let shift = match unit.to_ascii_uppercase().as_str() {
        "" | "B" => 0,
        "K" | "KB" | "KIB" => 10,
        "M" | "MB" | "MIB" => 20,
        "G" | "GB" | "GIB" => 30,
        _ => return Err(wrong()),
    };
    let number: usize = digits.parse().map_err(|_| wrong())?;
    number.checked_mul(1 << shift).filter(|bytes| *bytes > 0).ok_or_else(wrong)
}

impl SessionArgs {
    /// The session, and its client.
    pub(crate) async fn open(
        &self,
        config: &ProjectConfig,
        files: bool,
    ) -> Result<(Session, Client), Failure> {
        let meter = Meter::new();
        let client = self.connection.watched_client(config, &meter, PageSize::default())?;
        let mut settings = Settings::default();
        settings.snapshot = if self.no_snapshot { None } else { self.snapshot.find(config)? };
        settings.memory = self.memory;
        settings.files = files;
        let session =
            Session::new(client.clone(), meter, settings).await.map_err(|error| failures::of(&error))?;
        for (name, file) in &self.attach {
            session.attach(name, file).await.map_err(|error| failures::of(&error))?;
        }
        Ok((session, client))
    }
}
