//! `vtql export`

use crate::config::Config;
use crate::connection::{self, ConnectionArgs};
use crate::failure::{Failure, Outcome};
use crate::output::count;
use crate::terminal::Terminal;
use clap::{ArgGroup, Args, ValueEnum};
use serde_json::json;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::time::{Duration, Instant};
use vtql_arrow::Misfits;
use vtql_client::PageSize;
use vtql_mirror::format::{Compression, Format, FormatOptions};
use vtql_mirror::{Error, Export, Manifest, Step, Watch};

const EXAMPLES: &str = "\
Examples:
  vtql export Contacts Accounts --format parquet --out crm
  vtql export --all --format sqlite --out crm.sqlite
  vtql export Leads --format csv --csv-guard --csv-bom --out for-excel
  vtql export --query \"select id from Leads where city = 'Rome'\" -f jsonl -o rome
  vtql export Contacts --format parquet --out again --resume    go on with an ended one

A folder gets a file a module and manifest.json with counts, columns and hashes; SQLite and PostgreSQL a table a \
module. Each page is written down before the next is asked for: after an end at any moment, --resume asks again \
for at most one page. See docs/export.md.

Exit codes: 0 complete, 2 it could not run or was stopped; then --resume goes on.";

/// The arguments of `vtql export`.
#[derive(Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of its own")]
#[command(after_help = EXAMPLES)]
#[command(group = ArgGroup::new("what").required(true).multiple(false).args(["modules", "all", "query"]))]
pub(crate) struct ExportArgs {
    /// The modules
    #[arg(value_name = "MODULE")]
    modules: Vec<String>,
    /// All modules that the user may see
    #[arg(long)]
    all: bool,
    /// The rows of this query
    #[arg(long, value_name = "QUERY")]
    query: Option<String>,
    /// The format; without this, what --out says: .sqlite, postgres://…
    #[arg(long, short, value_enum)]
    format: Option<FormatArg>,
    /// A folder, the file of an SQLite database, or postgres://USER@HOST/DATABASE without a password
    #[arg(long, short, value_name = "PATH")]
    out: PathBuf,
    /// Go on with an export that was ended
    #[arg(long)]
    resume: bool,
    /// Print one JSON object with counts and files by module
    #[arg(long)]
    json: bool,
    /// How files are compressed
    #[arg(long, value_enum, default_value = "none", value_name = "HOW")]
    compress: CompressArg,
    /// CSV: an apostrophe before texts that a spreadsheet would take for a formula
    #[arg(long)]
    csv_guard: bool,
    /// CSV: a byte order mark, by which Excel knows UTF-8
    #[arg(long)]
    csv_bom: bool,
    /// What becomes of values that do not fit their type
    #[arg(long, value_enum, default_value = "raw", value_name = "HOW")]
    misfits: MisfitsArg,
    /// Fetch so many modules at once
    #[arg(long, value_name = "MODULES", default_value_t = 3)]
    jobs: usize,
    /// Ask for so many rows a page
    #[arg(long, value_name = "ROWS", default_value = "100", value_parser = page_size)]
    page_size: PageSize,
    #[command(flatten)]
    connection: ConnectionArgs,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum FormatArg {
    /// Apache Parquet
    Parquet,
    /// Comma-separated
    Csv,
    /// A JSON object a line
    Jsonl,
    /// An SQLite database
    Sqlite,
    /// A PostgreSQL database
    Postgres,
}

impl From<FormatArg> for Format {
    fn from(format: FormatArg) -> Self {
        match format {
            FormatArg::Parquet => Format::Parquet,
            FormatArg::Csv => Format::Csv,
            FormatArg::Jsonl => Format::Jsonl,
            FormatArg::Sqlite => Format::Sqlite,
            FormatArg::Postgres => Format::Postgres,
        }
    }
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum CompressArg {
    /// Not; Parquet by Snappy
    None,
    /// gzip; Parquet by Zstandard
    Gzip,
    /// Zstandard
    Zstd,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum MisfitsArg {
    /// Null, and the text in the column _raw
    Raw,
    /// Null, and reported
    Null,
}

impl From<MisfitsArg> for Misfits {
    fn from(misfits: MisfitsArg) -> Self {
        match misfits {
            MisfitsArg::Raw => Misfits::Raw,
            MisfitsArg::Null => Misfits::Null,
        }
    }
}

pub(crate) fn page_size(text: &str) -> Result<PageSize, String> {
    let rows = text.parse().map_err(|_| "write a number of rows")?;
    PageSize::new(rows).ok_or_else(|| "a page has at least one row".to_owned())
}

/// The format that a path says.
pub(crate) fn format_of(path: &Path) -> Option<Format> {
    let text = path.to_str().unwrap_or_default();
    if text.starts_with("postgres://") || text.starts_with("postgresql://") {
        return Some(Format::Postgres);
    }
    Format::of_path(path).map(|(format, _)| format).filter(|format| *format == Format::Sqlite)
}

pub(crate) fn run(args: &ExportArgs, config: &Config, terminal: &Terminal) -> Result<Outcome, Failure> {
    let format = args.format.map(Format::from).or_else(|| format_of(&args.out)).ok_or_else(|| {
        Failure::new("USAGE", format!("{} does not say which format is meant", args.out.display()))
            .help("give --format parquet, csv, jsonl, sqlite or postgres")
    })?;
    let watch = Watch::new();
    let client = args.connection.watched_client(config, &watch, args.page_size)?;
    let compression = match args.compress {
        CompressArg::None => Compression::None,
        CompressArg::Gzip => Compression::Gzip,
        CompressArg::Zstd => Compression::Zstd,
    };
    let options =
        FormatOptions::default().compression(compression).guard_formulas(args.csv_guard).bom(args.csv_bom);
    let mut export = Export::new(client.clone(), watch, format, &args.out)
        .options(options)
        .misfits(args.misfits.into())
        .resume(args.resume)
        .jobs(args.jobs);
    if let Some(query) = &args.query {
        export = export.query(query);
    } else if !args.all {
        export = export.modules(args.modules.iter().map(String::as_str));
    }
    let meter = Meter::new(terminal, client.clone());
    let export = export.on_step(move |step| meter.take(step));
    let work = async { export.run().await.map_err(|error| failure(&error)) };
    let manifest = super::block_on(connection::until_logged_out(&client, work)).map_err(|failure| {
        failure.help("what was fetched is kept: the same command with --resume goes on")
    })?;
    if args.json {
        writeln!(io::stdout(), "{}", summary(&manifest))?;
    } else {
        report(&manifest, terminal);
    }
    Ok(Outcome::Clean)
}

/// One object with counts and files by module.
fn summary(manifest: &Manifest) -> serde_json::Value {
    let modules = manifest.modules.iter().map(|(name, table)| {
        let files = table.files.iter().map(
            |file| json!({"path": file.path, "rows": file.rows, "bytes": file.bytes, "sha256": file.sha256}),
        );
        let files: Vec<_> = files.collect();
        (
            name.clone(),
            json!({
                "rows": table.rows, "requests": table.requests, "misfits": table.misfits, "files": files,
            }),
        )
    });
    let modules: serde_json::Map<_, _> = modules.collect();
    json!({
        "complete": true, "format": manifest.format.as_str(), "requests": manifest.requests,
        "modules": modules, "skipped": manifest.skipped,
    })
}

fn report(manifest: &Manifest, terminal: &Terminal) {
    for (name, table) in &manifest.modules {
        let rows = count(usize::try_from(table.rows).unwrap_or(usize::MAX), "row", "rows");
        let mut line = format!("{name}: {rows}");
        if table.misfits > 0 {
            let _ = write!(line, ", {} values that did not fit their type", table.misfits);
        }
        if !table.fields_lost.is_empty() {
            let _ = write!(line, ", fields lost on the way: {}", table.fields_lost.join(", "));
        }
        terminal.note(line);
    }
    for (name, reason) in &manifest.skipped {
        terminal.note(format!("{name}: left out, since the server answers no queries for it: {reason}"));
    }
}

/// What the library says, with what to do about it.
pub(crate) fn failure(error: &Error) -> Failure {
    match error {
        Error::Client(error) => connection::failure(error),
        Error::Locked(_) => Failure::new(error.label(), error.to_string()).help("wait until it is done"),
        _ => Failure::new(error.label(), error.to_string()),
    }
}

/// Says how far it is.
struct Meter {
    client: vtql_client::Client,
    state: Mutex<State>,
    progress: crate::terminal::Progress,
}

struct State {
    began: Instant,
    shown: Instant,
    fetched: u64,
    rows: BTreeMap<String, u64>,
}

impl Meter {
    fn new(terminal: &Terminal, client: vtql_client::Client) -> Self {
        let now = Instant::now();
        let state = State { began: now, shown: now, fetched: 0, rows: BTreeMap::new() };
        Meter { client, state: Mutex::new(state), progress: terminal.progress() }
    }

    fn take(&self, step: &Step) {
        let mut state = self.state.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        state.fetched += step.page;
        state.rows.insert(step.module.clone(), step.rows);
        if state.shown.elapsed() < Duration::from_millis(200) {
            return;
        }
        state.shown = Instant::now();
        let seconds = state.began.elapsed().as_secs_f64().max(0.001);
        #[expect(clippy::cast_precision_loss, reason = "it is shown in whole rows")]
        let speed = state.fetched as f64 / seconds;
        let quota = self.client.quota();
        self.progress.show(|| {
            let left =
                quota.minute_remaining.map_or_else(String::new, |left| format!(", {left} requests left"));
            let rows: u64 = state.rows.values().sum();
            format!("{}: {} rows, {rows} in all, {speed:.0} rows/s{left}", step.module, step.rows)
        });
    }
}
