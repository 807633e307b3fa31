//! `vtql export`

mod meter;

use self::meter::Meter;
use crate::config::Config;
use crate::connection::{self, ConnectionArgs};
use crate::ended::INTERRUPTED;
use crate::failure::{Failure, Outcome};
use crate::input::query_text;
use crate::output::count;
use crate::terminal::Terminal;
use clap::{ArgGroup, Args, ValueEnum};
use serde_json::json;
use std::fmt::Write as _;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use vtql_arrow::{Misfits, RAW_COLUMN};
use vtql_client::{ErrorKind, PageSize};
use vtql_mirror::format::{Compression, Format, FormatOptions};
use vtql_mirror::{Error, Export, Exported, Manifest, Relations, Watch};

const EXAMPLES: &str = "\
Examples:
  vtql export Contacts Accounts --format parquet --out crm
  vtql export --all --format sqlite --out crm.sqlite
  vtql export Leads --format csv --csv-guard --csv-bom --out for-excel
  vtql export --query \"select id from Leads where city = 'Rome'\" -f jsonl -o rome
  vtql export Contacts --format parquet --out again --resume    go on with an ended one
  vtql export Contacts --relation Campaigns -f csv -o linked    and which campaigns they are in
  vtql export Documents --files --format csv --out documents    and their files, in documents/files
  vtql export Contacts Leads --count -f jsonl -o counted        asks how many first, to tell the time left

A folder gets a file a module and manifest.json with counts, columns and hashes; SQLite and PostgreSQL a table a \
module. Each page is written down before the next is asked for: after an end at any moment, --resume asks again \
for at most one page. --relations asks once for each record and related list, which takes long: --relation LABEL \
names the lists, --relations=fields takes what the records refer to. See docs/export.md.

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
    #[arg(long, value_name = "QUERY", allow_hyphen_values = true, value_parser = query_text)]
    query: Option<String>,
    /// The format; without this, what --out says: .sqlite, postgres://…
    #[arg(long, short, value_enum)]
    format: Option<FormatArg>,
    /// A folder, the file of an SQLite database, or postgres://USER@HOST/DATABASE without a password
    #[arg(long, short, value_name = "PATH")]
    out: PathBuf,
    /// Write how the records are related, too, as a table of pairs: by their related lists (a request each), or by
    /// reference fields (a request a hundred records)
    #[arg(long, value_enum, value_name = "HOW", num_args = 0..=1, require_equals = true, default_missing_value = "lists")]
    relations: Option<RelationsArg>,
    /// Of the related lists only those with this label; can be given several times
    #[arg(long = "relation", value_name = "LABEL")]
    labels: Vec<String>,
    /// Write the files of documents and the pictures of records, too: to OUT/files, or to this folder
    #[arg(long, value_name = "FOLDER", num_args = 0..=1, require_equals = true)]
    #[expect(clippy::option_option, reason = "it can be left out, and so can its value")]
    files: Option<Option<PathBuf>>,
    /// Ask for the number of rows first, a request a module, so that the time left can be told
    #[arg(long)]
    count: bool,
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

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum RelationsArg {
    /// By related lists
    Lists,
    /// By reference fields
    Fields,
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

/// The format that was asked for, or that a place says. An address may hold a password: it is not shown.
pub(crate) fn format_of(place: &Path, format: Option<Format>) -> Result<Option<Format>, Failure> {
    let text = place.to_str().unwrap_or_default();
    let Some((scheme, _)) = text.split_once("://") else {
        if format == Some(Format::Postgres) {
            let failure = Failure::new("USAGE", "that is no address of a PostgreSQL database");
            return Err(failure.help("write postgres://USER@HOST/DATABASE"));
        }
        let said = || Format::of_path(place).map(|(format, _)| format).filter(|it| *it == Format::Sqlite);
        return Ok(format.or_else(said));
    };
    let is_postgres = ["postgres", "postgresql"].iter().any(|it| scheme.eq_ignore_ascii_case(it));
    match format {
        None | Some(Format::Postgres) if is_postgres => Ok(Some(Format::Postgres)),
        _ if is_postgres => Err(Failure::new("USAGE", "the address of a PostgreSQL database is no file")
            .help("leave out --format, or give the path of a file")),
        _ => Err(Failure::new("USAGE", format!("rows do not go to {scheme}://"))
            .help("give a path, or postgres://USER@HOST/DATABASE")),
    }
}

pub(crate) fn run(args: &ExportArgs, config: &Config, terminal: &Terminal) -> Result<Outcome, Failure> {
    if args.out.as_os_str() == "-" {
        return Err(Failure::new("USAGE", "an export goes to files, and not to standard output")
            .help("`vtql query` prints the rows of a query"));
    }
    let format = format_of(&args.out, args.format.map(Format::from))?.ok_or_else(|| {
        Failure::new("USAGE", format!("{} does not say which format is meant", args.out.display()))
            .help("give --format parquet, csv, jsonl, sqlite or postgres")
    })?;
    if let Some(option) = without_effect(args, format) {
        return Err(Failure::new("USAGE", format!("{option} does nothing to {format}")).help("leave it out"));
    }
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
        .jobs(args.jobs)
        .count_first(args.count);
    if let Some(relations) = relations(args)? {
        export = export.relations(relations);
    }
    if let Some(folder) = files_folder(args, format)? {
        export = export.files(folder);
    }
    if let Some(query) = &args.query {
        export = export.query(query);
    } else if !args.all {
        export = export.modules(args.modules.iter().map(String::as_str));
    }
    let meter = Meter::new(terminal, client.clone());
    let export = export.on_step(move |step| meter.take(step));
    let work = async { export.run().await.map_err(|error| resumable(&error, RESUME)) };
    let manifest = super::block_on(connection::until_logged_out(&client, work))
        .map_err(|failure| if failure.code() == INTERRUPTED { failure.help(RESUME) } else { failure })?;
    if args.json {
        writeln!(io::stdout(), "{}", summary(&manifest))?;
    } else {
        report(&manifest, terminal);
    }
    Ok(Outcome::Clean)
}

/// An option that means nothing to the format.
fn without_effect(args: &ExportArgs, format: Format) -> Option<&'static str> {
    let is_csv = format == Format::Csv;
    let is_database = matches!(format, Format::Sqlite | Format::Postgres);
    let options = [
        ("--csv-guard", args.csv_guard && !is_csv),
        ("--csv-bom", args.csv_bom && !is_csv),
        ("--compress", !matches!(args.compress, CompressArg::None) && is_database),
    ];
    options.into_iter().find(|(_, is_idle)| *is_idle).map(|(option, _)| option)
}

