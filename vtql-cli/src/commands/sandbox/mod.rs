//! `vtql sandbox`

mod faults;
mod page;

use crate::access_key;
use crate::ended::Ended;
use crate::failure::{Failure, Outcome};
use crate::snapshot_file;
use crate::terminal::Terminal;
use clap::Args;
use faults::FaultArgs;
use page::Page;
use secrecy::ExposeSecret;
use serde::Serialize;
use std::io::{self, Write};
use std::net::IpAddr;
use std::path::PathBuf;
use vtql_sandbox::{LoggedRequest, Profile, Sandbox, SandboxBuilder};

const EXAMPLES: &str = "\
Examples:
  vtql sandbox                                     demo data on a free port
  vtql sandbox --port 8080 --rows Contacts=10000 --seed 7
  vtql sandbox --snapshot vtql.snapshot.json       the modules and fields of your instance
  vtql sandbox --load records/                     your records: one <Module>.jsonl a module
  vtql sandbox --latency 20 --error-rate 0.05      slow, and wrong now and then
  vtql sandbox --rate-limit 30/m,1000/h            the quota of a cloud edition
  vtql sandbox --console                           with a page to write queries and look at their rows
  vtql sandbox --port 0 --json                     for programs

With --json one line {\"url\",\"user\",\"access_key\"}, and \"console\" with --console, says that it is ready; then it serves until it is ended. The
url is that of the edition: webservice.php for --profile 8.4, REST for the cloud. Both are served in either case.

It listens on 127.0.0.1, and keeps everything in memory unless --file is given. Ctrl-C ends it when the requests
under way are answered, after two seconds at most; a second one ends it at once.

Web pages can send requests to this machine. So a request for another host than localhost, 127.0.0.1 or the address
of --listen is refused, and so is a write from a page of another site.";

/// The variable that holds the access key of the sandbox: one of its own, since VTIGER_ACCESS_KEY may hold that of
/// a real instance.
const ACCESS_KEY: &str = "VTQL_SANDBOX_ACCESS_KEY";

/// The arguments of `vtql sandbox`.
#[derive(Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of its own")]
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
    /// The access key, which others on this machine can read in the list of processes [default: a random one]
    #[arg(long, value_name = "KEY", env = ACCESS_KEY, hide_env_values = true)]
    access_key: Option<String>,
    /// Read the access key from this file
    #[arg(long, value_name = "FILE", conflicts_with = "access_key")]
    access_key_file: Option<PathBuf>,
    /// What the demo data is made from, and which requests faults happen to: the same seed gives the same
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
    #[command(flatten)]
    faults: FaultArgs,
    /// The address to listen on; any but 127.0.0.1 lets the network in
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1")]
    listen: IpAddr,
    /// Take requests for this host as well, with any port
    #[arg(long, value_name = "NAME", value_delimiter = ',')]
    allow_host: Vec<String>,
    /// Tell every request on standard error: status, milliseconds, user, operation, what it was about
    #[arg(long)]
    log: bool,
    /// Serve the console at /: a page with an editor, the requests as they come, and the faults to switch
    #[arg(long)]
    console: bool,
    /// Say where it is as one line of JSON
    #[arg(long)]
    json: bool,
}

/// The most rows of demo data that a module gets.
const MOST_ROWS: usize = 10_000_000;

fn rows(text: &str) -> Result<(String, usize), String> {
    let (module, count) = text.split_once('=').ok_or("write it as Contacts=1000")?;
    let count: usize = count.trim().parse().map_err(|_| format!("`{count}` is not a number of rows"))?;
    if count > MOST_ROWS {
        return Err(format!("{count} rows are too many: {MOST_ROWS} at most"));
    }
    Ok((module.trim().to_owned(), count))
}

