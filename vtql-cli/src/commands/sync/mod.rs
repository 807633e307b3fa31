//! `vtql sync`

mod listen;

use super::export::{MisfitsArg, format_of, resumable};
use crate::config::Config;
use crate::connection::{self, ConnectionArgs};
use crate::ended::{self, INTERRUPTED};
use crate::failure::{Failure, Outcome};
use crate::terminal::Terminal;
use clap::{Args, ValueEnum};
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::io::{self, Write};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;
use vtql_client::{PageSize, RecordId};
use vtql_mirror::format::Format;
use vtql_mirror::{Due, Hints, Summary, Sync, Watch, period};

const EXAMPLES: &str = "\
Examples:
  vtql sync --mirror crm.sqlite Contacts Accounts      the first run reads all of these
  vtql sync --mirror crm.sqlite                        the next ones what changed
  vtql sync --mirror mirror --format parquet Leads     a folder: Leads.parquet, and changes
  vtql sync --mirror crm.sqlite --sweep now            compare all ids: no deletion is missed
  vtql sync --mirror crm.sqlite --watch 5m --json      every five minutes, a line each
  vtql sync --mirror crm.sqlite --watch 1h --listen 8099    and soon after a workflow of the CRM says so

Rows and what is known about them change in one transaction: a run can end at any moment, and the next one goes \
on. A second run at the same time says so and ends. What is sent to --listen is a hint that something changed: it \
makes the next run come sooner and records be read again, and is never believed. See docs/sync.md.

Exit codes: 0 the mirror is up to date, 2 it could not run, was stopped, or a module was refused; then the next run \
goes on.";

/// What a mirror can be.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum MirrorArg {
    /// An SQLite database
    Sqlite,
    /// A PostgreSQL database
    Postgres,
    /// A folder of Apache Parquet
    Parquet,
}

impl From<MirrorArg> for Format {
    fn from(format: MirrorArg) -> Self {
        match format {
            MirrorArg::Sqlite => Format::Sqlite,
            MirrorArg::Postgres => Format::Postgres,
            MirrorArg::Parquet => Format::Parquet,
        }
    }
}

/// The arguments of `vtql sync`.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct SyncArgs {
    /// The modules; without any, those that the mirror has, or all when it is new
    #[arg(value_name = "MODULE")]
    modules: Vec<String>,
    /// The mirror: the file of an SQLite database, postgres://USER@HOST/DATABASE without a password, or a folder
    #[arg(long, short, value_name = "PATH|URL")]
    mirror: PathBuf,
    /// The format; without this, what --mirror says: .sqlite, postgres://…, else Parquet
    #[arg(long, short, value_enum)]
    format: Option<MirrorArg>,
    /// Print one JSON object with counts by module
    #[arg(long)]
    json: bool,
    /// When to compare all ids and times of change, for deletions that the server does not tell and changes that were
    /// committed late: auto, now, never, or a time like 12h
    #[arg(long, value_name = "WHEN", default_value = "auto")]
    sweep: Due,
    /// In which time to read all rows again, for changes that leave modifiedtime as it is: auto (30d), now, never,
    /// or a time like 7d
    #[arg(long, value_name = "WHEN", default_value = "auto")]
    reread: Due,
    /// Run again and again, so long after the end of the last run
    #[arg(long, value_name = "TIME", value_parser = period)]
    watch: Option<Duration>,
    /// Take hints at this port of 127.0.0.1, or at this address and port, as workflows send them by webhooks: a run
    /// follows soon. Callers have to give the token in VTQL_LISTEN_TOKEN
    #[arg(long, value_name = "ADDRESS", value_parser = listen::address, requires = "watch")]
    listen: Option<SocketAddr>,
    /// Read the token from this file
    #[arg(long, value_name = "FILE", requires = "listen")]
    listen_token_file: Option<PathBuf>,
    /// After a hint wait so long for more
    #[arg(long, value_name = "TIME", value_parser = period, default_value = "10s", requires = "listen")]
    listen_gather: Duration,
    /// Listen at an address that other machines reach, though what they send is not encrypted
    #[arg(long, requires = "listen")]
    listen_unencrypted: bool,
    /// The instance has another address than before: its mirror is kept
    #[arg(long)]
    moved: bool,
    /// What becomes of values that do not fit their type
    #[arg(long, value_enum, default_value = "raw", value_name = "HOW")]
    misfits: MisfitsArg,
    /// Bring so many modules up to date at once
    #[arg(long, value_name = "MODULES", default_value_t = 3)]
    jobs: usize,
    #[command(flatten)]
    connection: ConnectionArgs,
}

