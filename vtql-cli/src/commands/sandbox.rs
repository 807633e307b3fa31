//! `vtql sandbox`

use crate::failure::{Failure, Outcome};
use crate::snapshot_file;
use crate::terminal::Terminal;
use clap::Args;
use serde::Serialize;
use std::io::{self, Write};
use std::net::IpAddr;
use std::path::PathBuf;
use vtql_sandbox::{Faults, Profile, Sandbox, SandboxBuilder};

const EXAMPLES: &str = "\
Examples:
  vtql sandbox                                     demo data on a free port
  vtql sandbox --port 8080 --rows Contacts=10000 --seed 7
  vtql sandbox --snapshot vtql.snapshot.json       the modules and fields of your instance
  vtql sandbox --load records/                     your records: one <Module>.jsonl a module
  vtql sandbox --port 0 --json                     for programs

With --json one line {\"url\",\"user\",\"access_key\"} says that it is ready; then it serves until it is ended.

It listens on 127.0.0.1, and keeps everything in memory unless --file is given.";

/// The arguments of `vtql sandbox`.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct SandboxArgs {
    /// The port; 0 takes a free one
    #[arg(long, default_value_t = 0)]
    port: u16,
    /// The modules and fields: a snapshot file, a folder of describe answers, or one such answer
    /// [default: those of Vtiger 8.4]
    #[arg(long, value_name = "PATH")]
    snapshot: Option<PathBuf>,
    /// Load records from the <Module>.jsonl files of this folder instead of making demo data
    #[arg(long, value_name = "FOLDER")]
    load: Option<PathBuf>,
    /// Keep the records in this SQLite file
    #[arg(long, value_name = "FILE")]
    file: Option<PathBuf>,
    /// The user name
    #[arg(long, default_value = "admin")]
    user: String,
    /// The access key [default: a random one]
    #[arg(long, value_name = "KEY")]
    access_key: Option<String>,
    /// What the demo data is made from: the same seed gives the same data
    #[arg(long, default_value_t = 0)]
    seed: u64,
    /// How many demo records a module gets, as Contacts=1000
    #[arg(long, value_name = "MODULE=ROWS", value_delimiter = ',', value_parser = rows, conflicts_with = "load")]
    rows: Vec<(String, usize)>,
    /// The edition that it behaves like: cloud, or 8.4
    #[arg(long, default_value_t)]
    profile: Profile,
    /// Answer an error where a Vtiger answers no rows because its database refused the query
    #[arg(long)]
    strict: bool,
    /// What goes wrong on demand: a JSON file with latency_ms, jitter_ms, error_rate, truncate_rate,
    /// rate_limit and so on
    #[arg(long, value_name = "FILE")]
    faults: Option<PathBuf>,
    /// The address to listen on; any but 127.0.0.1 lets the network in
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1")]
    listen: IpAddr,
    /// Say where it is as one line of JSON
    #[arg(long)]
    json: bool,
}

fn rows(text: &str) -> Result<(String, usize), String> {
    let (module, count) = text.split_once('=').ok_or("write it as Contacts=1000")?;
    let count = count.trim().parse().map_err(|_| format!("`{count}` is not a number of rows"))?;
    Ok((module.trim().to_owned(), count))
}

pub(crate) fn run(args: &SandboxArgs, terminal: &Terminal) -> Result<Outcome, Failure> {
    let builder = builder(args)?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().map_err(|error| {
        Failure::new("RUNTIME", format!("the asynchronous runtime does not start: {error}"))
    })?;
    runtime.block_on(async {
        // Listened for before anyone is told that the server is there.
        let ended = ended()?;
        let sandbox = builder.start().await.map_err(|error| Failure::new("SANDBOX", error.to_string()))?;
        announce(args, &sandbox, terminal)?;
        ended.await;
        sandbox.shutdown().await;
        Ok(Outcome::Clean)
    })
}

fn builder(args: &SandboxArgs) -> Result<SandboxBuilder, Failure> {
    let mut builder = Sandbox::builder()
        .port(args.port)
        .listen_on(args.listen)
        .user(&args.user)
        .seed(args.seed)
        .profile(args.profile)
        .strict(args.strict);
    if let Some(snapshot) = &args.snapshot {
        builder = builder.snapshot(snapshot_file::load(snapshot)?);
    }
    if let Some(folder) = &args.load {
        builder = builder.load_dir(folder);
    }
    if let Some(file) = &args.file {
        builder = builder.file(file);
    }
    if let Some(path) = &args.faults {
        let text = std::fs::read_to_string(path).map_err(|error| Failure::read(path, &error))?;
        let faults = Faults::from_json(&text)
            .map_err(|error| Failure::new("SANDBOX", format!("{}: {error}", path.display())))?;
        builder = builder.faults(faults);
    }
    if let Some(key) = &args.access_key {
        builder = builder.access_key(key);
    }
    for (module, count) in &args.rows {
        builder = builder.rows(module, *count);
    }
    Ok(builder)
}

/// Where the sandbox is, and the credentials that its user needs.
#[derive(Serialize)]
struct Ready<'a> {
    url: String,
    user: &'a str,
    access_key: &'a str,
}

fn announce(args: &SandboxArgs, sandbox: &Sandbox, terminal: &Terminal) -> Result<(), Failure> {
    let (url, user, access_key) = (sandbox.url(), sandbox.user(), sandbox.access_key());
    let mut out = io::stdout().lock();
    if args.json {
        serde_json::to_writer(&mut out, &Ready { url, user, access_key })?;
        writeln!(out)?;
    } else {
        writeln!(out, "export VTIGER_URL={url}")?;
        writeln!(out, "export VTIGER_USER={user}")?;
        // A key that was given is known to whoever gave it.
        if args.access_key.is_none() {
            writeln!(out, "export VTIGER_ACCESS_KEY={access_key}")?;
        }
        terminal.note("serving until Ctrl-C; set these variables in another shell, then try:");
        terminal.note("  vtql query \"select lastname, email from Contacts limit 5\"");
    }
    Ok(out.flush()?)
}

/// Ends when the process is told to: Ctrl-C, or SIGTERM.
fn ended() -> Result<impl Future<Output = ()>, Failure> {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let listen = |kind| {
            signal(kind)
                .map_err(|error| Failure::new("RUNTIME", format!("cannot listen for signals: {error}")))
        };
        let (mut interrupt, mut terminate) =
            (listen(SignalKind::interrupt())?, listen(SignalKind::terminate())?);
        Ok(async move {
            tokio::select! {
                _ = interrupt.recv() => {}
                _ = terminate.recv() => {}
            }
        })
    }
    #[cfg(not(unix))]
    Ok(async {
        // Without a console there is no Ctrl-C to wait for.
        let _ = tokio::signal::ctrl_c().await;
    })
}
