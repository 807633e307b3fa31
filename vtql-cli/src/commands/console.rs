//! `vtql console`

use crate::commands::lsp::instance::{plan, pull_to, run_with};
use crate::commands::query::params;
use crate::config::Config;
use crate::connection::{self, ConnectionArgs};
use crate::ended::Ended;
use crate::failure::{Failure, Outcome};
use crate::profiles;
use crate::snapshot_file::SnapshotArg;
use crate::terminal::Terminal;
use clap::Args;
use serde_json::{Value, json};
use std::io::{self, Write};
use std::net::Ipv4Addr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tokio::net::TcpListener;
use tokio::runtime::Handle;
use vtql_client::Client;
use vtql_console::{Console, Fill, Settings, Trace};
use vtql_lsp::{Instance, Pulled, Ran};
use vtql_schema::project::SNAPSHOT_NAME;

const EXAMPLES: &str = "\
Examples:
  vtql console                          open the address that it prints
  vtql console --profile sales --port 7000
  vtql console --json                   one line {\"url\"} says that it is ready
  vtql sandbox --console                no CRM to connect to?

The page has an editor with completion and findings, the modules and fields, rows as they come, charts, exports, the \
plan and every request, and the queries that were run before. It listens on 127.0.0.1 alone. Its address holds a token: \
who has it may read with your connection, so keep it to yourself. The access key never reaches the page.

Queries only read. Records can be changed with --allow-writes alone.";

/// The arguments of `vtql console`.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct ConsoleArgs {
    /// The port; 0 takes a free one
    #[arg(long, default_value_t = 0)]
    port: u16,
    /// Let the page change records
    #[arg(long)]
    allow_writes: bool,
    /// Keep nothing of what was run
    #[arg(long)]
    no_history: bool,
    /// Say where it is as one line of JSON
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    snapshot: SnapshotArg,
    #[command(flatten)]
    connection: ConnectionArgs,
}

/// How parameters get their values.
pub(in crate::commands) const FILL: Fill = params::fill;

/// Where a console keeps its history.
pub(in crate::commands) fn data_folder(name: &str) -> Option<PathBuf> {
    profiles::data_folder().map(|folder| folder.join("console").join(name))
}

/// The folder of an instance and its user: letters and digits of both.
fn folder_name(title: &str) -> String {
    title.chars().map(|char| if char.is_ascii_alphanumeric() { char } else { '_' }).take(120).collect()
}

pub(crate) fn run(args: &ConsoleArgs, config: &Config, terminal: &Terminal) -> Result<Outcome, Failure> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().map_err(|error| {
        Failure::new("RUNTIME", format!("the asynchronous runtime does not start: {error}"))
    })?;
    let trace = Trace::new();
    let (client, key, title) = args.connection.client_for(config, trace.clone())?;
    let named = args.snapshot.path().map(Path::to_owned);
    let located = config.project.snapshot(named.as_deref())?.map(|located| located.path);
    let folder = config.project.file().and_then(Path::parent).unwrap_or(Path::new(".")).to_owned();
    let pulled = located.clone().filter(|path| path.is_file()).unwrap_or_else(|| folder.join(SNAPSHOT_NAME));
    let mut settings = Settings::new(client.clone(), trace);
    settings.secret = Some(key);
    settings.snapshot = located;
    settings.instance = Some(Arc::new(Asked {
        client: client.clone(),
        runtime: runtime.handle().clone(),
        snapshot: pulled,
        title: title.clone(),
    }));
    settings.data = if args.no_history { None } else { data_folder(&folder_name(&title)) };
    settings.title = title;
    settings.folder = folder;
    settings.settings.clone_from(&config.named);
    settings.levels = config.check.levels.clone();
    settings.fill = Some(FILL);
    settings.allow_writes = args.allow_writes;
    let console = Console::new(settings)
        .map_err(|error| Failure::new("CONSOLE", format!("the console does not start: {error}")))?;
    let outcome = runtime.block_on(connection::and_log_out(&client, async {
        let mut ended = Ended::new()?;
        let bound = TcpListener::bind((Ipv4Addr::LOCALHOST, args.port)).await;
        let listener = bound.map_err(|error| {
            Failure::new("LISTEN", format!("cannot listen on 127.0.0.1:{}: {error}", args.port))
        })?;
        announce(args, &console.url(listener.local_addr()?), terminal)?;
        tokio::select! {
            served = console.serve(listener) => served.map_err(Failure::from)?,
            () = ended.told() => {}
        }
        Ok(Outcome::Clean)
    }));
    // A page that still listens is of no use to anybody.
    runtime.shutdown_background();
    outcome
}

fn announce(args: &ConsoleArgs, url: &str, terminal: &Terminal) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    if args.json {
        writeln!(out, "{}", json!({ "url": url }))?;
    } else {
        writeln!(out, "{url}")?;
        terminal.note("serving until Ctrl-C; whoever has this address may use your connection");
    }
    Ok(out.flush()?)
}

/// The instance of a console, for its language server.
#[derive(Debug)]
pub(in crate::commands) struct Asked {
    pub(in crate::commands) client: Client,
    /// Where the client's connections live.
    pub(in crate::commands) runtime: Handle,
    /// The file that a new snapshot is written to.
    pub(in crate::commands) snapshot: PathBuf,
    pub(in crate::commands) title: String,
}

impl Instance for Asked {
    fn status(&self, _: &Path) -> Option<String> {
        Some(self.title.clone())
    }

    fn run(
        &self,
        _: &Path,
        query: &str,
        values: &[(String, Value)],
        progress: &dyn Fn(usize) -> bool,
    ) -> Result<Ran, String> {
        let ran = self.runtime.block_on(run_with(&self.client, query, values, progress));
        ran.map_err(|failure| failure.to_string())
    }

    fn plan(&self, query: &str) -> Option<String> {
        plan(query)
    }

    fn pull(&self, _: &Path, progress: &dyn Fn(&str) -> bool) -> Result<Pulled, String> {
        let pulled = self.runtime.block_on(pull_to(&self.client, &self.snapshot, progress));
        pulled.map_err(|failure| failure.to_string())
    }
}