pub(crate) fn run(args: &SyncArgs, config: &Config, terminal: &Terminal) -> Result<Outcome, Failure> {
    let format = format_of(&args.mirror, args.format.map(Format::from))?.unwrap_or(Format::Parquet);
    let hints = Hints::new();
    if let Some(address) = args.listen {
        listen::check(address, args.listen_unencrypted)?;
        let token = listen::token(args.listen_token_file.as_deref())?;
        let address = listen::start(address, token, hints.clone())?;
        terminal.note(format!("hints are taken at http://{address}/"));
    }
    loop {
        let ids = hints.drain();
        let outcome = once(args, format, config, ids.clone());
        if outcome.is_err() {
            hints.give_back(ids);
        }
        match (outcome, args.watch) {
            (Ok(summary), _) => {
                report(&summary, args.json, terminal)?;
                match (refused(&summary), args.watch) {
                    (Some(failure), None) => return Err(failure),
                    (Some(failure), Some(_)) => failure.report(terminal),
                    (None, _) => {}
                }
            }
            (Err(failure), None) => return Err(failure),
            (Err(failure), _) if failure.code() == INTERRUPTED => return Err(failure),
            // What failed now may go well the next time.
            (Err(failure), Some(_)) => failure.report(terminal),
        }
        let Some(wait) = args.watch else { return Ok(Outcome::Clean) };
        super::block_on(ended::unless_told(async {
            tokio::select! {
                () = tokio::time::sleep(wait) => {}
                () = hints.come(args.listen_gather) => {}
            }
            Ok(())
        }))?;
    }
}

const GOES_ON: &str = "what was done is kept: the next run goes on";

fn once(
    args: &SyncArgs,
    format: Format,
    config: &Config,
    ids: BTreeSet<RecordId>,
) -> Result<Summary, Failure> {
    let watch = Watch::new();
    let client = args.connection.watched_client(config, &watch, PageSize::default())?;
    let sync = Sync::new(client.clone(), watch, format, &args.mirror)
        .modules(args.modules.iter().map(String::as_str))
        .sweep(args.sweep)
        .reread(args.reread)
        .misfits(args.misfits.into())
        .jobs(args.jobs)
        .moved(args.moved)
        .hinted(ids);
    let work = async { sync.run().await.map_err(|error| resumable(&error, GOES_ON)) };
    super::block_on(connection::until_logged_out(&client, work))
        .map_err(|failure| if failure.code() == INTERRUPTED { failure.help(GOES_ON) } else { failure })
}

/// What became of modules that could not be brought up to date.
fn refused(summary: &Summary) -> Option<Failure> {
    let (_, first) = summary.failed.first_key_value()?;
    let reasons: Vec<String> =
        summary.failed.iter().map(|(name, failed)| format!("{name}: {}", failed.message)).collect();
    let failure = Failure::new(&first.code, reasons.join("\n"));
    Some(match summary.modules.len() {
        0 => failure,
        _ => failure.help("the other modules are up to date, and the next run tries these again"),
    })
}

fn report(summary: &Summary, json: bool, terminal: &Terminal) -> Result<(), Failure> {
    if json {
        writeln!(io::stdout(), "{}", serde_json::to_string(summary)?)?;
        return Ok(());
    }
    for (name, synced) in &summary.modules {
        let mut line = format!(
            "{name}: {} updated, {} deleted, {} rows, {} requests",
            synced.updated, synced.deleted, synced.rows, synced.requests
        );
        for change in &synced.schema_changes {
            let _ = write!(line, "; {change}");
        }
        terminal.note(line);
    }
    for (name, reason) in &summary.skipped {
        terminal.note(format!("{name}: left out, since the server answers no queries for it: {reason}"));
    }
    Ok(())
}
