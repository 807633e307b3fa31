//! `vtql codegen`

use crate::config::Config;
use crate::failure::{Failure, Outcome};
use crate::input::{Source, files, is_query_file, selection};
use crate::levels::LevelArgs;
use crate::output::count;
use crate::output::findings::human;
use crate::snapshot_file::SnapshotArg;
use crate::terminal::Terminal;
use crate::write::write_atomically;
use clap::{Args, ValueEnum};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use vtql_codegen::{Functions, Language, same_code};
use vtql_schema::rules::Levels;

const EXAMPLES: &str = "\
Examples:
  vtql codegen --queries queries/ --out src/crm.rs
  vtql codegen --queries queries/ --out src/crm.rs --check      for CI: is the file fresh?
  vtql codegen --lang typescript --out src/crm.ts               types of all modules
  vtql codegen --lang python --queries queries/ --modules Contacts,Accounts --out crm.py

The file is a module of a crate that depends on vtql-client: for each query a function, and a struct for \
its rows, which is what vtql! makes of it while compiling. queries/contacts_of.vtql becomes the function \
contacts_of and the struct ContactsOf; a file in a folder below has the folder's name in front. A file with several \
queries names each in a comment before it:
  -- Who lives in a city.
  -- vtql: name(contacts_of)
  select id, lastname from Contacts where mailingcity = {city};

Parameters are names, and become parameters of the function with the type that the field asks for. The other \
comments before a query are the function's documentation.

With --lang the file has types of another language for what the API answers: a record of each module (ContactsRecord), and a row of \
each query (ContactsOfRow). Values are texts or null, as the API sends them.

The code is laid out by rustfmt where it is installed. --check compares code, not its layout.

Exit codes: 0 written, or fresh; 1 (--check) the file is not what would be written; 2 a query has errors, \
or the command could not run.";

/// The arguments of `vtql codegen`.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct CodegenArgs {
    /// The folder of the .vtql files, or one such file
    #[arg(long, value_name = "PATH")]
    queries: Option<PathBuf>,
    /// The file to write
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    /// The language
    #[arg(long, value_name = "LANGUAGE", default_value = "rust")]
    lang: Lang,
    /// With a language other than Rust: the modules whose records have types; all modules without this
    #[arg(long, value_name = "NAME", value_delimiter = ',')]
    modules: Vec<String>,
    /// Write nothing: say whether the file is what would be written
    #[arg(long)]
    check: bool,
    /// The name of vtql-client in the crate of the file
    #[arg(long = "crate", value_name = "NAME", default_value = "vtql_client")]
    krate: String,
    #[command(flatten)]
    snapshot: SnapshotArg,
    #[command(flatten)]
    levels: LevelArgs,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Lang {
    Rust,
    #[value(name = "typescript")]
    TypeScript,
    Python,
    Php,
    JsonSchema,
}

impl Lang {
    /// The language that types are written in.
    fn of_types(self) -> Option<Language> {
        match self {
            Lang::Rust => None,
            Lang::TypeScript => Some(Language::TypeScript),
            Lang::Python => Some(Language::Python),
            Lang::Php => Some(Language::Php),
            Lang::JsonSchema => Some(Language::JsonSchema),
        }
    }
}

pub(crate) fn run(args: &CodegenArgs, config: &Config, terminal: &Terminal) -> Result<Outcome, Failure> {
    let functions = functions(args, args.levels.over(config.check.levels.clone())?, config, terminal)?;
    let number = count(functions.count(), "query", "queries");
    let out = args.out.display();
    let types = args.lang.of_types().map(|language| types(args, &functions, language)).transpose()?;
    if args.check {
        let fresh = match std::fs::read_to_string(&args.out) {
            Ok(present) => match &types {
                Some(types) => present == *types,
                None => same_code(&present, &functions.code()),
            },
            Err(error) if error.kind() == io::ErrorKind::NotFound => false,
            Err(error) => return Err(Failure::read(&args.out, &error)),
        };
        let said = if fresh { "is fresh" } else { "is stale: run `vtql codegen` without --check" };
        terminal.note(format!("{out} {said} ({number})"));
        return Ok(Outcome::findings(!fresh));
    }
    let text = types.unwrap_or_else(|| {
        let text = format!("{}\n\n{}", header(args), functions.code());
        formatted(&text, &args.out).unwrap_or(text)
    });
    write_atomically(&args.out, &text)?;
    terminal.note(format!("{number} written to {out}"));
    Ok(Outcome::Clean)
}