/// Which relations are asked for.
fn relations(args: &ExportArgs) -> Result<Option<Relations>, Failure> {
    match (args.relations, args.labels.as_slice()) {
        (None, []) => Ok(None),
        (Some(RelationsArg::Fields), []) => Ok(Some(Relations::Fields)),
        (Some(RelationsArg::Fields), _) => {
            Err(Failure::new("USAGE", "--relation names related lists, and --relations=fields asks for none")
                .help("leave one of the two out"))
        }
        (Some(RelationsArg::Lists) | None, labels) => Ok(Some(Relations::Lists(labels.to_vec()))),
    }
}

/// Where files go, if they are asked for.
fn files_folder(args: &ExportArgs, format: Format) -> Result<Option<PathBuf>, Failure> {
    Ok(match (&args.files, format) {
        (None, _) => None,
        (Some(Some(folder)), _) => Some(folder.clone()),
        (Some(None), Format::Postgres) => {
            let failure = Failure::new("USAGE", "files do not go to a PostgreSQL database");
            return Err(failure.help("name a folder for them: --files=FOLDER"));
        }
        (Some(None), Format::Sqlite) => {
            let mut beside = args.out.clone().into_os_string();
            beside.push("-files");
            Some(beside.into())
        }
        (Some(None), _) => Some(args.out.join("files")),
    })
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
                "rows": table.rows, "counted": table.counted, "requests": table.requests, "misfits": table.misfits, "files": files,
                "fields_lost": table.fields_lost, "fields_missing": table.fields_missing,
                "fields_unknown": table.fields_unknown,
            }),
        )
    });
    let modules: serde_json::Map<_, _> = modules.collect();
    let mut summary = json!({
        "complete": true, "format": manifest.format.as_str(), "requests": manifest.requests,
        "modules": modules, "skipped": manifest.skipped,
    });
    if let Some(relations) = &manifest.relations {
        summary["relations"] = json!({
            "rows": relations.table.rows, "requests": relations.table.requests, "files": relations.table.files,
            "found_by": relations.found_by, "incomplete": relations.incomplete,
        });
    }
    if let Some(files) = &manifest.files {
        summary["files"] = json!({
            "folder": files.folder, "count": files.count, "bytes": files.bytes, "failed": files.failed,
            "first_failure": files.first_failure, "requests": files.table.requests, "files": files.table.files,
        });
    }
    summary
}

