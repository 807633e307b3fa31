//! `vtql sandbox`

use crate::failure::{Failure, Outcome};
use crate::snapshot_file;
use crate::terminal::Terminal;
use clap::Args;
use serde::Serialize;
use std::io::{self, Write};
use std::net::IpAddr;
use std::path::PathBuf;
use std::time::Duration;
use vtql_sandbox::{Faults, Profile, Sandbox, SandboxBuilder};

const EXAMPLES: &str = "\
Examples:
  vtql sandbox                                     demo data on a free port
  vtql sandbox --port 8080 --rows Contacts=10000 --seed 7
  vtql sandbox --snapshot vtql.snapshot.json       the modules and fields of your instance
  vtql sandbox --load records/                     your records: one <Module>.jsonl a module
  vtql sandbox --latency 20 --error-rate 0.05      slow, and wrong now and then
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
    #[command(flatten)]
    faults: FaultArgs,
    /// The address to listen on; any but 127.0.0.1 lets the network in
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1")]
    listen: IpAddr,
    /// Say where it is as one line of JSON
    #[arg(long)]
    json: bool,
}

/// What goes wrong on demand.
#[derive(Debug, Args)]
#[command(next_help_heading = "Faults")]
struct FaultArgs {
    /// A JSON file with latency_ms, jitter_ms, error_rate, truncate_rate, rate_limit and so on; the flags
    /// change what it says
    #[arg(long, value_name = "FILE")]
    faults: Option<PathBuf>,
    /// Every answer waits this long
    #[arg(long, value_name = "MS")]
    latency: Option<u64>,
    /// Every answer waits up to this long in addition
    #[arg(long, value_name = "MS")]
    jitter: Option<u64>,
    /// The body of every answer comes in pieces, over this time
    #[arg(long, value_name = "MS")]
    trickle: Option<u64>,
    /// This part of the requests fails before it is done, 0 to 1
    #[arg(long, value_name = "PART", value_parser = part)]
    error_rate: Option<f64>,
    /// This part of the requests fails with an empty HTTP 500 after it was done, 0 to 1
    #[arg(long, value_name = "PART", value_parser = part)]
    late_error_rate: Option<f64>,
    /// This part of the requests fails with INTERNAL_SERVER_ERROR or DATABASE_QUERY_ERROR after it was done,
    /// 0 to 1
    #[arg(long, value_name = "PART", value_parser = part)]
    late_coded_error_rate: Option<f64>,
    /// For this part of the requests the connection is reset before anything is done, 0 to 1
    #[arg(long, value_name = "PART", value_parser = part)]
    reset_rate: Option<f64>,
    /// For this part of the requests the connection is reset in the middle of the answer, 0 to 1
    #[arg(long, value_name = "PART", value_parser = part)]
    late_reset_rate: Option<f64>,
    /// This part of the queries that go on with another one is answered with the page before, 0 to 1
    #[arg(long, value_name = "PART", value_parser = part)]
    repeat_rate: Option<f64>,
    /// A query answers at most so many rows [default: 100]
    #[arg(long, value_name = "ROWS", value_parser = clap::value_parser!(u32).range(1..))]
    page_cap: Option<u32>,
    /// So many requests a minute are answered, the others with HTTP 429
    #[arg(long, value_name = "REQUESTS")]
    rate_limit: Option<u32>,
    /// Answers with HTTP 429 and 503 say in Retry-After to wait so many seconds
    #[arg(long, value_name = "SECONDS")]
    retry_after: Option<u64>,
    /// This part of the answers is cut in the middle, 0 to 1
    #[arg(long, value_name = "PART", value_parser = part)]
    truncate: Option<f64>,
    /// After every so many requests all sessions have expired
    #[arg(long, value_name = "REQUESTS")]
    expire_sessions: Option<u64>,
    /// A PHP warning, as HTML, precedes the JSON
    #[arg(long)]
    html_prefix: bool,
    /// Errors have no body: their code and message stand in the reason phrase alone
    #[arg(long)]
    bare_errors: bool,
}