pub(crate) fn run(args: &SandboxArgs, terminal: &Terminal) -> Result<Outcome, Failure> {
    let mut builder = builder(args)?;
    let page = args.console.then(Page::new).transpose()?;
    if let Some(page) = &page {
        builder = page.beside(builder, args.profile);
    }
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().map_err(|error| {
        Failure::new("RUNTIME", format!("the asynchronous runtime does not start: {error}"))
    })?;
    let outcome = runtime.block_on(async {
        // Listened for before anyone is told that the server is there.
        let mut ended = Ended::new()?;
        let sandbox = tokio::select! {
            started = builder.start() => started.map_err(|error| Failure::new("SANDBOX", error.to_string()))?,
            () = ended.told() => return Ok(Outcome::Clean),
        };
        for left_out in sandbox.left_out() {
            terminal.note(format!("warning: {left_out}"));
        }
        announce(args, &sandbox, page.as_ref().and_then(|page| page.url(sandbox.address())), terminal)?;
        ended.told().await;
        tokio::select! {
            () = sandbox.shutdown() => {}
            () = ended.told() => {}
        }
        Ok(Outcome::Clean)
    });
    // Work on the database that goes on is of no use to anybody.
    runtime.shutdown_background();
    outcome
}

/// One request as a line. What came from a client is written so that a terminal takes it for text alone.
fn line(request: &LoggedRequest) -> String {
    let took = request.took.as_secs_f64() * 1e3;
    let plain = |text: &str| text.escape_debug().to_string().replace("\\'", "'").replace("\\\"", "\"");
    let (user, operation) = (plain(&request.user), plain(&request.operation));
    let user = if user.is_empty() { "-" } else { &user };
    format!("{} {took:8.1} ms  {user}  {operation}  {}", request.status, plain(&request.subject))
        .trim_end()
        .to_owned()
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
    builder = builder.faults(args.faults.faults(args.seed)?);
    if let Some(file) = &args.access_key_file {
        builder = builder.access_key(access_key::from_file(file)?.expose_secret());
    } else if let Some(key) = &args.access_key {
        builder = builder.access_key(key);
    }
    for host in &args.allow_host {
        builder = builder.allow_host(host);
    }
    if args.log {
        builder = builder.on_request(|request| {
            // Nobody may be reading any more.
            let _ = writeln!(io::stderr().lock(), "{}", line(request));
        });
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
    /// The console, with its token.
    #[serde(skip_serializing_if = "Option::is_none")]
    console: Option<String>,
}

fn announce(
    args: &SandboxArgs,
    sandbox: &Sandbox,
    console: Option<String>,
    terminal: &Terminal,
) -> Result<(), Failure> {
    let url = match args.profile {
        Profile::V8_4 => sandbox.webservice_url(),
        _ => sandbox.url(),
    };
    let (user, access_key) = (sandbox.user(), sandbox.access_key());
    let mut out = io::stdout().lock();
    if args.json {
        serde_json::to_writer(&mut out, &Ready { url, user, access_key, console })?;
        writeln!(out)?;
    } else {
        writeln!(out, "export VTIGER_URL={url}")?;
        writeln!(out, "export VTIGER_USER={user}")?;
        // A key that was given is known to whoever gave it.
        if args.access_key.is_none() && args.access_key_file.is_none() {
            writeln!(out, "export VTIGER_ACCESS_KEY={access_key}")?;
        }
        if let Some(console) = console {
            terminal.note(format!("console: {console}"));
        }
        terminal.note("serving until Ctrl-C; set these variables in another shell, then try:");
        terminal.note("  vtql query \"select lastname, email from Contacts limit 5\"");
    }
    Ok(out.flush()?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::Parser;

    #[derive(Parser)]
    struct Line {
        #[command(flatten)]
        sandbox: SandboxArgs,
    }

    #[test]
    fn numbers_have_bounds() {
        for (flag, is_fine) in [
            ("--rows=Contacts=10000000", true),
            ("--rows=Contacts=10000001", false),
            ("--latency=3600000", true),
            ("--latency=3600001", false),
            ("--jitter=18446744073709551615", false),
            ("--trickle=-1", false),
            ("--retry-after=86401", false),
            ("--expire-sessions=0", false),
            ("--page-cap=0", false),
            ("--port=65536", false),
        ] {
            assert_eq!(Line::try_parse_from(["sandbox", flag]).is_ok(), is_fine, "{flag}");
        }
    }
}
