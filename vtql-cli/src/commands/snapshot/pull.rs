//! `vtql snapshot pull`

use crate::commands::block_on;
use crate::config::Config;
use crate::connection::{self, ConnectionArgs};
use crate::failure::{Failure, Outcome};
use crate::input::STDIN;
use crate::output::count;
use crate::plain::Data;
use crate::snapshot_file;
use crate::terminal::Terminal;
use crate::write::write_atomically;
use clap::Args;
use futures::{StreamExt, stream};
use similar::TextDiff;
use std::io::Write;
use std::path::{Path, PathBuf};
use vtql_client::{Client, ErrorCode};
use vtql_schema::{Module, Snapshot, suggest};

/// How many modules are asked about at the same time: few, as quotas are by the minute.
const AT_ONCE: usize = 4;

const EXAMPLES: &str = "\
Examples:
  vtql snapshot pull                                   to where vtql.toml says, else vtql.snapshot.json
  vtql snapshot pull --module Contacts --module Leads  these anew, others as the file has them
  vtql snapshot pull --check                           say whether the file is still right
  vtql snapshot pull --out -                           to standard output

The file is sorted and holds one field a line, so that a change on the instance is a small difference in \
review. It holds neither address nor credentials. Keep it under version control: `vtql check` and vtql! \
check names and types against it.

Exit codes: 0 done, 1 (--check) the file is out of date, 2 could not run.";

/// The arguments of `vtql snapshot pull`.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct PullArgs {
    /// Only this module; can be repeated [default: all that the user may see]
    #[arg(long, value_name = "NAME", value_delimiter = ',')]
    module: Vec<String>,
    /// The file to write; - is standard output [default: what vtql.toml or Cargo.toml names, else vtql.snapshot.json]
    #[arg(long, short, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Write nothing: show how the file differs from the instance
    #[arg(long)]
    check: bool,
    #[command(flatten)]
    connection: ConnectionArgs,
}

pub(crate) fn run(args: &PullArgs, config: &Config, terminal: &Terminal) -> Result<Outcome, Failure> {
    let out = args.out.clone().map_or_else(|| config.project.snapshot_to_write(), Ok)?;
    let client = args.connection.client(config)?;
    let to_stdout = out == Path::new(STDIN);
    let keeps_others = !to_stdout && !args.module.is_empty() && out.exists();
    let mut snapshot = if keeps_others { snapshot_file::load(&out)? } else { Snapshot::default() };
    let modules =
        block_on(connection::until_logged_out(&client, pull(&client, &args.module, &progress(terminal))))?;
    let pulled = modules.len();
    for module in modules {
        snapshot.insert(module);
    }
    let text = snapshot.to_json();
    if args.check {
        return check(&out, &text);
    }
    if to_stdout {
        Data::stdout().write_all(text.as_bytes())?;
    } else {
        write_atomically(&out, &text)?;
        let modules = count(pulled, "module", "modules");
        terminal.note(format!("{modules} written to {}", out.display()));
    }
    Ok(Outcome::Clean)
}

/// What happens while modules are described.
pub(crate) enum Step<'a> {
    /// A module is read, one of all.
    Reads { number: usize, all: usize, name: &'a str },
    /// One is listed, and the user may not see it.
    LeavesOut { name: &'a str, error: &'a vtql_client::Error },
}

/// Shows the steps on a terminal.
pub(in crate::commands) fn progress(terminal: &Terminal) -> impl Fn(Step<'_>) -> bool {
    let progress = terminal.progress();
    move |step| {
        match step {
            Step::Reads { number, all, name } => progress.show(|| format!("{number} of {all}: {name}")),
            Step::LeavesOut { name, error } => terminal.note(format!("warning: left out `{name}`: {error}")),
        }
        true
    }
}

/// Describes the modules that are wanted, or all that the user may see. `tell` says whether to go on.
pub(crate) async fn pull(
    client: &Client,
    wanted: &[String],
    tell: &dyn Fn(Step<'_>) -> bool,
) -> Result<Vec<Module>, Failure> {
    let types = client.list_types().await.map_err(|error| connection::failure(&error))?;
    let present: Vec<String> = types.into_iter().map(|module| module.name).collect();
    if let Some(unknown) = wanted.iter().find(|name| !present.contains(name)) {
        let message = format!("the instance has no module `{unknown}`, or the user may not see it");
        let failure = Failure::new("NO_MODULE", message);
        let near = suggest::closest(unknown, present.iter().map(String::as_str));
        return Err(match near {
            Some(near) => failure.help(format!("did you mean `{near}`?")),
            None => failure,
        });
    }
    let names = if wanted.is_empty() { present } else { wanted.to_vec() };
    let all = names.len();
    let mut answers =
        stream::iter(names).map(|name| async move { (client.describe(&name).await, name) }).buffered(AT_ONCE);
    let mut modules = Vec::new();
    while let Some((answer, name)) = answers.next().await {
        if !tell(Step::Reads { number: modules.len() + 1, all, name: &name }) {
            return Err(Failure::new("CANCELED", "the pull was given up"));
        }
        match answer {
            Ok(module) => modules.push(module),
            // Listed, and yet not for this user's eyes.
            Err(error) if wanted.is_empty() && error.code() == Some(&ErrorCode::AccessDenied) => {
                tell(Step::LeavesOut { name: &name, error: &error });
            }
            Err(error) => return Err(connection::failure(&error)),
        }
    }
    Ok(modules)
}

fn check(path: &Path, text: &str) -> Result<Outcome, Failure> {
    let present = std::fs::read_to_string(path).map_err(|error| Failure::read(path, &error))?;
    if present == text {
        return Ok(Outcome::Clean);
    }
    let diff = TextDiff::from_lines(present.as_str(), text);
    let name = path.display().to_string();
    write!(Data::stdout(), "{}", diff.unified_diff().header(&name, "the instance"))?;
    Ok(Outcome::Findings)
}