impl FaultArgs {
    fn faults(&self) -> Result<Faults, Failure> {
        let mut faults = match &self.faults {
            Some(path) => {
                let text = std::fs::read_to_string(path).map_err(|error| Failure::read(path, &error))?;
                Faults::from_json(&text)
                    .map_err(|error| Failure::new("SANDBOX", format!("{}: {error}", path.display())))?
            }
            None => Faults::none(),
        };
        if let Some(latency) = self.latency {
            faults = faults.latency(Duration::from_millis(latency));
        }
        if let Some(jitter) = self.jitter {
            faults = faults.jitter(Duration::from_millis(jitter));
        }
        if let Some(time) = self.trickle {
            faults = faults.trickle(Duration::from_millis(time));
        }
        if let Some(rate) = self.error_rate {
            faults = faults.error_rate(rate);
        }
        if let Some(rate) = self.late_error_rate {
            faults = faults.late_error_rate(rate);
        }
        if let Some(rate) = self.late_coded_error_rate {
            faults = faults.late_coded_error_rate(rate);
        }
        if let Some(rate) = self.reset_rate {
            faults = faults.reset_rate(rate);
        }
        if let Some(rate) = self.late_reset_rate {
            faults = faults.late_reset_rate(rate);
        }
        if let Some(rate) = self.repeat_rate {
            faults = faults.repeat_rate(rate);
        }
        if let Some(rows) = self.page_cap {
            faults = faults.page_cap(rows);
        }
        if let Some(requests) = self.rate_limit {
            faults = faults.rate_limit(requests);
        }
        if let Some(seconds) = self.retry_after {
            faults = faults.retry_after(Duration::from_secs(seconds));
        }
        if let Some(rate) = self.truncate {
            faults = faults.truncate_rate(rate);
        }
        if let Some(requests) = self.expire_sessions {
            faults = faults.expire_sessions(requests);
        }
        if self.html_prefix {
            faults = faults.html_prefix(true);
        }
        if self.bare_errors {
            faults = faults.bare_errors(true);
        }
        Ok(faults)
    }
}

/// A part of a whole.
fn part(text: &str) -> Result<f64, String> {
    let part: f64 = text.parse().map_err(|_| "it is not a number")?;
    if (0.0..=1.0).contains(&part) { Ok(part) } else { Err("it is not from 0 to 1".to_owned()) }
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
    builder = builder.faults(args.faults.faults()?);
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

#[cfg(test)]
mod tests {
    use super::*;
    use clap::Parser;

    #[derive(Parser)]
    struct Line {
        #[command(flatten)]
        sandbox: SandboxArgs,
    }

    fn faults(line: &[&str]) -> Faults {
        let line = ["sandbox"].iter().chain(line);
        Line::try_parse_from(line).unwrap().sandbox.faults.faults().unwrap()
    }

    #[test]
    fn a_part_is_from_0_to_1() {
        for flag in [
            "error-rate",
            "late-error-rate",
            "late-coded-error-rate",
            "reset-rate",
            "late-reset-rate",
            "repeat-rate",
            "truncate",
        ] {
            for (value, is_part) in
                [("0", true), ("1", true), ("0.5", true), ("2", false), ("-0.1", false), ("NaN", false)]
            {
                let line = Line::try_parse_from(["sandbox", &format!("--{flag}={value}")]);
                assert_eq!(line.is_ok(), is_part, "--{flag}={value}");
            }
        }
        assert!(Line::try_parse_from(["sandbox", "--page-cap", "0"]).is_err());
    }

    #[test]
    fn each_flag_sets_its_fault_and_changes_what_the_file_says() {
        let ms = Duration::from_millis;
        assert_eq!(faults(&[]), Faults::none());
        let all = "--latency 20 --jitter 5 --error-rate 0.1 --rate-limit 60 --truncate 0.2 --expire-sessions 7 \
                   --html-prefix --bare-errors --trickle 3 --late-error-rate 0.3 --late-coded-error-rate 0.4 \
                   --reset-rate 0.5 --late-reset-rate 0.6 --repeat-rate 0.7 --page-cap 40 --retry-after 2";
        let set =
            Faults::none().latency(ms(20)).jitter(ms(5)).error_rate(0.1).rate_limit(60).truncate_rate(0.2);
        let set =
            set.expire_sessions(7).html_prefix(true).bare_errors(true).trickle(ms(3)).late_error_rate(0.3);
        let set = set.late_coded_error_rate(0.4).reset_rate(0.5).late_reset_rate(0.6).repeat_rate(0.7);
        let set = set.page_cap(40).retry_after(Duration::from_secs(2));
        assert_eq!(faults(&all.split_whitespace().collect::<Vec<_>>()), set);

        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("faults.json");
        std::fs::write(&file, set.to_json()).unwrap();
        let line = ["--faults", file.to_str().unwrap(), "--latency", "1"];
        assert_eq!(faults(&line), set.latency(ms(1)));
    }
}