/// The types of a language for the modules and the queries.
fn types(args: &CodegenArgs, functions: &Functions, language: Language) -> Result<String, Failure> {
    let modules: Vec<&str> = args.modules.iter().map(String::as_str).collect();
    let made_by = header(args).replace("\n// ", " ");
    functions
        .types(language, &modules, made_by.trim_start_matches("// "))
        .map_err(|message| Failure::new("USAGE", message).help("--modules takes names that the snapshot has"))
}

/// The functions for all queries. What is to be said of these is on standard error.
fn functions(
    args: &CodegenArgs,
    levels: Levels,
    config: &Config,
    terminal: &Terminal,
) -> Result<Functions, Failure> {
    let snapshot = args.snapshot.find(config)?.ok_or_else(|| {
        Failure::new("SNAPSHOT", "there is no snapshot, which has the types of fields")
            .help("`vtql snapshot pull` makes one; name it with --snapshot or in vtql.toml")
    })?;
    let mut functions = Functions::new(snapshot, levels, &args.krate)
        .map_err(|message| Failure::new("USAGE", message).help("--crate takes a name such as `crm`"))?;
    let Some(queries) = &args.queries else {
        if args.lang == Lang::Rust {
            let missing = Failure::new("USAGE", "there are no queries to make functions of");
            return Err(missing.help("name their folder with --queries, or another language with --lang"));
        }
        return Ok(functions);
    };
    let files = files(std::slice::from_ref(queries), &selection(&[], &[])?, is_query_file)?;
    if files.is_empty() {
        return Err(Failure::new("READ", format!("no .vtql file is in {}", queries.display())));
    }
    let mut failed = 0;
    for file in &files {
        let source = Source::file(file)?;
        let found = functions.add(&base_name(file, queries), &source.text).unwrap_or_else(|errors| {
            failed += 1;
            errors
        });
        human::report(&mut io::stderr(), &source.name(), &source.text, &found, terminal.colors_stderr())?;
    }
    if failed > 0 {
        let texts = count(failed, "file has", "files have");
        return Err(Failure::new("QUERY", format!("{texts} errors, and nothing was written")));
    }
    Ok(functions)
}

/// The path of a file below the folder of queries, without its ending.
fn base_name(file: &Path, queries: &Path) -> String {
    let queries = queries.strip_prefix(".").unwrap_or(queries);
    let below = file.strip_prefix(queries).ok().filter(|path| path.file_name().is_some());
    let below = below.map_or_else(|| file.file_name().map(PathBuf::from).unwrap_or_default(), Path::to_owned);
    below.with_extension("").to_string_lossy().into_owned()
}

fn header(args: &CodegenArgs) -> String {
    let path = |path: &Path| path.display().to_string().replace(std::path::MAIN_SEPARATOR, "/");
    let krate = if args.krate == "vtql_client" { String::new() } else { format!(" --crate {}", args.krate) };
    let queries =
        args.queries.as_ref().map(|queries| format!(" --queries {}", path(queries))).unwrap_or_default();
    let lang = args.lang.of_types().map(|language| format!(" --lang {language}")).unwrap_or_default();
    let modules = args.modules.join(",");
    let modules = if modules.is_empty() { modules } else { format!(" --modules {modules}") };
    format!(
        "// Generated by vtql codegen {}, do not edit. To write it anew:\n// vtql codegen{lang}{queries}{modules} --out {}{krate}",
        env!("CARGO_PKG_VERSION"),
        path(&args.out),
    )
}

/// The code as rustfmt lays it out by the settings beside the file, where there is one.
fn formatted(text: &str, out: &Path) -> Option<String> {
    let folder = out.parent().filter(|folder| !folder.as_os_str().is_empty());
    let mut rustfmt = Command::new("rustfmt");
    rustfmt
        .args(["--edition", "2024", "--emit", "stdout", "--quiet"])
        .current_dir(folder.unwrap_or(Path::new(".")));
    let mut child =
        rustfmt.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().ok()?;
    let mut stdin = child.stdin.take()?;
    let text = text.to_owned();
    let writer = std::thread::spawn(move || stdin.write_all(text.as_bytes()));
    let output = child.wait_with_output().ok()?;
    writer.join().ok()?.ok()?;
    let laid_out = String::from_utf8(output.stdout).ok()?;
    (output.status.success() && !laid_out.is_empty()).then_some(laid_out)
}
