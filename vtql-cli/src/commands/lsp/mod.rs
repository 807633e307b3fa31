//! `vtql lsp`

pub(super) mod instance;

use crate::failure::{Failure, Outcome};
use crate::snapshot_file::SnapshotArg;
use clap::Args;
use instance::Configured;
use lsp_server::Connection;
use std::path::Path;
use std::sync::Arc;
use vtql_lsp::{Options, serve};

const EXAMPLES: &str = "\
An editor starts it: docs/editor.md sets up VS Code, Neovim, Helix, Zed and Emacs. It speaks the Language Server \
Protocol over standard input and output, for .vtql files and for the queries in the languages that `vtql check` \
reads, with the settings and the snapshot that `vtql check` finds from the folder of each file upwards.

initializationOptions: {\"debounce\": 50} is how many milliseconds typing rests before findings are sent.

Nothing goes to the network but on the commands `vtql.run` (reads rows) and `vtql.pullSnapshot` (writes the snapshot), \
to the instance that vtql.toml or VTIGER_URL, VTIGER_USER and VTIGER_ACCESS_KEY name.";

/// The arguments of `vtql lsp`.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct LspArgs {
    /// Speak over standard input and output: editors say so, and there is no other way
    #[arg(long)]
    stdio: bool,
    #[command(flatten)]
    snapshot: SnapshotArg,
}

pub(crate) fn run(args: &LspArgs, settings: Option<&Path>) -> Result<Outcome, Failure> {
    let settings = settings.map(Path::to_owned);
    let options = Options::default()
        .snapshot(args.snapshot.path().map(Path::to_owned))
        .settings(settings.clone())
        .instance(Arc::new(Configured { settings }));
    let (connection, threads) = Connection::stdio();
    let served = serve(&connection, options);
    // The threads end when nobody can send any more.
    drop(connection);
    served.map_err(|error| Failure::new("PROTOCOL", error.to_string()))?;
    threads.join().map_err(Failure::from)?;
    Ok(Outcome::Clean)
}