fn report(manifest: &Manifest, terminal: &Terminal) {
    for (name, table) in &manifest.modules {
        terminal.note(line(name, table));
        if let Some(warning) = too_few(name, table) {
            terminal.note(warning);
        }
    }
    if let Some(relations) = &manifest.relations {
        let pairs = count(usize::try_from(relations.table.rows).unwrap_or(usize::MAX), "pair", "pairs");
        terminal.note(format!("relations: {pairs}"));
        for it in &relations.incomplete {
            let end = if it.given_up { ", and was asked for no more" } else { "" };
            terminal.note(format!(
                "warning: the related list `{}` of {} is not whole for {}{end}: {}",
                it.label,
                it.module,
                count(usize::try_from(it.records).unwrap_or(usize::MAX), "record", "records"),
                it.reason
            ));
        }
    }
    if let Some(files) = &manifest.files {
        let written = count(usize::try_from(files.count).unwrap_or(usize::MAX), "file", "files");
        terminal.note(format!("files: {written}, {} bytes, in {}", files.bytes, files.folder.display()));
        if let Some(reason) = &files.first_failure {
            terminal.note(format!(
                "warning: {} could not be had, which the table _files tells; the first: {reason}",
                count(usize::try_from(files.failed).unwrap_or(usize::MAX), "file", "files")
            ));
        }
    }
    for (name, reason) in &manifest.skipped {
        terminal.note(format!("{name}: left out, since the server does not give it: {reason}"));
    }
}

/// What became of a table.
fn line(name: &str, table: &Exported) -> String {
    let rows = count(usize::try_from(table.rows).unwrap_or(usize::MAX), "row", "rows");
    let mut line = format!("{name}: {rows}");
    if table.misfits > 0 {
        let _ = write!(line, ", {} values that did not fit their type", table.misfits);
    }
    if !table.fields_lost.is_empty() {
        let _ = write!(line, ", fields lost on the way: {}", table.fields_lost.join(", "));
    }
    if !table.fields_missing.is_empty() {
        let _ = write!(line, ", null since answers did not have them: {}", table.fields_missing.join(", "));
    }
    let (own, unknown): (Vec<_>, Vec<_>) =
        table.fields_unknown.iter().map(String::as_str).partition(|name| *name == RAW_COLUMN);
    if !unknown.is_empty() {
        let fields = unknown.join(", ");
        let _ = write!(line, ", left out since the module's description does not have them: {fields}");
    }
    if !own.is_empty() {
        let _ = write!(line, ", left out since a column of vtql's has its name: {RAW_COLUMN}");
    }
    line
}

/// Fewer rows came than the server had counted.
fn too_few(name: &str, table: &Exported) -> Option<String> {
    let counted = table.counted.filter(|counted| *counted > table.rows)?;
    Some(format!(
        "warning: {name}: the server counted {counted} rows before, and gave {}: where none were deleted meanwhile, \
         export it again",
        table.rows
    ))
}

const RESUME: &str = "what was fetched is kept: the same command with --resume goes on";

/// What the library says of work that can go on, as `how` says, unless what was asked for is wrong.
pub(crate) fn resumable(error: &Error, how: &str) -> Failure {
    let cause = if let Error::Of { source, .. } = error { source } else { error };
    let can_go_on = match cause {
        Error::Client(error) => error.is_transient() || error.kind() == ErrorKind::Auth,
        Error::Refused(_) | Error::Locked(_) | Error::State { .. } => false,
        _ => true,
    };
    if can_go_on { failure(error).help(how) } else { failure(error) }
}

/// What the library says, with what to do about it.
pub(crate) fn failure(error: &Error) -> Failure {
    match error {
        Error::Of { module, source } => {
            let (code, message, help) = failure(source).into_parts();
            let failure = Failure::new(code, format!("{module}: {message}"));
            help.into_iter().fold(failure, Failure::help)
        }
        Error::Client(error) => connection::failure(error),
        Error::Locked(_) => Failure::new(error.label(), error.to_string()).help("wait until it is done"),
        _ => Failure::new(error.label(), error.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_that_were_counted_and_did_not_come_are_told() {
        let table = |counted: Option<u64>| {
            let text = json!({"rows": 400, "counted": counted, "requests": 5, "files": [], "columns": [], "misfits": 0});
            too_few("Contacts", &serde_json::from_value(text).unwrap())
        };
        let told = table(Some(1_000)).unwrap();
        assert!(
            told.starts_with("warning: Contacts: the server counted 1000 rows before, and gave 400:"),
            "{told}"
        );
        assert_eq!([table(None), table(Some(400)), table(Some(399))], [None, None, None]);
    }

    #[test]
    fn a_field_that_is_left_out_is_told_with_its_reason() {
        let value = json!({
            "rows": 1, "requests": 2, "files": [], "columns": [], "misfits": 0, "fields_unknown": ["_raw", "new"],
        });
        let told = line("Contacts", &serde_json::from_value(value).unwrap());
        let wanted = "Contacts: 1 row, left out since the module's description does not have them: new, \
                      left out since a column of vtql's has its name: _raw";
        assert_eq!(told, wanted);
    }
}
