//! `vtql snapshot`

mod broken;
mod diff;
pub(super) mod pull;

use crate::config::Config;
use crate::failure::{Failure, Outcome};
use crate::terminal::Terminal;
use clap::Subcommand;

/// The commands of `vtql snapshot`.
#[derive(Debug, Subcommand)]
pub(crate) enum SnapshotCommand {
    /// Ask an instance for its modules and fields, and write them to a file
    Pull(pull::PullArgs),
    /// Say what changed between two snapshots, and which queries that breaks
    Diff(diff::DiffArgs),
}

pub(crate) fn run(
    command: &SnapshotCommand,
    config: &Config,
    terminal: &Terminal,
) -> Result<Outcome, Failure> {
    match command {
        SnapshotCommand::Pull(args) => pull::run(args, config, terminal),
        SnapshotCommand::Diff(args) => diff::run(args, config, terminal),
    }
}
